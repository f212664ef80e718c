"""Passes know again what they were given for; reasons are sealed for their own row.

In three steps, since PostgreSQL does not alter a table in the transaction that has filled it.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import cases.sealing.cells


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0022_choices_of_erasures"),
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
    ]
