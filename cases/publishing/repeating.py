"""What other editions of a record go on saying, when it is taken out of one of them."""

from collections.abc import Collection, Iterable
from typing import Any

from cases.publishing.places import NOTE
from timeline.models import Edition

# What can be taken out of an edition beside what it says and its note.
ADDRESS = "reference"


class CannotRemove(ValueError):
    """Nothing was removed; the message says why."""


def refuse_repeated(chosen: Collection[Edition], everything: Iterable[Edition], field: str) -> None:
    """Raises CannotRemove where what `chosen` say in a field can be read in another edition still.

    `everything` are the editions of the record. Words that stand within longer ones count.
    """
    numbers = {one.number for one in chosen}
    going = [said_in(one, field) for one in chosen]
    telling = [
        one
        for one in everything
        if one.number not in numbers
        and any(_is_within(value, said_in(one, field)) for value in going)
    ]
    earlier = sorted(one.number for one in telling if one.superseded or field == NOTE)
    problems = []
    if earlier:
        which = f"edition {earlier[0]}" if len(earlier) == 1 else f"editions {_joined(earlier)}"
        it = "it" if len(earlier) == 1 else "them"
        problems.append(f"The same can still be read in {which}. Tick {it} as well.")
    if len(telling) > len(earlier):
        problems.append(
            "The same can still be read in the current edition. Correct the record and publish it "
            "first, or withdraw it."
        )
    if problems:
        raise CannotRemove("\n".join(problems))


def said_in(edition: Edition, field: str) -> Any:
    """What an edition says in a field, its public note or its address; None for nothing."""
    if field == NOTE:
        return edition.public_note
    return edition.reference if field == ADDRESS else edition.document.get(field)


def _is_within(value: Any, other: Any) -> bool:
    """Whether whoever reads `other` reads all of `value`."""
    match value, other:
        case str(), str():
            return value.strip() in other
        case list(), list():
            return all(one in other for one in value)
    return bool(value == other)


def _joined(numbers: list[int]) -> str:
    *first, last = map(str, numbers)
    return f"{', '.join(first)} and {last}"
