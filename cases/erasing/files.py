"""Files that may tell of a person: those of sources that name them, and whose text names them.

A PDF, a picture, sound and film cannot be looked into: such a file is offered where the source that
it belongs to names the person. All files that wait (imports, forms not yet saved) go: they wait for
a day at most, and can be brought again.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage

from cases.filetypes import OFFICE, OPEN_DOCUMENT
from cases.historyrows import history_model
from cases.models import ImportBatch, Source
from cases.names import Eraser
from cases.sealing.storage import files_in

WAITING = ("imports", "held")
TAGS = re.compile(r"<[^>]*>")
LARGEST_TEXT = 50 * 2**20
GONE = {"file": "", "file_sha256": "", "file_size": None, "file_type": ""}


@dataclass(frozen=True)
class StoredFile:
    """A file of a source, by its name in the store, and why it is offered."""

    name: str
    source: UUID
    names_them: bool

    @property
    def key(self) -> str:
        """What it is spared by."""
        return f"file:{self.name}"


def files_telling(eraser: Eraser, sources: set[UUID]) -> list[StoredFile]:
    """The files that are offered: of the sources with these ids, and those that name the person."""
    found: dict[str, StoredFile] = {}
    for model in (Source, history_model(Source)):
        rows = model._base_manager.exclude(file="").values_list("file", "file_type", "id")
        for name, kind, source in rows.distinct():
            if name and name not in found:
                names_them = any(map(eraser.holds, _texts_in(name, kind)))
                if names_them or source in sources:
                    found[name] = StoredFile(name, source, names_them)
    return sorted(found.values(), key=lambda one: one.name)


def unlink(files: list[StoredFile]) -> None:
    """Takes files out of their sources, in history too; the store is emptied after the commit."""
    names = [one.name for one in files]
    for model in (Source, history_model(Source)):
        model._base_manager.filter(file__in=names).update(**GONE)


def waiting_files() -> list[str]:
    """The names of all files that wait in the store."""
    return [name for folder in WAITING for name in files_in(default_storage, folder)]


def waiting_imports() -> Any:
    """The imports that wait with their files."""
    return ImportBatch.objects.filter(state=ImportBatch.State.WAITING)


def _texts_in(name: str, kind: str) -> Iterator[str]:
    """The texts in a stored file that can be read without a program for it."""
    is_office = kind.startswith((OFFICE, OPEN_DOCUMENT))
    if not (is_office or kind == "text/plain") or not default_storage.exists(name):
        return
    with default_storage.open(name) as file:
        content = file.read()
    if not is_office:
        yield content.decode("utf-8", "replace")
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for one in archive.infolist():
                if one.filename.endswith(".xml") and one.file_size < LARGEST_TEXT:
                    text = archive.read(one).decode("utf-8", "replace")
                    # A name may be cut by the marks of its letters' style.
                    yield TAGS.sub("", text)
                    yield TAGS.sub(" ", text)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        return
