"""Jinja2 as the public pages use it: everything escaped, nothing undefined, plain helpers."""

from datetime import date, datetime
from typing import Any

import jinja2
from django.conf import settings
from django.templatetags.static import static

from timeline.facets import FAMILY_LABELS, STANDING_LABELS, country_name
from timeline.fieldtext import heading


def environment(**options: Any) -> jinja2.Environment:
    """The environment for templates/timeline."""
    made = jinja2.Environment(  # noqa: S701 (Django's backend passes autoescape=True)
        **{
            **options,
            "undefined": jinja2.StrictUndefined,
            "trim_blocks": True,
            "lstrip_blocks": True,
        }
    )
    made.globals.update(
        static=static,
        site_name=settings.SITE_NAME,
        contact=settings.CONTACT,
        family_labels=FAMILY_LABELS,
        standing_labels=STANDING_LABELS,
    )
    made.filters.update(
        country=country_name,
        day=day_in_words,
        moment=moment_in_words,
        number=number_in_words,
        plural=plural,
        heading=heading,
    )
    return made


def day_in_words(day: date) -> str:
    """A calendar day, such as 9 March 2014."""
    return f"{day.day} {day:%B %Y}"


def moment_in_words(moment: datetime) -> str:
    """A moment in UTC to the minute."""
    return f"{day_in_words(moment.date())}, {moment:%H:%M} UTC"


def number_in_words(value: Any) -> str:
    """A number with its thousands parted, and no more decimals than it has."""
    whole, _, decimals = str(value).partition(".")
    return f"{int(whole):,}" + (f".{decimals}" if decimals.strip("0") else "")


def plural(count: int, one: str, many: str = "") -> str:
    """“1 event”, “2 events”."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
