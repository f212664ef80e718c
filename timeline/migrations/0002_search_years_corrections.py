"""Columns for the overview, the mark of a correction, and the search index."""

from django.db import migrations, models

from timeline import wordindex


def fill(apps, schema_editor):
    Edition = apps.get_model("timeline", "Edition")
    editions = Edition.objects.using(schema_editor.connection.alias)
    dated = editions.filter(earliest__isnull=False, latest__year=models.F("earliest__year"))
    for edition in dated.iterator():
        edition.year = edition.earliest.year
        edition.is_fine = edition.earliest.month == edition.latest.month
        edition.save(update_fields=["year", "is_fine"])
    documents = editions.values_list("pk", "document").iterator()
    wordindex.add(documents, using=schema_editor.connection.alias)


def create(apps, schema_editor):
    wordindex.create(schema_editor)


def drop(apps, schema_editor):
    wordindex.drop(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("timeline", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="is_correction",
            field=models.BooleanField(
                default=False, help_text="Whether it corrects an error in the edition before it."
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="is_fine",
            field=models.BooleanField(default=False, help_text="Dated to a month or better."),
        ),
        migrations.AddField(
            model_name="edition",
            name="year",
            field=models.SmallIntegerField(
                help_text="The one calendar year that it lies in, if it lies in one.", null=True
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_correction", False))
                | models.Q(("number__gt", 1), models.Q(("public_note", ""), _negated=True)),
                name="timeline_correction_says_what",
            ),
        ),
        migrations.RunPython(create, drop, elidable=False),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
