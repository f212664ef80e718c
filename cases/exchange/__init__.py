"""Imports: files are read, resolved against the desk, and applied all or nothing."""
