"""Links of findings say which other record their row rests on."""

from django.db import migrations, models

ROLES = {"applicant": "person", "provision": "provision"}


def fill(apps, schema_editor):
    using = schema_editor.connection.alias
    Edition = apps.get_model("timeline", "Edition")
    EditionLink = apps.get_model("timeline", "EditionLink")
    editions = Edition.objects.using(using).filter(document__has_key="findings")
    for edition in editions.iterator():
        links = EditionLink.objects.using(using).filter(edition=edition)
        rest = str({**edition.document, "findings": []})
        plain = links.filter(role__in=ROLES.values())
        gone = [one.pk for one in plain if str(one.target) not in rest]
        links.filter(pk__in=gone).delete()
        pairs = {(row["applicant"], row["provision"]) for row in edition.document["findings"]}
        EditionLink.objects.using(using).bulk_create(
            EditionLink(edition=edition, role=role, target=target, beside=beside)
            for applicant, provision in pairs
            for role, target, beside in (
                (ROLES["applicant"], applicant, provision),
                (ROLES["provision"], provision, applicant),
            )
        )


class Migration(migrations.Migration):
    dependencies = [("timeline", "0004_suppression")]

    operations = [
        migrations.RemoveConstraint(model_name="editionlink", name="timeline_link_once"),
        migrations.AddField(
            model_name="editionlink",
            name="beside",
            field=models.UUIDField(
                help_text="The other record without which the row is not read.", null=True
            ),
        ),
        migrations.AddConstraint(
            model_name="editionlink",
            constraint=models.UniqueConstraint(
                condition=models.Q(("beside__isnull", True)),
                fields=("edition", "role", "target"),
                name="timeline_link_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="editionlink",
            constraint=models.UniqueConstraint(
                fields=("edition", "role", "target", "beside"), name="timeline_link_once_beside"
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
