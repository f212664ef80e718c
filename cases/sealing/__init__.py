"""Sealing: what is kept encrypted, cell by cell and file by file. Knows no record of the desk."""
