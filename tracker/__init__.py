"""The site: its settings, its addresses, its servers' entrance."""
