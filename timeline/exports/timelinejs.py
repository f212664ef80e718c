"""Events as the JSON that TimelineJS draws (Knight Lab, format of TimelineJS3).

TimelineJS knows points and spans. A vague date becomes the span of all the days that it can mean,
and `display_date` says in words what it is, wherever TimelineJS shows a date.
"""

from collections.abc import Iterator
from datetime import date
from html import escape
from typing import Any

from timeline.dates import EdtfDate
from timeline.entries import Entry
from timeline.exports.dating import honest_words, is_plain_day
from timeline.exports.extract import Extract
from timeline.exports.jsontext import list_pieces, members
from timeline.facets import FAMILY_LABELS
from timeline.prose import rich


def timelinejs_pieces(extract: Extract) -> Iterator[str]:
    """One object with a title slide and a slide for each event, all of which have some day."""
    about = extract.about()
    yield "{" + members({**about, "title": _title(about)}) + ",\n"
    yield from list_pieces("events", filter(None, (_slide(extract, row) for row in extract.rows())))
    yield "}\n"


def _title(about: dict[str, Any]) -> dict[str, Any]:
    day = f", as it stood on {about['as_of']}" if about["as_of"] else ""
    words = f"Record {about['record']}{day}. {about['licence']}"
    text = f"<p>{escape(words)}</p>{_link(about['source'], 'The whole timeline')}"
    return {"text": {"headline": escape(about["title"]), "text": text}, "autolink": False}


def _slide(extract: Extract, row: Entry) -> dict[str, Any] | None:
    first, last = row.earliest or row.latest, row.latest or row.earliest
    if row.date is None or first is None or last is None:
        return None
    words = honest_words(row.date)
    text = str(rich(row.summary)) + _link(extract.address(row.path), "Sources and history")
    slide = {
        "unique_id": row.reference,
        "start_date": {**_start(first, row.date), "display_date": words},
        "display_date": words,
        "group": FAMILY_LABELS.get(row.family, "Other"),
        "text": {"headline": escape(row.title), "text": text},
        "autolink": False,
    }
    if last != first:
        slide["end_date"] = {**_whole(last), "display_date": words}
    return slide


def _start(day: date, value: EdtfDate) -> dict[str, int]:
    """A first day, without a day or month that only says where a month or year begins."""
    parts = _whole(day)
    if not is_plain_day(value) and day.day == 1:
        del parts["day"]
        if day.month == 1:
            del parts["month"]
    return parts


def _whole(day: date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}


def _link(address: str, words: str) -> str:
    return f'<p><a href="{escape(address)}">{words}</a></p>'
