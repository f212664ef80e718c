"""Reasons are sealed anew, and what was hidden or withdrawn before is written down.

Passes that were given before let nothing pass any more, and stay on their page to be given again.
"""

import uuid

from django.db import migrations

from cases.sealing.envelope import Place, row_name, seal, unseal

TAKEN_BACK = ("hidden", "withdrawn")
REASONS = (("NamePass", "cases_namepass"), ("Removal", "cases_removal"))


def give_rows(apps, schema_editor):
    for name, _ in REASONS:
        model = apps.get_model("cases", name)
        for pk in model.objects.values_list("pk", flat=True):
            model.objects.filter(pk=pk).update(row=uuid.uuid4())


def bind(apps, schema_editor, before, after):
    """Seals each reason for the place that its line is bound to now."""
    for name, table in REASONS:
        model = apps.get_model("cases", name)
        column = schema_editor.connection.ops.quote_name
        query = f"UPDATE {column(table)} SET {column('reason')} = %s WHERE {column('id')} = %s"
        for one in model.objects.values("pk", "reason", "row", "record").order_by("pk"):
            old = Place(table, "reason", row_name(one[before]))
            new = Place(table, "reason", row_name(one[after]))
            envelope = seal(unseal(one["reason"].text, old), new)
            with schema_editor.connection.cursor() as cursor:
                cursor.execute(query, [envelope, one["pk"]])


def bind_to_row(apps, schema_editor):
    bind(apps, schema_editor, "record", "row")


def bind_to_record(apps, schema_editor):
    bind(apps, schema_editor, "row", "record")


def write_down(apps, schema_editor):
    """A line for each time that something was hidden or withdrawn before."""
    removal, shelf = apps.get_model("cases", "Removal"), apps.get_model("cases", "ShelvedEdition")
    for act in apps.get_model("cases", "Publication").objects.filter(act__in=TAKEN_BACK):
        gone = shelf.objects.filter(record=act.record, shelved_at=act.at)
        removal.objects.create(
            row=uuid.uuid4(),
            record=act.record,
            record_kind=act.kind,
            kind=act.act,
            editions=sorted(gone.values_list("number", flat=True)),
            at=act.at,
            by=act.by,
            public_note=act.public_note,
        )


def forget(apps, schema_editor):
    apps.get_model("cases", "Removal").objects.filter(kind__in=TAKEN_BACK).delete()


class Migration(migrations.Migration):
    dependencies = [("cases", "0023_what_was_seen")]

    operations = [
        migrations.RunPython(give_rows, migrations.RunPython.noop),
        migrations.RunPython(bind_to_row, bind_to_record),
        migrations.RunPython(write_down, forget),
    ]
