"""Whether two sources that give a date contradict each other, or one is only vaguer."""

from collections.abc import Iterable

from timeline.dates.parser import parse


def agreeing(value: str, values: Iterable[str]) -> str:
    """The one of `values` that says the same as `value`, or the same more or less precisely.

    All are in exact notation, or no dates at all; `value` itself where none agrees.
    """
    values = list(values)
    return value if value in values else next((one for one in values if _agree(value, one)), value)


def _agree(one: str, other: str) -> bool:
    try:
        return parse(one).agrees_with(parse(other))
    except ValueError:
        return False
