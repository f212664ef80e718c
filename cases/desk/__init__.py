"""The desk's own admin site: its first page, and the pages that belong to no one record."""
