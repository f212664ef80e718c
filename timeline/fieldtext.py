"""A document's fields as lines of text under their names, for differences and plain reading."""

from collections.abc import Iterator
from typing import Any

from timeline.dates import parse
from timeline.entries import Names
from timeline.facets import country_name
from timeline.resting import is_id

DATES = frozenset(
    (
        "date",
        "since",
        "lodged",
        "drafted",
        "approved",
        "signed",
        "in_force",
        "terminated",
        "ratified",
        "left",
        "published",
        "period",
    )
)
COUNTRIES = frozenset(("countries", "respondent_states", "country"))
LANGUAGES = {"en": "English", "ru": "Russian", "ko": "Korean"}
HEADINGS = {"url": "Address", "archived_url": "Archived copy", "in_force": "In force since"}


def field_texts(document: dict[str, Any], names: Names) -> dict[str, str]:
    """Each field's heading and its text; a list becomes a line for each item.

    A field that only mentions what is not in `names` has no text, and is left out.
    """
    found = {heading(name): _text(name, value, names) for name, value in document.items()}
    return {name: text for name, text in found.items() if text}


def heading(name: str) -> str:
    """The name of a field as readers see it."""
    stem, _, language = name.rpartition("_")
    if language in LANGUAGES and stem:
        return f"{heading(stem)} ({LANGUAGES[language]})"
    return HEADINGS.get(name) or name.replace("_", " ").capitalize()


def _text(name: str, value: Any, names: Names) -> str:
    if isinstance(value, list):
        return "\n".join(filter(None, (_text(name, one, names) for one in value)))
    if isinstance(value, dict):
        return "; ".join(_parts(value, names))
    return _scalar(name, value, names)


def _scalar(name: str, value: Any, names: Names) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    if name in DATES:
        return parse(text).wording()
    if name in COUNTRIES:
        return country_name(text)
    if text in names:
        return names[text].label
    return "" if is_id(text) else text


def _parts(row: dict[str, Any], names: Names) -> Iterator[str]:
    for name, value in row.items():
        if text := _text(name, value, names):
            yield f"{heading(name).lower()}: {text}"
