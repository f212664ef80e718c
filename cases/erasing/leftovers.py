"""Files of the store that no row names: an erasure could not delete them, or a save failed."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db.models import Q
from django.utils import timezone

from cases.erasing.files import WAITING
from cases.historyrows import history_model
from cases.models import ErasureRequest, ImportBatch, Source

SOURCES = "sources"
# A file is stored before its row is committed: one that is no older may be somebody's, unsaved yet.
UNDER_WAY = timedelta(hours=1)


class FilesLeft(RuntimeError):
    """A file that nobody needs is still in the store; the message says why."""


def delete_leftovers(erased: datetime | None) -> None:
    """Deletes every file that no row names, but those stored since an erasure (`erased`).

    Of what waits nothing stays that was there before it. Raises FilesLeft where one could not go.
    """
    named = _named_files()
    refused, fresh = [], []
    for name in _stored():
        if name in named:
            continue
        try:
            changed = default_storage.get_modified_time(name)
            before = erased is not None and changed <= erased
            is_old = changed < timezone.now() - UNDER_WAY
            goes = before if name.startswith(WAITING) else is_old
            if goes:
                default_storage.delete(name)
            elif before:
                fresh.append(name)
        except FileNotFoundError:
            continue
        except OSError as error:
            refused.append(f"{name}: {error.strerror}")
    if refused:
        raise FilesLeft(
            f"files of the store could not be deleted ({', '.join(refused[:3])}). Let the site "
            "write to its folder of uploads"
        )
    if fresh:
        raise FilesLeft(
            f"files of the store are named by no record yet ({', '.join(fresh[:3])}). A colleague "
            "may just be saving them; those that are still there in an hour are left over, and go"
        )


def was_erased_since(name: str, moment: datetime) -> bool:
    """Whether no row names a file, and an erasure that may have taken it was not over by then."""
    done = ErasureRequest.objects.filter(state=ErasureRequest.State.DONE)
    recent = done.filter(Q(scrubbed_at=None) | Q(scrubbed_at__gte=moment))
    return recent.exists() and name not in _named_files()


def _named_files() -> set[str]:
    """The files of sources, of every earlier state of them, and of imports that wait."""
    found = {
        path for stored in ImportBatch.objects.values_list("stored", flat=True) for path in stored
    }
    for model in (Source, history_model(Source)):
        found.update(model._base_manager.exclude(file="").values_list("file", flat=True))
    return found


def _stored() -> Iterator[str]:
    """Every file, those included that were never written to their end."""
    for folder in (SOURCES, *WAITING):
        if default_storage.exists(folder):
            for name in default_storage.listdir(folder)[1]:
                yield f"{folder}/{name}"
