"""Seals what was kept in the open: notes, testimony, quotes, comments, in history too.

What is sealed already is left, so that a run which was cut off can be begun again; an envelope that
does not open stops it.
"""

from django.db import migrations

from cases.sealing.envelope import is_envelope, seal, unseal
from cases.sealing.tables import rewrite, sealed_columns


def sealed(text, place):
    if not is_envelope(text):
        return seal(text, place)
    unseal(text, place)
    return None


def rewrite_all(apps, schema_editor, changed):
    for column in sealed_columns(apps.get_app_config("cases").get_models()):
        for _ in rewrite(schema_editor.connection, column, changed):
            pass


def seal_all(apps, schema_editor):
    rewrite_all(apps, schema_editor, sealed)


def open_all(apps, schema_editor):
    rewrite_all(apps, schema_editor, unseal)


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_sealed")]

    operations = [migrations.RunPython(seal_all, open_all)]
