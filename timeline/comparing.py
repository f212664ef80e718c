"""Which fields can have rival values, and when two values of one field say the same.

Values are those of documents (dates in exact notation, codes, lists of countries) or what a source
is quoted as giving, in anybody's words. The desk asks here as well, so that both agree.
"""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from babel import Locale

from timeline.dates import agreeing, read

DATES = frozenset(("date", "drafted", "approved", "signed", "in_force", "terminated"))
NUMBERS = frozenset(("sequence", "latitude", "longitude"))
TEXTS = frozenset(("wording", "place", "signed_at", "definition", "unit", "reporting_body"))
COUNTRIES = frozenset(("countries", "respondent_states"))
# Compared where the record's own value comes in words: a term by its label, statuses by theirs.
WORDED = frozenset(("kind", "statuses"))
# What codes are called. `kind` is that of an agreement; an event's kind is a link.
CODES: dict[str, dict[str, str]] = {
    "standing": {
        "alleged": "Alleged: a party says so",
        "reported": "Reported: a source says so",
        "corroborated": "Corroborated: two independent sources say so",
        "established": "Established: a court or official act did it or found it",
        "disputed": "Disputed: sources disagree",
    },
    "kind": {
        "bilateral": "Bilateral treaty",
        "multilateral": "Multilateral treaty",
        "protocol": "Protocol to a treaty",
        "memorandum": "Memorandum of understanding",
    },
    "text_standing": {
        "official": "Officially published",
        "leaked": "Known from a copy that was not officially published",
        "unpublished": "Not published",
        "unknown": "Not recorded",
    },
}
LANGUAGES = ("_en", "_ru", "_ko")
_TERRITORIES = Locale("en").territories
_COUNTRY_CODES = {name.casefold(): code for code, name in _TERRITORIES.items() if len(code) == 2}

Who = TypeVar("Who")


def given(field: str, own: Any, claims: Iterable[tuple[str, bool, Who]]) -> dict[str, list[Who]]:
    """The values of a field, the record's own first, each with which sources give it.

    There is no more than one where nothing disagrees. `own` is the value of its document, or None;
    a claim is a value, whether it is said to contradict the record, and whose it is. Links, rows
    and texts whose language is not named cannot be compared: for them the answer is empty.
    """
    if not is_compared(field, own):
        return {}
    values: dict[str, list[Who]] = {canonical(field, own): []} if own else {}
    for value, contradicts, who in claims:
        claimed = canonical(field, value)
        same = claimed if contradicts else _same(field, claimed, values)
        values.setdefault(same, []).append(who)
    return values


def is_compared(field: str, own: Any = None) -> bool:
    """Whether values of this field can be compared with what the record has there."""
    if field in WORDED:
        return isinstance(own, str) and own != "" and not _is_id(own)
    known = DATES | NUMBERS | TEXTS | COUNTRIES | CODES.keys()
    return field in known or field.endswith(LANGUAGES)


def _is_id(text: str) -> bool:
    """Whether a link was not resolved: nobody can say what it is called."""
    return len(text) == 36 and text.count("-") == 4


def canonical(field: str, value: Any) -> str:
    """A value so that two which say the same are equal: a date exactly, codes in words."""
    if field in COUNTRIES:
        parts = value if isinstance(value, list) else str(value).replace(";", ",").split(",")
        return ", ".join(sorted({_country(str(part)) for part in parts if str(part).strip()}))
    text = " ".join(str(value).split())
    try:
        if field in DATES:
            return str(read(text).date)
        if field in NUMBERS:
            return format(Decimal(text.replace(" ", "")).normalize(), "f")
    except (InvalidOperation, ValueError):
        return text
    return _label(CODES.get(field, {}), text)


def _same(field: str, value: str, values: Iterable[str]) -> str:
    values = list(values)
    if field in DATES:
        return agreeing(value, values)
    if field in COUNTRIES:
        # A source that names some of the States contradicts nothing.
        named = set(value.split(", "))
        return next((one for one in values if named <= set(one.split(", "))), value)
    return next((one for one in values if one.casefold() == value.casefold()), value)


def _label(labels: dict[str, str], text: str) -> str:
    wanted = text.casefold()
    for code, label in labels.items():
        if wanted in (code, label.casefold(), label.partition(":")[0].casefold()):
            return label
    return text


def _country(text: str) -> str:
    bare = text.strip()
    code = _COUNTRY_CODES.get(bare.casefold(), bare.upper())
    return str(_TERRITORIES[code]) if len(code) == 2 and code in _TERRITORIES else bare
