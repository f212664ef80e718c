"""Of testimony the words in the open go into one sealed cell, in the history too."""

from django.db import migrations

from cases.models.testimony import seal_words
from cases.sealing.cells import SealedTextField

CALLED = {
    "verbose_name": "who speaks, and what we call it",
    "blank": True,
    "help_text": "Of testimony. Sealed and never published. Title, author, publisher and "
    "addresses stand in the open, so of testimony they are moved here when it is saved.",
}


def seal_all(apps, schema_editor):
    sources, history = (apps.get_model("cases", name) for name in ("Source", "HistoricalSource"))
    testimony = list(sources.objects.filter(is_testimony=True))
    rows = history.objects.filter(is_testimony=True)
    # What became testimony later was called something before; what was deleted is told by its rows.
    rows |= history.objects.filter(id__in=[one.pk for one in testimony])
    for row in [*testimony, *rows]:
        if moved := seal_words(row):
            row.save(update_fields=moved)


class Migration(migrations.Migration):
    dependencies = [("cases", "0017_shelf_sealed")]

    operations = [
        migrations.AddField(
            "historicalsource", "called", SealedTextField(sealed_for="cases_source", **CALLED)
        ),
        migrations.AddField("source", "called", SealedTextField(**CALLED)),
        # What is moved is not moved back: it may have been typed here.
        migrations.RunPython(seal_all, migrations.RunPython.noop),
    ]
