"""Who was told that a name is protected; who said what a column of a sheet stands for, and when."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


def forget_answers_for_one_import(apps, schema_editor):
    """On the way back: there a header stands for one thing, for everybody."""
    apps.get_model("cases", "ColumnMapping").objects.exclude(batch=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0028_comments_of_their_own"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="identityreading",
            name="act",
            field=models.CharField(
                choices=[
                    ("read", "Read"),
                    ("searched", "Found by name"),
                    ("changed", "Changed"),
                    ("exported", "Exported"),
                    ("looked", "Had other words looked for"),
                    ("told", "Was told that a name is protected"),
                ],
                max_length=8,
            ),
        ),
        migrations.RemoveConstraint("columnmapping", "cases_mapping_header_once"),
        migrations.AddField("columnmapping", "at", models.DateTimeField(null=True)),
        migrations.AddField(
            "columnmapping",
            "batch",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="columns",
                to="cases.importbatch",
            ),
        ),
        migrations.AddField(
            "columnmapping",
            "by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            "columnmapping",
            models.UniqueConstraint(
                condition=Q(batch=None),
                fields=("sheet", "header"),
                name="cases_mapping_header_once",
            ),
        ),
        migrations.AddConstraint(
            "columnmapping",
            models.UniqueConstraint(
                fields=("batch", "sheet", "header"), name="cases_mapping_once_in_batch"
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_answers_for_one_import),
    ]
