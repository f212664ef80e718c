"""Comments and answers of reviews are sealed for their own submission, and no longer for a record.

So those of two submissions of one record cannot be exchanged.
"""

import uuid

from django.db import migrations, models

import cases.sealing.cells
from cases.sealing.envelope import Place, row_name, seal, unseal

TABLE = "cases_submission"
TEXTS = ("comment", "answer")


def give_rows(apps, schema_editor):
    model = apps.get_model("cases", "Submission")
    for pk in model.objects.filter(row=None).values_list("pk", flat=True):
        model.objects.filter(pk=pk).update(row=uuid.uuid4())


def bind(apps, schema_editor, before, after):
    """Seals each text for what its submission is bound to now."""
    model = apps.get_model("cases", "Submission")
    column = schema_editor.connection.ops.quote_name
    for name in TEXTS:
        query = f"UPDATE {column(TABLE)} SET {column(name)} = %s WHERE {column('id')} = %s"
        for one in model.objects.values("pk", name, "row", "record").order_by("pk"):
            old, new = (Place(TABLE, name, row_name(one[key])) for key in (before, after))
            envelope = seal(unseal(one[name].text, old), new)
            with schema_editor.connection.cursor() as cursor:
                cursor.execute(query, [envelope, one["pk"]])
    # PostgreSQL alters no table of which it still has to check rows that were changed.
    schema_editor.connection.check_constraints()


def bind_to_row(apps, schema_editor):
    bind(apps, schema_editor, "record", "row")


def bind_to_record(apps, schema_editor):
    bind(apps, schema_editor, "row", "record")


class Migration(migrations.Migration):
    dependencies = [("cases", "0027_no_titles_in_the_log")]

    operations = [
        migrations.AddField("submission", "row", models.UUIDField(null=True, editable=False)),
        *(
            migrations.AlterField(
                "submission",
                name,
                cases.sealing.cells.SealedTextField(blank=True, bound_to="row"),
            )
            for name in TEXTS
        ),
        # The log of readings says as well that other words than names were looked for.
        migrations.AlterField(
            "identityreading",
            "act",
            models.CharField(
                choices=[
                    ("read", "Read"),
                    ("searched", "Found by name"),
                    ("changed", "Changed"),
                    ("exported", "Exported"),
                    ("looked", "Had other words looked for"),
                ],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            "erasurerequest",
            "also_called",
            cases.sealing.cells.SealedTextField(
                blank=True,
                help_text="Other words that give the person away, a line each: a nickname, a "
                "telephone number, another spelling. They are looked for like names, and forgotten "
                "once it is done.",
                verbose_name="also called",
            ),
        ),
        migrations.RunPython(give_rows, migrations.RunPython.noop),
        migrations.RunPython(bind_to_row, bind_to_record),
        migrations.AlterField(
            "submission",
            "row",
            models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
