"""What the door's pages list: records, with what stands in the way of each, and what to look at."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from cases.admin.pages import address_of, chosen_ids
from cases.models import Person, Referenced
from cases.publishing import (
    SOMEBODY,
    WARNING,
    ask_for_pass,
    asked_of,
    going_along,
    incomplete,
    may_be_told,
    newly_read,
    not_as_it_should_be,
    places_in,
    unready,
    warned,
)
from cases.rules import Deed, is_inside, refusal

Offer = list[dict[str, Any]]
Problems = dict[Referenced, list[str]]


def sent_for_review(request: HttpRequest, record: Referenced) -> Offer:
    """What goes to review with `record`; protected names are named to who may be told alone."""
    user: Any = request.user
    items = going_along(record)
    pks = {one.pk for one in items}
    if not may_be_told(user, record):
        return _rows(request, items, incomplete(items, pks, user))
    return _told(request, items, items, not_as_it_should_be(items, pks, user))


def under_review(request: HttpRequest, records: list[Referenced]) -> Offer:
    """What was sent for review, with what has to be mended in each."""
    user: Any = request.user
    problems = unready(records, {one.pk for one in records}, user)
    return _told(request, records, records, problems)


def ask_a_guardian(request: HttpRequest, offer: Offer) -> None:
    """Asks a guardian to look at the record of `offer` whose button was pressed, if any was.

    Only where the guard said on this page that a protected name stands in it.
    """
    pressed = request.POST.get("ask_guardian")
    for one in offer:
        if one["is_guarded"] and pressed == str(one["record"].pk):
            one["asked"] = ask_for_pass(one["record"], by=request.user)  # type: ignore[arg-type]


def is_asking(request: HttpRequest) -> bool:
    """Whether a page was sent to ask a guardian, and to be shown again as it was."""
    return "ask_guardian" in request.POST


def offered(
    request: HttpRequest,
    records: list[Referenced],
    together: list[Referenced],
    but_not: type[Referenced] | tuple[()] = (),
    back: UUID | None = None,
) -> Offer:
    """Records to choose from, each ticked or not: as it was chosen, or as we advise.

    `together` is all that may be printed at once, `back` the id of what is meant to come back.
    """
    if not records:
        return []
    user: Any = request.user
    pks = {one.pk for one in together}
    problems = unready(records, pks, user, bring_back=[back] if back else [])
    chosen = chosen_ids(request) if request.method == "POST" else None
    offer = _told(request, records, together, problems)
    for one in offer:
        advised = not one["problems"] and not one["read"]
        advised = advised and not isinstance(one["record"], but_not)
        one["ticked"] = advised if chosen is None else one["record"].pk in chosen
    return offer


def _told(
    request: HttpRequest,
    records: list[Referenced],
    together: list[Referenced],
    problems: Problems,
) -> Offer:
    """As `_rows`, with all that the name guard says of records that are printed `together`."""
    user: Any = request.user
    is_guardian = not refusal(user, Deed.IDENTIFY, Person)
    named = places_in(records, {one.pk for one in together}) if is_guardian else {}
    return _rows(request, records, problems, named, warned(together, user))


def _rows(
    request: HttpRequest,
    records: list[Any],
    problems: Problems,
    named: Collection[Referenced] = (),
    telling: Collection[UUID] = (),
) -> Offer:
    user: Any = request.user
    guarded = {one for one in records if SOMEBODY in problems.get(one, [])}
    asked = asked_of(guarded)
    read = newly_read(one for one in records if not refusal(user, Deed.VIEW, one))
    return [
        {
            "record": one,
            "kind": one._meta.verbose_name,
            "problems": problems.get(one, []),
            "address": address_of(one),
            "history": address_of(one, "history") if is_inside(user, one) else "",
            "may_see": not refusal(user, Deed.VIEW, one),
            "names": address_of(one, "names") if one in named else "",
            "is_guarded": one in guarded,
            "asked": asked.get(one.pk),
            "warning": WARNING if one.pk in telling else "",
            "read": read.get(one.pk, ""),
        }
        for one in records
    ]
