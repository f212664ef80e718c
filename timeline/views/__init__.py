"""The public's doors: each view asks the record a question and renders plain values."""
