"""Jinja2 as the public pages use it: everything escaped, nothing undefined, plain helpers."""

from datetime import date, datetime
from typing import Any

import jinja2
from babel import Locale
from django.conf import settings
from django.templatetags.static import static

from timeline.charts import waffle_of
from timeline.dates import EdtfDate, parse
from timeline.exports.forms import FORMS
from timeline.facets import FAMILY_LABELS, STANDING_LABELS, country_name
from timeline.fieldtext import DATES, heading
from timeline.prose import plain, rich
from timeline.views.drawing import number, strip_drawing, tracks

# The words for the statuses that a case can have (cases/models/case.py).
STATUS_WORDS = {
    "reported": "Reported, no proceedings known",
    "pending": "Pending",
    "communicated": "Communicated to the respondent State",
    "decided": "Decided",
    "struck-out": "Struck out",
    "closed": "Closed",
    "unknown": "Not known",
}


def environment(**options: Any) -> jinja2.Environment:
    """The environment for templates/timeline."""
    made = jinja2.Environment(  # noqa: S701 (Django passes autoescape=True)  # nosec B701
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
        licence=settings.LICENCE,
        export_forms=FORMS,
        date_fields=DATES,
        status_words=STATUS_WORDS,
        waffle_of=waffle_of,
        when=when,
        strip_drawing=strip_drawing,
        tracks=tracks,
        family_labels=FAMILY_LABELS,
        standing_labels=STANDING_LABELS,
    )
    made.filters.update(
        country=country_name,
        day=day_in_words,
        moment=moment_in_words,
        number=number_in_words,
        language_name=language_name,
        svg=number,
        rich=rich,
        plain=plain,
        plural=plural,
        heading=heading,
    )
    return made


def when(text: str | None) -> EdtfDate | None:
    """A document's date as a value, None where it has none."""
    return parse(text) if text else None


def language_name(code: str) -> str:
    """A language's name in English by CLDR; the code itself where there is none."""
    name = Locale("en").languages.get(code.partition("-")[0])
    return str(name or code)


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
