"""The log of removals holds what was withdrawn and hidden too, from before as well.

By itself, since PostgreSQL does not alter a table in the transaction that has filled it.
"""

import uuid

from django.db import migrations, models

import cases.sealing.cells

TAKEN_BACK = ("hidden", "withdrawn")


def write_down(apps, schema_editor):
    """A line for each time that something was hidden or withdrawn before."""
    removal, shelf = apps.get_model("cases", "Removal"), apps.get_model("cases", "ShelvedEdition")
    for act in apps.get_model("cases", "Publication").objects.filter(act__in=TAKEN_BACK):
        gone = shelf.objects.filter(record=act.record, shelved_at=act.at)
        removal.objects.create(
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
    dependencies = [("cases", "0020_what_was_seen")]

    operations = [
        migrations.AlterField(
            "namepass", "row", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
        ),
        migrations.AlterField(
            "removal", "row", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
        ),
        migrations.AlterField(
            "namepass", "reason", cases.sealing.cells.SealedTextField(bound_to="row")
        ),
        migrations.AlterField(
            "removal",
            "reason",
            cases.sealing.cells.SealedTextField(
                blank=True, bound_to="row", help_text="For staff."
            ),
        ),
        migrations.AlterField(
            "removal",
            "kind",
            models.CharField(
                choices=[
                    ("hidden", "Hidden while it is checked"),
                    ("withdrawn", "Withdrawn"),
                    ("suppressed", "Taken out of earlier editions"),
                    ("removed", "Removed to protect somebody"),
                    ("allowed", "Allowed to be published again"),
                ],
                max_length=10,
            ),
        ),
        migrations.RunPython(write_down, forget),
    ]
