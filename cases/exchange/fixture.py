"""Fixtures, loaded safely: all or nothing, in any order, cleaned, with history.

Rows are tried in passes. One that names a record which is not there yet waits for the next pass;
when a pass moves nothing, whatever still waits is a problem to report. This also resolves natural
keys of required foreign keys, which Django's own forward references cannot.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TextIO

from django.apps import apps
from django.core.exceptions import (
    NON_FIELD_ERRORS,
    FieldDoesNotExist,
    ObjectDoesNotExist,
    ValidationError,
)
from django.core.serializers.base import (
    DeserializationError,
    DeserializedObject,
    M2MDeserializationError,
)
from django.core.serializers.python import Deserializer
from django.db import DatabaseError, transaction
from django.db.models import Model

from cases.erasurelist import CannotList
from cases.exchange.dependencies import ranks_of
from cases.exchange.erased import ERASED, about_erased
from cases.exchange.migrated import NEEDED, without_migrated
from cases.exchange.printed import refused_rows
from cases.models import Referenced, Tracked
from cases.sealing.cells import sealed_for_writing

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"
MOST_PROBLEMS = 20
MOST_WAITING = 400  # objects that name what is not there, beyond which nobody looks for more
# Errors of validation that what comes later in the file cannot mend.
FINAL = frozenset(("null", "blank", "required", "max_length", "min_length", "invalid_choice"))


class FixtureProblem(ValueError):
    """Nothing was loaded; the message lists what has to be mended, a line each."""


@dataclass
class Row:
    """One object of a fixture file, and why it could not be loaded so far, or ever."""

    file: str
    number: int
    data: dict[str, Any]
    problem: str = ""
    is_final: bool = False

    @property
    def name(self) -> str:
        """What the row calls itself: its model and reference or key."""
        fields = self.data.get("fields", {})
        key = fields.get("reference") or self.data.get("pk") or f"object {self.number}"
        return f"{self.data.get('model')} {key}"

    def __str__(self) -> str:
        return f"{self.file}: {self.name}: {self.problem}"


@dataclass
class Loaded:
    """What became of the rows: counts, the models touched and the records to publish."""

    counts: Counter[str] = field(default_factory=Counter)
    models: set[type[Model]] = field(default_factory=set)
    records: list[Referenced] = field(default_factory=list)


def rows_of(file: TextIO, name: str, lines: bool, most: int | None = None) -> list[Row]:
    """The rows of a JSON fixture, or of one with a row a line. Raises FixtureProblem.

    It does so, too, for more than `most` of them.
    """
    try:
        items = [json.loads(line) for line in file if line.strip()] if lines else json.load(file)
    except UnicodeDecodeError as error:
        raise FixtureProblem(f"{name}: the file is not UTF-8 text.") from error
    except json.JSONDecodeError as error:
        raise FixtureProblem(
            f"{name}: line {error.lineno}, column {error.colno}: this is not well-formed JSON "
            f"({error.msg})."
        ) from error
    except ValueError as error:
        raise FixtureProblem(f"{name}: a number in it has too many digits.") from error
    except RecursionError as error:
        raise FixtureProblem(f"{name}: lists or objects are nested too deeply.") from error
    if not isinstance(items, list):
        raise FixtureProblem(f"{name}: a fixture is a list of objects; this is not a list.")
    if most is not None and len(items) > most:
        raise FixtureProblem(f"{name}: there are more than {most:,} objects. Split it.")
    rows = [Row(name, number, item) for number, item in enumerate(items, start=1)]
    _refuse_misshapen(rows)
    return rows


def load(rows: list[Row], using: str) -> Loaded:
    """Saves every row, in passes. Call it inside a transaction; raises FixtureProblem."""
    _refuse_doubles(rows)
    _refuse_lost_ids(rows)
    _refuse_taken(rows)
    loadable = {id(one) for one in without_migrated([row.data for row in rows], using)}
    done, waiting = Loaded(), [row for row in rows if id(row.data) in loadable]
    ranks = ranks_of({str(row.data["model"]) for row in waiting})
    waiting.sort(key=lambda row: ranks[str(row.data["model"])])
    while waiting:
        left = _left_of(waiting, done, using)
        if len(left) == len(waiting):
            raise FixtureProblem(_listed(left))
        waiting = left
    return done


def _left_of(waiting: list[Row], done: Loaded, using: str) -> list[Row]:
    """Those that could not be loaded yet. Raises FixtureProblem once it is clear that some cannot.

    What others name was loaded before them, so few wait for long: many name what is nowhere.
    """
    left: list[Row] = []
    for row in waiting:
        if not _tried(row, done, using):
            left.append(row)
            hopeless = [one for one in left if one.is_final]
            if len(hopeless) >= MOST_PROBLEMS or len(left) > MOST_WAITING:
                raise FixtureProblem(f"{_listed(hopeless or left)}\n{STOPPED}")
    if hopeless := [one for one in left if one.is_final]:
        raise FixtureProblem(_listed(left))
    return left


STOPPED = "Reading stopped here. Mend these first; there may be more."


def _tried(row: Row, done: Loaded, using: str) -> bool:
    try:
        with transaction.atomic(using=using):
            _save(row, done, using)
    except ValidationError as error:
        row.problem = " ".join(_in_words(error))
        row.is_final = bool(_codes(error) & FINAL)
    except DeserializationError as error:
        row.problem = _deserialization_in_words(error)
    except FieldDoesNotExist as error:
        row.problem, row.is_final = f"{error}.", True
    except (DatabaseError, ValueError, TypeError, AttributeError) as error:
        row.problem = str(error).strip().splitlines()[0] if str(error).strip() else repr(error)
    else:
        return True
    return False


def _save(row: Row, done: Loaded, using: str) -> None:
    read = next(iter(Deserializer([row.data], using=using)))
    model = type(read.object)
    if isinstance(read.object, Tracked):
        fate = _save_tracked(read, row, using)
    else:
        with sealed_for_writing([read.object]):
            read.save(using=using)
        fate = NEW
    done.counts[fate] += 1
    done.models.add(model)
    if isinstance(read.object, Referenced):
        done.records.append(read.object)


def _save_tracked(read: DeserializedObject, row: Row, using: str) -> str:
    """Saves a desk row; of one that exists, only the fields that the fixture names."""
    model: Any = type(read.object)
    existing = model._base_manager.using(using).filter(pk=read.object.pk).first()
    given = [model._meta.get_field(name) for name in row.data.get("fields", {})]
    links = {name: set(map(_key, values)) for name, values in (read.m2m_data or {}).items()}
    if existing is not None:
        changed = [
            one.attname
            for one in given
            if one.concrete
            and not one.many_to_many
            and getattr(existing, one.attname) != getattr(read.object, one.attname)
        ]
        for name in changed:
            setattr(existing, name, getattr(read.object, name))
        relinked = any(
            links[name] != set(getattr(existing, name).values_list("pk", flat=True))
            for name in links
        )
        read.object = existing
        if not changed and not relinked:
            return UNCHANGED
    read.object.full_clean()
    read.object.save(using=using)
    for name, targets in links.items():
        getattr(read.object, name).set(targets)
    return NEW if existing is None else CHANGED


def _key(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value


def _refuse_misshapen(rows: Iterable[Row]) -> None:
    problems = []
    for row in rows:
        data = row.data
        if not (
            isinstance(data, dict)
            and isinstance(data.get("model"), str)
            and isinstance(data.get("fields", {}), dict)
            and isinstance(data.get("pk"), str | int | None)
        ):
            row.data = {"model": "object", "pk": row.number}
            row.problem = "it needs a “model” and “fields”, and its “pk” is a text or a number."
        elif "\\u0000" in json.dumps(data):
            row.problem = "it holds a character with the code 0, which no text may hold."
        else:
            row.problem = _model_problem(data)
        if row.problem:
            problems.append(row)
    if problems:
        raise FixtureProblem(_listed(problems))


def _model_problem(data: dict[str, Any]) -> str:
    """What is the matter with the model that an object names, or ""."""
    try:
        apps.get_model(data["model"])
    except (LookupError, ValueError):
        return f"there is no model “{data['model']}” here."
    fields = data.get("fields", {})
    needed = NEEDED.get(data["model"].lower(), {})
    lacking = [name for name, kind in needed.items() if not isinstance(fields.get(name), kind)]
    return f"it needs {' and '.join(lacking)}." if lacking else ""


def _refuse_doubles(rows: Iterable[Row]) -> None:
    seen: dict[tuple[str, str], Row] = {}
    problems = []
    for row in rows:
        reference = row.data.get("fields", {}).get("reference")
        model = apps.get_model(row.data["model"])
        if row.data.get("pk") is not None:
            key = str(row.data["pk"])
        elif reference and issubclass(model, Referenced):
            key = str(reference)
        else:
            continue
        first = seen.setdefault((row.data["model"].lower(), key), row)
        if first is not row:
            row.problem = f"it is there twice, as object {first.number} and object {row.number}."
            problems.append(row)
    if problems:
        raise FixtureProblem(_listed(problems))


def _refuse_lost_ids(rows: Iterable[Row]) -> None:
    """History and editions link by id: a dump that has them must have kept the ids."""
    models = {row.data["model"]: apps.get_model(row.data["model"]) for row in rows}
    linking = [name for name in models if "historical" in name or name.startswith("timeline.")]
    lost = [
        row
        for row in rows
        if issubclass(models[row.data["model"]], Tracked) and row.data.get("pk") is None
    ]
    if linking and lost:
        raise FixtureProblem(
            f"{lost[0].file}: it holds history or editions, but its records have no ids for them "
            "to link to. Dump the site again without --natural-primary."
        )


def _refuse_taken(rows: list[Row]) -> None:
    """No file brings back who was erased or what was taken from the public, or passes the guard."""
    data, problems = [row.data for row in rows], []
    try:
        erased = dict.fromkeys(about_erased(data), ERASED)
    except CannotList as error:
        raise FixtureProblem(f"{error} Nothing is loaded without it.") from error
    for place, words in {**refused_rows(data), **erased}.items():
        rows[place].problem = words
        problems.append(rows[place])
    if problems:
        raise FixtureProblem(_listed(problems))


def _listed(rows: list[Row]) -> str:
    lines = [str(row) for row in rows[:MOST_PROBLEMS]]
    more = len(rows) - MOST_PROBLEMS
    return "\n".join(lines + ([f"… and {more} more."] if more > 0 else []))


def _in_words(error: ValidationError) -> Iterator[str]:
    if not hasattr(error, "error_dict"):
        yield from error.messages
        return
    for name, messages in error.message_dict.items():
        yield from messages if name == NON_FIELD_ERRORS else [f"{name}: {one}" for one in messages]


def _codes(error: ValidationError) -> set[str]:
    lists = error.error_dict.values() if hasattr(error, "error_dict") else [error.error_list]
    return {str(one.code) for errors in lists for one in errors}


def _deserialization_in_words(error: DeserializationError) -> str:
    cause = error.__cause__ or error.__context__
    if isinstance(cause, M2MDeserializationError):
        cause = cause.original_exc
    if isinstance(cause, ObjectDoesNotExist):
        given = str(error).rpartition("field_value was ")[2].strip("'[] ")
        return f"it names {given}, which is neither on the desk nor in the fixture."
    if isinstance(cause, ValidationError):
        return " ".join(_in_words(cause))
    return str(cause or error)
