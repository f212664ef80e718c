"""What schemathesis needs to know to ask the API: the site in this process, and what is published.

A schema can say how a reference looks, but not which are published; that a period ends after it
begins; which words are a date; and which days have come. Questions that are meant to be answered
are given such values. Questions that are meant to be refused stay as they are.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction

from timeline.api.description import description
from timeline.filters import BadParameter
from timeline.models import Edition, Kind
from timeline.views.visit import day_of

KINDS = {
    "kind": Kind.EVENT_KIND,
    "case": Kind.CASE,
    "agreement": Kind.AGREEMENT,
    "source": Kind.SOURCE,
}
DATES = {"from": ("1990", "spring 2004", "about 2010"), "to": ("2014-03-14", "2020s", "2031")}


def described_site() -> Any:
    """The API as it is described, for schemathesis, with the site in this process behind it."""
    schema = schemathesis.openapi.from_dict(json.loads(json.dumps(description())))
    schema.app = WSGIHandler()
    return schema


@contextmanager
def seeded() -> Iterator[None]:
    """The seed, published, until the block ends, on a connection that no request closes."""
    with transaction.atomic(), connection_kept():
        call_command("loaddata", "vocabulary", "article", "unhcr", "--publish", verbosity=0)
        yield
        transaction.set_rollback(True)


@contextmanager
def connection_kept() -> Iterator[None]:
    """A request would close a connection within a transaction, and what is seeded with it."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def answerable(case: Any) -> None:
    """Gives a question that is meant to be answered values that can be."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    for name, kind in KINDS.items():
        if case.query.get(name):
            case.query[name] = published(kind)[: len(case.query[name])]
    for name, words in DATES.items():
        if name in case.query:
            case.query[name] = words[len(case.query[name]) % len(words)]
    if "as_of" in case.query and not has_come(case.query["as_of"]):
        case.query["as_of"] = datetime.now(UTC).date().isoformat()


def published(kind: Kind) -> list[str]:
    """The references of the records of a kind that stand now and can be asked for."""
    editions = Edition.objects.current().of(kind)
    known = editions.mentioned() if kind == Kind.EVENT_KIND else editions
    return list(known.values_list("reference", flat=True))


def has_come(text: str) -> bool:
    """Whether `text` is a day on which the record can be read."""
    try:
        return day_of(text) <= date.max
    except BadParameter:
        return False
