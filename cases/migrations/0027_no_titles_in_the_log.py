"""Django's log forgets the desk's records: their titles stood in it in the open.

Who did what to a record, and when, stands in its history, sealed where that is due.
"""

from django.db import migrations


def forget_records(apps, schema_editor):
    log = apps.get_model("admin", "LogEntry")
    log.objects.filter(content_type__app_label="cases").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0026_sessions_and_calendars"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(forget_records, migrations.RunPython.noop)]
