"""Seals the editions on the shelf: what was taken back is what a State would look for first."""

import json

from django.db import migrations

from cases.sealing.cells import SealedJSONField
from cases.sealing.envelope import is_envelope, seal, unseal
from cases.sealing.tables import rewrite, sealed_columns


def sealed(text, place):
    return None if is_envelope(text) else seal(_as_the_field_writes_it(text), place)


def _as_the_field_writes_it(text):
    return json.dumps(json.loads(text), ensure_ascii=False)


def rewrite_all(apps, schema_editor, changed):
    for column in sealed_columns([apps.get_model("cases", "ShelvedEdition")]):
        for _ in rewrite(schema_editor.connection, column, changed):
            pass


def seal_all(apps, schema_editor):
    rewrite_all(apps, schema_editor, sealed)


def open_all(apps, schema_editor):
    rewrite_all(apps, schema_editor, unseal)


class Migration(migrations.Migration):
    dependencies = [("cases", "0016_erasure")]

    operations = [
        migrations.AlterField("shelvededition", "document", SealedJSONField()),
        migrations.RunPython(seal_all, open_all),
    ]
