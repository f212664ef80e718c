"""Asking every address of the desk by every method, as everybody in turn."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.urls import get_resolver, reverse

from cases.models import Agreement, Citation, Figure
from tests.cases.admin.permissions import CLOSED, OPEN, SUSPENDED, TERMS, WHO, WORK
from tests.cast import (
    a_case,
    a_court,
    a_person,
    a_provision,
    a_source,
    a_topic,
    an_event,
    an_event_kind,
    the_source,
)

# What a browser's form cannot send, and the desk does not know.
UNKNOWN = ("put", "patch", "delete", "options")


def patterns(found: Any = None, space: str = "") -> Iterator[str]:
    """The names of all addresses below /admin/."""
    for one in found or get_resolver().url_patterns:
        if found is None and not str(one.pattern).startswith("admin/"):
            continue
        if hasattr(one, "url_patterns"):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from patterns(one.url_patterns, inner)
        else:
            yield f"{space}{one.name or ''}"


def sort_of(record: Any) -> str:
    """What the tables call a record's sort."""
    name = type(record)._meta.model_name
    if name == "source" and record.is_testimony:
        return "testimony"
    return "work" if name in WORK else "term" if name in TERMS else name


def one_of_each() -> list[Any]:
    """A draft of every model, and a testimony; nobody looks after any of them."""
    treaty = Agreement.objects.create(reference="treaty", title_en="Treaty", kind="bilateral")
    count = Figure.objects.create(
        reference="count", title_en="Count", definition="Counted", unit="people"
    )
    Citation.objects.create(agreement=treaty, source=the_source())
    Citation.objects.create(figure=count, source=the_source())
    return [
        a_case(),
        an_event(),
        treaty,
        count,
        a_person(),
        the_source(),
        a_source("interview", is_testimony=True, consent_audience="public"),
        the_source().kind,
        an_event_kind(),
        a_court(),
        a_provision(),
        a_topic(),
    ]


def logged_in(client: Any, who: str) -> Any:
    """The same client, as one of WHO."""
    if WHO[who] is not None:
        user = WHO[who]()
        client.force_login(user)
        if who == SUSPENDED:
            User.objects.filter(pk=user.pk).update(is_active=False)
    return client


def asked(client: Any, path: str, method: str) -> Any:
    """The answer of an address to this client. What the request did is taken back."""
    cookies = dict(client.cookies)
    with transaction.atomic():
        answer = getattr(client, method)(path)
        if hasattr(answer, "render") and not answer.is_rendered:
            answer.render()
        transaction.set_rollback(True)
    answer.close()
    client.cookies.clear()
    client.cookies.update(cookies)
    return answer


def outcome(client: Any, path: str, method: str) -> str:
    """Whether an address opens for this client."""
    answer = asked(client, path, method)
    if answer.status_code in (403, 404, 405):
        return CLOSED
    assert answer.status_code in (200, 302), f"{method} {path}: {answer.status_code}"
    # Django sends whoever asks for a record that is not there, for them, to the first page; whoever
    # has hidden a record that they see no more is sent there as well. Whoever must have a second
    # factor, and has none, is sent to set one up.
    leads_home = ("login", "/hide/")
    away = answer.get("Location", "")
    is_led_away = (
        "/login/" in away
        or (away == "/admin/" and not any(one in path for one in leads_home))
        or away == reverse("mfa_index")
    )
    return CLOSED if is_led_away else OPEN


def surprises(client: Any, path: str, looked: str, sent: str) -> list[str]:
    """By which of seven methods an address answers otherwise than it should.

    To look at it is GET and HEAD, to send its form POST; no other method does anything.
    """
    wanted = {"get": looked, "head": looked, "post": sent}
    found = {method: outcome(client, path, method) for method in wanted}
    wrong = [f"{one} {path}: {found[one]}" for one in wanted if found[one] != wanted[one]]
    statuses = {method: getattr(client, method)(path).status_code for method in UNKNOWN}
    return wrong + [f"{one} {path}: {status}" for one, status in statuses.items() if status != 405]
