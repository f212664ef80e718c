"""English as this house writes it."""
