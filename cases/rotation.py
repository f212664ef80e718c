"""Keys that are changed: everything sealed is sealed anew under the current one, and counted.

A run that was cut off is begun again; what is under the current key already is left as it is.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from cases.erasing.choices import renew_decisions
from cases.erasing.leftovers import was_erased_since
from cases.keycheck import key_problems, write_canary
from cases.models import KeyCanary
from cases.publishing import renew_marks
from cases.sealing.blind import blind_index
from cases.sealing.envelope import Place, key_id_of, seal, unseal
from cases.sealing.keys import CannotUnseal, keyring
from cases.sealing.storage import SealedStorage, files_in
from cases.sealing.tables import Column, cells, rewrite, sealed_columns


def all_columns() -> list[Column]:
    """Every sealed column of the desk, history included."""
    return list(sealed_columns(apps.get_app_config("cases").get_models()))


def count_by_key() -> tuple[Counter[str], Counter[str]]:
    """How many cells, and how many files, each key has sealed. Raises CannotUnseal."""
    in_cells, in_files = Counter[str](), Counter[str]()
    for column in all_columns():
        for rows in cells(connection, column):
            in_cells.update(key_id_of(text) for _, _, text in rows)
    for name in stored_files():
        # One may be deleted meanwhile.
        with suppress(FileNotFoundError):
            in_files[_store().key_id_of(name)] += 1
    return in_cells, in_files


def rotating() -> Iterator[tuple[int, int]]:
    """Seals everything anew under the current key; yields how many cells and files so far.

    Raises CannotUnseal at the first that does not open; what was done until then stays done. Where
    a key is not the one that its id stands for, nothing is done at all.
    """
    if wrong := [one.words for one in key_problems() if not one.is_missing]:
        raise CannotUnseal(" ".join(wrong))
    write_canary()
    done = files = 0
    for column in all_columns():
        for number in rewrite(connection, column, _anew, _index_of if column.index else None):
            done += number
            yield done, files
    renew_marks()
    renew_decisions()
    for name in stored_files():
        files += _sealed_anew(name)
        yield done, files
    KeyCanary.objects.exclude(key=keyring().current.id).delete()


def stored_files() -> Iterator[str]:
    """The names of all files in the store."""
    return files_in(default_storage)


def _store() -> SealedStorage:
    store: Any = default_storage
    found: SealedStorage = store
    return found


def _sealed_anew(name: str) -> int:
    """1 where a file was sealed anew; 0 where it need not be, or was deleted meanwhile.

    One that was erased between being read and being written is deleted again.
    """
    began = timezone.now()
    try:
        if _store().key_id_of(name) == keyring().current.id:
            return 0
        with default_storage.open(name) as file:
            default_storage.save(name, ContentFile(file.read()))
    except FileNotFoundError:
        return 0
    if was_erased_since(name, began):
        default_storage.delete(name)
        return 0
    return 1


def _anew(text: str, place: Place) -> str | None:
    return None if key_id_of(text) == keyring().current.id else seal(unseal(text, place), place)


def _index_of(envelope: str, place: Place) -> str:
    return blind_index(unseal(envelope, place))
