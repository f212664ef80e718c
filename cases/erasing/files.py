"""Files that may tell of a person: those of sources that name them, and whose text names them.

A PDF, a picture, sound, film and a file of an old format cannot be looked into: such a file is
offered where the source that it belongs to names the person, and counted otherwise. All files that
wait (imports, forms not yet saved) go: they wait for a day at most, and can be brought again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.core.files.storage import default_storage

from cases.erasing.filetexts import CannotRead, texts_in
from cases.erasing.places import found_at_desk, sources_of
from cases.erasing.rows import keys_of_own
from cases.historyrows import history_model
from cases.models import ImportBatch, Source
from cases.names import Eraser
from cases.sealing.storage import files_in

IMPORTS = "imports"
WAITING = (IMPORTS, "held")
# A longer text is not read as Markdown, which no office writes in a file: it would take minutes.
LONGEST_MARKED = 50_000
GONE = {"file": "", "file_sha256": "", "file_size": None, "file_type": ""}


@dataclass(frozen=True)
class StoredFile:
    """A file of a source, by its name in the store: what it is and what was found in it.

    `is_read` says whether all that is in it could be looked into.
    """

    name: str
    source: UUID
    kind: str
    names_them: bool
    is_read: bool

    @property
    def key(self) -> str:
        """What it is spared by."""
        return f"file:{self.name}"


@dataclass(frozen=True)
class Waiting:
    """An import or an upload that waits: whose, since when, and how its files are called."""

    is_import: bool
    owner: str
    since: date | None
    names: tuple[str, ...] = ()


def read_files(eraser: Eraser) -> list[StoredFile]:
    """Every file of a source, of an earlier state too, with what was found in it."""
    found: dict[str, StoredFile] = {}
    for model in (Source, history_model(Source)):
        rows = model._base_manager.exclude(file="").values_list("file", "file_type", "id")
        for name, kind, source in rows.distinct():
            if name and name not in found:
                found[name] = StoredFile(name, source, kind, *_looked_into(name, kind, eraser))
    return sorted(found.values(), key=lambda one: one.name)


def telling(files: list[StoredFile], sources: set[UUID]) -> list[StoredFile]:
    """The files that are offered: of the sources with these ids, and those that name the person."""
    return [one for one in files if one.names_them or one.source in sources]


def sources_telling(eraser: Eraser, person: UUID) -> set[UUID]:
    """The ids of the sources in whose texts the person is named."""
    found = found_at_desk(eraser, person, keys_of_own(person))
    return {source for one in found for source in sources_of(one.row)}


def offered_files(eraser: Eraser, person: UUID) -> list[StoredFile]:
    """The files that are offered: each goes unless two guardians keep it.

    `eraser` spares no text: what is kept of a source, and its file, are decided on one by one.
    """
    return telling(read_files(eraser), sources_telling(eraser, person))


def unlink(names: list[str]) -> None:
    """Takes files out of their sources, in history too; the store is emptied after the commit."""
    for model in (Source, history_model(Source)):
        model._base_manager.filter(file__in=names).update(**GONE)


def waiting_files() -> list[str]:
    """The names of all files that wait in the store."""
    return [name for folder in WAITING for name in files_in(default_storage, folder)]


def waiting_imports() -> Any:
    """The imports that wait with their files."""
    return ImportBatch.objects.filter(state=ImportBatch.State.WAITING)


def waiting() -> list[Waiting]:
    """All that waits, with whose it is."""
    batches = list(waiting_imports().select_related("made_by"))
    found = [
        Waiting(True, str(one.made_by or ""), one.made_at.date(), tuple(_names_of(one)))
        for one in batches
    ]
    stored = {path for one in batches for path in one.stored}
    for name in waiting_files():
        if name not in stored:
            since = default_storage.get_modified_time(name).date()
            found.append(Waiting(name.startswith(f"{IMPORTS}/"), _holder_of(name), since))
    return found


def _names_of(batch: ImportBatch) -> Iterator[str]:
    return (str(one.get("name", "")) for one in batch.files)


def _holder_of(name: str) -> str:
    """Who holds an upload, which its name begins with; "" where it does not, or they are gone."""
    number = name.rpartition("/")[2].partition("-")[0]
    holder = User.objects.filter(pk=number).first() if number.isdecimal() and "-" in name else None
    return str(holder or "")


def _looked_into(name: str, kind: str, eraser: Eraser) -> tuple[bool, bool]:
    """Whether a stored file names the person, and whether all of it could be read."""
    if not default_storage.exists(name):
        return False, True
    with default_storage.open(name) as file:
        content = file.read()
    names_them = False
    try:
        for text in texts_in(content, kind):
            is_marked = len(text) < LONGEST_MARKED
            names_them = names_them or eraser.stands_in(text, is_marked=is_marked)
    except CannotRead:
        return names_them, False
    return names_them, True
