"""`manage.py open_public_door`: lets the public connection read the record, and nothing else."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, connections

from timeline.guard import RECORD_TABLES, refuse_an_open_wall


class Command(BaseCommand):
    """On PostgreSQL creates the public role with SELECT on timeline_* alone; checks the wall."""

    help = (
        "Gives the public connection SELECT on the record's tables and nothing else, then checks "
        "that it can read no table of the desk. Run it after every migrate."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when the wall does not stand afterwards."""
        if connection.vendor == "postgresql":
            try:
                grant_record(settings.PUBLIC_DATABASE_ROLE)
            except DatabaseError as error:
                raise CommandError(
                    f"The role could not be prepared: {str(error).strip()}. Ask the database's "
                    "owner to run this command once with a user that may create roles."
                ) from error
        try:
            refuse_an_open_wall()
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        finally:
            connections["public"].close()
        if options["verbosity"] > 0:
            self.stdout.write("The public connection can read the record and nothing else.")


def grant_record(role: str) -> None:
    """Creates `role` where it is missing, and grants it the tables of the record."""
    quoted = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE ROLE {quoted} NOLOGIN")
        cursor.execute(f"GRANT {quoted} TO CURRENT_USER")
        cursor.execute("SELECT current_schema()")
        schema = connection.ops.quote_name(cursor.fetchone()[0])
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {quoted}")
        cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {quoted}")
        for table in connection.introspection.table_names():
            if table.startswith(RECORD_TABLES):
                cursor.execute(f"GRANT SELECT ON {connection.ops.quote_name(table)} TO {quoted}")
