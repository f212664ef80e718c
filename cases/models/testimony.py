"""Testimony: for whom it may be used, and its words that would otherwise stand in the open.

Of other sources title, author and address are found and sorted by. Of testimony they may say who
speaks, so they are kept in one sealed cell and leave the open columns, in the history too.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q

from cases.models.log import Publication

TITLE = "Testimony"
OPEN_WORDS = (
    "title_en",
    "title_ru",
    "title_ko",
    "author",
    "publisher",
    "url",
    "archived_url",
)
IN_THE_OPEN = {**dict.fromkeys(OPEN_WORDS, ""), "title_en": TITLE, "original_language": "en"}

# Of what was last done at the door, what leaves the public something to read: a text or a note.
LEAVES_TRACES = (Publication.Act.PUBLISHED, Publication.Act.HIDDEN, Publication.Act.WITHDRAWN)
STILL_PUBLIC = (
    "The public reads this source, or that there was one, and would go on reading it. Remove it to "
    "protect somebody first; then it can become testimony."
)


class Audience(models.TextChoices):
    """For whom a witness has agreed that testimony may be used."""

    OURSELVES = "ourselves", "This office alone"
    PARTNERS = "partners", "This office and named partners"
    COURTS = "courts", "Courts and official bodies"
    PUBLIC = "public", "The public"


def tells_nothing() -> Q:
    """The condition that a row is no testimony, or says nothing of it in the open."""
    return Q(is_testimony=False) | Q(**IN_THE_OPEN)


def kept_from_testimony(source: Any) -> str:
    """Why a source cannot be marked as testimony now, in words; "" where it can be, or is."""
    if not type(source)._default_manager.filter(pk=source.pk, is_testimony=False).exists():
        return ""
    acts = Publication.objects.filter(record=source.pk).order_by("-id")
    return STILL_PUBLIC if acts.values_list("act", flat=True).first() in LEAVES_TRACES else ""


def refuse_in_the_open(source: Any) -> None:
    """Raises ValidationError for a source that becomes testimony while the public reads of it.

    Within a transaction the row is locked until it ends: whoever publishes it waits, or is waited
    for.
    """
    if transaction.get_connection().in_atomic_block:
        list(type(source)._default_manager.select_for_update().filter(pk=source.pk).values("pk"))
    if why := kept_from_testimony(source):
        raise ValidationError({"is_testimony": ValidationError(why, code="public")})


def seal_words(row: Any) -> set[str]:
    """Moves the words of a source, or of a row of its history, into `called`, which is sealed.

    Nothing of them is lost. Returns the names of the fields that changed; the row is not saved.
    """
    before = {name: getattr(row, name) for name in (*IN_THE_OPEN, "called")}
    words = [before[name] for name in OPEN_WORDS if before[name] not in ("", TITLE)]
    there = before["called"].splitlines()
    fresh = [one for one in dict.fromkeys(words) if one not in there]
    after = {**IN_THE_OPEN, "called": "\n".join([*there, *fresh])}
    for name, value in after.items():
        setattr(row, name, value)
    return {name for name, value in after.items() if value != before[name]}
