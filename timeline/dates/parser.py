"""Exact notation in, EdtfDate out: EDTF (ISO 8601-2:2019) as far as this site uses it.

Level 0 and 1 with seasons 21 to 24, and "one of a set" of level 2. Of everything else the message
says in words why it is refused.
"""

from timeline.dates.parts import Part, Precision, Span, part_from
from timeline.dates.value import EdtfDate

LONGEST = 60


def parse(text: str) -> EdtfDate:
    """The date that `text` writes in exact notation, such as 2014-21 or [2016,2017].

    Raises ValueError, with the reason in words for staff, for anything else.
    """
    if len(text) > LONGEST:
        raise ValueError(f"A date has at most {LONGEST} characters; this has {len(text)}.")
    if not text:
        raise ValueError("There is no date here.")
    if text[0] == "[" or text[-1] == "]":
        return _set(text)
    if "{" in text or "}" in text:
        raise ValueError("Curly brackets mean “all of these”. Record each as an event of its own.")
    if "/" in text:
        return _interval(text)
    part = part_from(text)
    return EdtfDate(text, part.earliest, part.latest, part.precision, (part,))


def _interval(text: str) -> EdtfDate:
    sides = text.split("/")
    if len(sides) != 2:
        raise ValueError("A period has one slash, between its first and its last date.")
    start, end = (_side(side) for side in sides)
    if not isinstance(start, Part) and not isinstance(end, Part):
        raise ValueError("A period needs at least one end that is known.")
    span = _in_order(start, end)
    return EdtfDate(text, span.earliest, span.latest, Precision.INTERVAL, (span,))


def _side(text: str) -> Part | str:
    if text == "..":
        return "open"
    return part_from(text) if text else "unknown"


def _set(text: str) -> EdtfDate:
    if not (text[0] == "[" and text[-1] == "]"):
        raise ValueError("A choice of dates begins with [ and ends with ].")
    inside = text[1:-1]
    if not inside:
        raise ValueError("There is no date between the brackets.")
    members = tuple(dict.fromkeys(_member(one) for one in inside.split(",")))
    firsts, lasts = [one.earliest for one in members], [one.latest for one in members]
    earliest = None if None in firsts else min(day for day in firsts if day)
    latest = None if None in lasts else max(day for day in lasts if day)
    if earliest is None and latest is None:
        raise ValueError("A choice of dates needs at least one limit: this one has none.")
    return EdtfDate(text, earliest, latest, Precision.SET, members)


def _member(text: str) -> Part | Span:
    if ".." not in text:
        return part_from(text)
    start, _, end = text.partition("..")
    if not start and not end:
        raise ValueError("“..” stands beside a date: [..2019] or [2015..].")
    if start == end:
        return part_from(start)
    return _in_order(
        part_from(start) if start else "open",
        part_from(end) if end else "open",
    )


def _in_order(start: Part | str, end: Part | str) -> Span:
    if isinstance(start, Part) and isinstance(end, Part) and start.earliest > end.latest:
        raise ValueError("The period ends before it begins.")
    return Span(start, end)
