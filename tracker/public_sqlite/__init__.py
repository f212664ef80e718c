"""A Django database backend: SQLite, opened read-only, confined to the record's tables."""
