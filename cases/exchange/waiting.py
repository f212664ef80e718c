"""Imports that wait: their files lie in the private store, under random names, for a day."""

import hashlib
import secrets
import shutil
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.auth.models import User
from django.core.files import File as StoredFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from cases.exchange.apply import CannotApply
from cases.exchange.batches import applying_batch, described, kept_mappings
from cases.exchange.csvfile import ENCODINGS
from cases.exchange.plan import File, Plan, planning
from cases.exchange.run import Result
from cases.exchange.table import LARGEST
from cases.models import ImportBatch

FOLDER = "imports"
KEPT = timedelta(days=1)
MOST_FILES = 20
LONGEST_NAME = 120


class CannotWait(ValueError):
    """These files are not kept; the message says why."""


class CannotImport(ValueError):
    """Nothing was imported, for the batch is not as it was shown; the message says why."""


def begin(uploads: Iterable[StoredFile], *, by: User) -> ImportBatch:
    """Keeps the files of a new import, and sweeps those of forgotten ones. Raises CannotWait."""
    sweep()
    batch = ImportBatch(made_by=by, made_at=timezone.now())
    bring(batch, uploads)
    return batch


def bring(batch: ImportBatch, uploads: Iterable[StoredFile], without: Collection[str] = ()) -> None:
    """Adds files to a waiting batch, in place of those with the same name and of `without`.

    Raises CannotWait.
    """
    fresh = list(uploads)
    names = [_name_of(one) for one in fresh]
    held = dict(zip((one["name"] for one in batch.files), batch.stored, strict=True))
    gone = {name for name in held if name in names or name in without}
    _refuse(fresh, names, len(held) - len(gone))
    stored = {name: path for name, path in held.items() if name not in gone}
    for name, upload in zip(names, fresh, strict=True):
        stored[name] = default_storage.save(f"{FOLDER}/{secrets.token_hex(16)}", upload)
    said = {one["name"]: one.get("encoding", "") for one in batch.files}
    batch.files = [{"name": name, "encoding": said.get(name, "")} for name in stored]
    batch.stored = list(stored.values())
    with files_of(batch) as files:
        batch.files = described(files)
    batch.save()
    for name in gone:
        default_storage.delete(held[name])


def say_encodings(batch: ImportBatch, said: Mapping[str, str]) -> None:
    """Notes in which encoding files of a waiting batch are, by name; "" has it recognised.

    Raises CannotWait for one that is not offered.
    """
    if unknown := set(said.values()) - {"", *ENCODINGS}:
        raise CannotWait(f"“{min(unknown)}” cannot be chosen here.")
    for one in batch.files:
        one["encoding"] = said.get(one["name"], one.get("encoding", ""))
    batch.save()


def cancel(batch: ImportBatch) -> None:
    """Forgets a waiting batch and its files."""
    stored = batch.stored
    batch.delete()
    for path in stored:
        default_storage.delete(path)


def sweep() -> None:
    """Forgets what has waited for more than a day, and files that belong to no batch."""
    limit = timezone.now() - KEPT
    for batch in ImportBatch.objects.filter(state=ImportBatch.State.WAITING, made_at__lt=limit):
        cancel(batch)
    if not default_storage.exists(FOLDER):
        return
    lists = ImportBatch.objects.exclude(stored=[]).values_list("stored", flat=True)
    waiting = {path for stored in lists for path in stored}
    for name in default_storage.listdir(FOLDER)[1]:
        path = f"{FOLDER}/{name}"
        if path not in waiting and default_storage.get_modified_time(path) < limit:
            default_storage.delete(path)


@contextmanager
def files_of(batch: ImportBatch) -> Iterator[list[File]]:
    """The files of a waiting batch, copied to where they can be read; gone at the end.

    Raises CannotWait where the store no longer has them.
    """
    with TemporaryDirectory(prefix="import-") as folder:
        files = []
        for number, (stored, one) in enumerate(zip(batch.stored, batch.files, strict=True)):
            path = Path(folder) / str(number)
            try:
                with default_storage.open(stored) as source, path.open("wb") as copy:
                    shutil.copyfileobj(source, copy)
            except FileNotFoundError as error:
                raise CannotWait(
                    f"The file {one['name']} is no longer kept. Bring it again."
                ) from error
            files.append(File(path, one["name"], one.get("encoding", "")))
        yield files


def planning_waiting(batch: ImportBatch, by: User) -> Generator[int, None, Plan]:
    """Yields the number of rows read so far; its result is the plan. Raises CannotWait."""
    with files_of(batch) as files:
        return (yield from planning(files, by=by, mappings=kept_mappings(batch)))


def seal_of(batch: ImportBatch, plan: Plan) -> str:
    """Tells whether a plan is the one that somebody was shown.

    It has the same files, reads them the same way, and does the same to the same versions.
    """
    parts = [plan.digest]
    parts += [f"{one['sha256']} {one.get('encoding', '')}" for one in batch.files]
    parts += [
        f"{one.table.file} {one.sheet.name} {sorted(one.headers.items())}" for one in plan.tables
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def importing_waiting(
    batch: ImportBatch, *, by: User, reason: str, seal: str
) -> Generator[tuple[int, int], None, ImportBatch]:
    """Plans once more and applies what was shown; its result is the batch, applied.

    Yields how many rows are read or written, of how many; while it reads, that is not known and 0.
    Closed before its end, it writes nothing. Raises CannotApply, and CannotImport where the plan
    would no longer be that of `seal`.
    """
    with files_of(batch) as files:
        plan = yield from _paired(planning(files, by=by, mappings=kept_mappings(batch)), 0)
        if plan.problems:
            raise CannotApply(plan.problems, plan.problem_count)
        if seal_of(batch, plan) != seal:
            raise CannotImport(CHANGED)
        with transaction.atomic():
            fresh = ImportBatch.objects.select_for_update().filter(pk=batch.pk).first()
            if fresh is None or fresh.state != fresh.State.WAITING or fresh.files != batch.files:
                raise CannotImport(NOT_WAITING)
            stored, fresh.stored = fresh.stored, []
            fresh.columns.all().delete()
            work = applying_batch(plan, files, by=by, reason=reason, batch=fresh)
            yield from _paired(work, plan.rows)
    for path in stored:
        default_storage.delete(path)
    return fresh


CHANGED = (
    "Records or columns were changed meanwhile, so the import would no longer do what you were "
    "shown. Nothing was imported. Look at the plan again."
)
NOT_WAITING = (
    "This import no longer waits: it was imported, cancelled or changed in another window."
)


def _paired(
    work: Generator[int, None, Result], total: int
) -> Generator[tuple[int, int], None, Result]:
    try:
        while True:
            try:
                done = next(work)
            except StopIteration as end:
                result: Result = end.value
                return result
            yield done, total
    finally:
        work.close()


def _name_of(upload: StoredFile) -> str:
    return str(upload.name or "file")[-LONGEST_NAME:]


def _refuse(uploads: list[StoredFile], names: list[str], others: int) -> None:
    if not uploads and not others:
        raise CannotWait("Choose at least one file.")
    if len(uploads) + others > MOST_FILES:
        raise CannotWait(f"At most {MOST_FILES} files can be brought at once.")
    for upload, name in zip(uploads, names, strict=True):
        if names.count(name) > 1:
            raise CannotWait(f"Two of the files are called {name}. Give one another name.")
        if upload.size > LARGEST:
            raise CannotWait(f"{name} is larger than {LARGEST // 2**20} MB. Split it.")
