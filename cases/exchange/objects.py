"""Django fixtures as a source of imports: record types alone, planned by rehearsing the load.

A fixture says exactly what each object is, so it makes no rival claims: what it names is what will
stand. Users, permissions, history and editions never come in this way; `loaddata` restores those.
"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from django.apps import apps
from django.contrib.auth.models import User
from django.db import IntegrityError, connections, transaction

from cases.exchange.bounded import MOST_OBJECTS, TooMuch, refuse_too_much
from cases.exchange.fixture import FixtureProblem, Loaded, Row, load, rows_of
from cases.exchange.table import UnreadableFile
from cases.exposure import FOR_GUARDIANS, decides_otherwise, decisions, may_expose
from cases.history import revision
from cases.models import Identity, IdentityName, Tracked
from cases.rules import Deed, refusal

USING = "default"
MOST_NAMED = 20


def is_fixture(path: Path) -> bool:
    """Whether a file holds JSON: a list of objects, or an object a line."""
    try:
        with path.open("rb") as file:
            return file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"[", b"{")
    except OSError:
        return False


def read_objects(path: Path, name: str) -> list[Row]:
    """The objects of a fixture, all of them of record types. Raises UnreadableFile."""
    with path.open("rb") as file:
        is_list = file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"["
    try:
        refuse_too_much(path, name)
        with path.open(encoding="utf-8-sig") as text:
            rows = rows_of(text, name, lines=not is_list, most=MOST_OBJECTS)
    except (FixtureProblem, TooMuch) as error:
        raise UnreadableFile(str(error)) from error
    foreign = sorted({label for row in rows if not _is_record(label := str(row.data["model"]))})
    if foreign:
        raise UnreadableFile(
            f"{name}: objects of {', '.join(foreign[:MOST_NAMED])} cannot be imported. Only cases, "
            "agreements, events, people, sources, figures, vocabularies and what belongs to them "
            "can."
        )
    return rows


def rehearsed(rows: list[Row], by: User | None) -> Counter[str]:
    """What loading the objects would do; it is done and taken back. Raises UnreadableFile."""
    with transaction.atomic():
        loaded = loaded_objects(rows, by)
        transaction.set_rollback(True)
    return loaded.counts


def loaded_objects(rows: list[Row], by: User | None) -> Loaded:
    """Loads the objects, in the open revision or one of its own. Raises UnreadableFile."""
    fresh = [Row(row.file, row.number, row.data) for row in rows]
    decides = by is None or may_expose(by)
    before = {} if decides else decisions()
    try:
        with revision(by=by):
            loaded = load(fresh, USING)
            connections[USING].check_constraints()
    except (FixtureProblem, IntegrityError) as error:
        raise UnreadableFile(str(error)) from error
    if by is not None and (why := _refusals(loaded, by)):
        raise UnreadableFile("\n".join(why))
    if not decides and decides_otherwise(loaded.records, before):
        raise UnreadableFile(f"person: {FOR_GUARDIANS}")
    return loaded


def _refusals(loaded: Loaded, by: User) -> Iterable[str]:
    reasons = {
        f"{type(one)._meta.verbose_name}: {why}"
        for one in loaded.records
        if (why := refusal(by, Deed.ADD, one) or refusal(by, Deed.CHANGE, type(one)))
    }
    return sorted(reasons)


def _is_record(label: str) -> bool:
    model = apps.get_model(label)
    is_row = issubclass(model, Tracked) and model._meta.app_label == "cases"
    return is_row and model not in (Identity, IdentityName)
