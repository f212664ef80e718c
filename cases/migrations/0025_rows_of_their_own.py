"""Every pass and every removal has a row of its own; removals stand in the order of their time."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0024_log_of_removals")]

    operations = [
        migrations.AlterModelOptions("removal", {"ordering": ("-at", "-id")}),
        *(
            migrations.AlterField(
                name, "row", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
            )
            for name in ("namepass", "removal")
        ),
    ]
