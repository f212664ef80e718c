"""What guardians choose is sealed. What was decided without its mark has to be decided once more."""

from django.db import migrations

from cases.sealing.cells import SealedJSONField


def begin_anew(apps, schema_editor):
    request = apps.get_model("cases", "ErasureRequest")
    request.objects.filter(state__in=["first", "decided"]).update(
        state="received", first_by=None, first_at=None, second_by=None, second_at=None
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0021_handed_over")]

    operations = [
        migrations.RemoveField("erasurerequest", "spared"),
        migrations.AddField(
            "erasurerequest",
            "choices",
            SealedJSONField(
                blank=True,
                default=dict,
                help_text="What each guardian would spare and leave out, and what was decided on.",
            ),
        ),
        migrations.RunPython(begin_anew, migrations.RunPython.noop),
    ]
