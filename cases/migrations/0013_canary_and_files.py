"""A canary for the key in use, and the files of sources sealed under the digest of their content.

Each file is written sealed before its rows name it, and the open one goes once they do. Files cannot
be opened again by going back to an earlier migration.
"""

import hashlib
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import migrations, transaction

from cases.sealing.envelope import Place, seal
from cases.sealing.keys import keyring


def write_canary(apps, schema_editor):
    name = keyring().current.id
    envelope = seal("canary", Place("key canary", "envelope", name))
    canaries = apps.get_model("cases", "KeyCanary")._base_manager
    canaries.update_or_create(key=name, defaults={"envelope": envelope})


def seal_files(apps, schema_editor):
    models = [apps.get_model("cases", name) for name in ("Source", "HistoricalSource")]
    names = {
        name
        for model in models
        for name in model._base_manager.exclude(file="").values_list("file", flat=True)
        if name
    }
    for name in sorted(names):
        path = Path(default_storage.path(name))
        if not path.is_file():
            continue
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        sealed = default_storage.save(f"sources/{digest}", ContentFile(content))
        for model in models:
            model._base_manager.filter(file=name).update(file=sealed)
        transaction.on_commit(path.unlink, using=schema_editor.connection.alias)
    for batch in apps.get_model("cases", "ImportBatch")._base_manager.exclude(stored=[]):
        for name in batch.stored:
            path = Path(default_storage.path(name))
            if path.is_file():
                default_storage.save(name, ContentFile(path.read_bytes()))


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_identities")]

    operations = [
        migrations.RunPython(write_canary, migrations.RunPython.noop),
        migrations.RunPython(seal_files),
    ]
