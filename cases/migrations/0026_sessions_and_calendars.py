"""What in two tables could still open a page: addresses of calendars, and sessions in the open."""

from typing import Any

from django.db import migrations, models

from cases.accounts.addresses import keyed_hash


def hash_all(apps: Any, schema_editor: Any) -> None:
    """Addresses that were given away go on; nobody can read them here any more."""
    for link in apps.get_model("cases", "CalendarLink").objects.all():
        link.digest = keyed_hash("calendar", link.digest).hex()
        link.save(update_fields=["digest"])


def end_sessions(apps: Any, schema_editor: Any) -> None:
    """Sessions from before were signed and not encrypted; everybody logs in once more."""
    apps.get_model("cases", "StaffSession").objects.all().delete()


def end_all(apps: Any, schema_editor: Any) -> None:
    """No secret comes back from its hash: whoever wants a calendar makes a new address."""
    apps.get_model("cases", "CalendarLink").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("cases", "0025_rows_of_their_own")]

    operations = [
        migrations.RenameField("calendarlink", "secret", "digest"),
        migrations.AlterField("calendarlink", "digest", models.CharField(max_length=64, unique=True)),
        migrations.RunPython(hash_all, end_all),
        migrations.RunPython(end_sessions, end_sessions),
    ]
