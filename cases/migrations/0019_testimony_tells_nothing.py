from django.db import migrations, models

from cases.models.testimony import tells_nothing


class Migration(migrations.Migration):
    dependencies = [("cases", "0018_testimony_called")]

    operations = [
        migrations.AddConstraint(
            "source",
            models.CheckConstraint(
                condition=tells_nothing(),
                name="cases_source_testimony_tells_nothing",
                violation_error_message="Of testimony title, author, publisher and addresses are "
                "not kept in the open.",
            ),
        ),
    ]
