"""Which database may be migrated: the desk's; `public` is another door to the same tables."""


class OneSchemaRouter:
    """Keeps migrations away from the public alias, which can only read."""

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool | None:
        """False for `public`, no opinion otherwise."""
        return False if db == "public" else None
