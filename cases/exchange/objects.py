"""Django fixtures as a source of imports: record types alone, planned by rehearsing the load.

A fixture says exactly what each object is, so it makes no rival claims: what it names is what will
stand. Users, permissions, history and editions never come in this way; `loaddata` restores those.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections, transaction

from cases.documents import never_printed
from cases.exchange.bounded import MOST_OBJECTS, TooMuch, refuse_too_much
from cases.exchange.fixture import FixtureProblem, Loaded, Row, load, rows_of
from cases.exchange.table import UnreadableFile
from cases.exchange.unseen import as_seen_by, sees, unseen_in_words
from cases.exposure import FOR_GUARDIANS, decides_otherwise, decisions, may_expose
from cases.history import revision
from cases.models import Identity, IdentityName, Referenced, Tracked
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
    if by is not None:
        fresh = as_seen_by(rows, by)
        if kept := _kept_from(fresh, by):
            raise UnreadableFile("\n".join(kept))
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


def _kept_from(rows: Iterable[Row], by: User) -> list[str]:
    """Why `by` may not write what is there of the records that a file names: each reason once."""
    found: dict[str, None] = {}
    for row in rows:
        model: Any = apps.get_model(row.data["model"])
        fields = row.data.get("fields", {})
        for record in _there(model, row.data.get("pk"), fields):
            is_inner = model.stays_inside or (
                isinstance(record, model) and fields.keys() & never_printed(record)
            )
            why = refusal(by, Deed.CHANGE, record)
            if why := why or (refusal(by, Deed.LOOK_INSIDE, record) if is_inner else ""):
                words = f"{record._meta.verbose_name} {record.reference}: {why}"
                found[words if sees(by, record) else unseen_in_words(row, record, by)] = None
    return list(found)[:MOST_NAMED]


def _there(model: Any, key: Any, fields: dict[str, Any]) -> Iterator[Referenced]:
    """What there is of the records that an object of a fixture would write to."""
    if issubclass(model, Referenced):
        key = [fields.get("reference")] if key is None else key
        yield from _named(model, key)
        return
    for name in model.owners:
        owner = model._meta.get_field(name).related_model
        yield from _named(owner, fields.get(name))
        if key is not None:
            for row in _named(model, key):
                yield from _named(owner, getattr(row, f"{name}_id"))


def _named(model: Any, key: Any) -> list[Any]:
    """The object with this key or natural key, where there is one."""
    objects = model._default_manager
    try:
        if isinstance(key, list):
            return [objects.get_by_natural_key(*key)]
        return [] if key is None else list(objects.filter(pk=key))
    except (model.DoesNotExist, ValidationError, ValueError, TypeError):
        return []


def _is_record(label: str) -> bool:
    model = apps.get_model(label)
    is_row = issubclass(model, Tracked) and model._meta.app_label == "cases"
    return is_row and model not in (Identity, IdentityName)
