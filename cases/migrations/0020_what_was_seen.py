"""Passes know again what they were given for; reasons are sealed for their own row.

Passes that were given before let nothing pass any more, and stay on their page to be given again.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from cases.sealing.envelope import Place, row_name, seal, unseal

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


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0017_shelf_sealed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            "NamesHeld",
            [
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("record", models.UUIDField(unique=True, verbose_name="the person's id")),
                ("places", models.PositiveIntegerField()),
                ("counted_at", models.DateTimeField()),
            ],
            {"verbose_name_plural": "names held", "ordering": ("-places", "id")},
        ),
        migrations.AddField("namepass", "field", models.CharField(blank=True, max_length=100)),
        migrations.AddField("namepass", "mark", models.CharField(blank=True, max_length=64)),
        migrations.AddField("namepass", "taken_back_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "namepass",
            "taken_back_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("namepass", "row", models.UUIDField(null=True, editable=False)),
        migrations.AddField("removal", "row", models.UUIDField(null=True, editable=False)),
        migrations.RunPython(give_rows, migrations.RunPython.noop),
        migrations.RunPython(bind_to_row, bind_to_record),
    ]
