"""English words for dates."""

from timeline.dates.parts import MONTHS, WINTER, Part, Precision, Span

SEASONS = {21: "spring", 22: "summer", 23: "autumn", WINTER: "winter"}
NOTES = {
    Precision.DAY: "day recorded",
    Precision.MONTH: "day not recorded",
    Precision.SEASON: "season recorded, not the day",
    Precision.YEAR: "month not recorded",
    Precision.DECADE: "year not recorded",
    Precision.CENTURY: "year not recorded",
}


def wording(precision: Precision, members: tuple[Part | Span, ...]) -> str:
    """The date in words, beginning with a capital."""
    first = members[0]
    if isinstance(first, Part) and len(members) == 1:
        words = _alone(first)
    elif precision is Precision.INTERVAL and isinstance(first, Span):
        words = _period(first)
    else:
        words = _either([_limits(one) if isinstance(one, Span) else _part(one) for one in members])
    return words[0].upper() + words[1:]


def note(precision: Precision, members: tuple[Part | Span, ...]) -> str:
    """How precisely it is dated, in words."""
    first = members[0]
    if isinstance(first, Part) and len(members) == 1:
        return _mark_in_words(first) or NOTES[first.precision]
    if isinstance(first, Part) and all(isinstance(one, Part) for one in members):
        return "sources disagree, " + ("both shown" if len(members) == 2 else "all shown")
    if len(members) > 1:
        return "sources disagree, all shown"
    return _span_note(first, precision) if isinstance(first, Span) else ""


def _span_note(span: Span, precision: Precision) -> str:
    within = precision is Precision.SET
    if isinstance(span.start, Part) and isinstance(span.end, Part):
        return "some time in between" if within else "over the whole period"
    if isinstance(span.start, Part):
        if within:
            return f"not before {_part(span.start)}, no later limit recorded"
        when = _part(span.start)
        return (
            "no end recorded" if span.end == "open" else f"what came after {when} is not recorded"
        )
    if isinstance(span.end, Part):
        if within:
            return f"not after {_part(span.end)}, no earlier limit recorded"
        when = _part(span.end)
        return (
            "no beginning recorded"
            if span.start == "open"
            else f"what came before {when} is not recorded"
        )
    return ""


def _alone(part: Part) -> str:
    vague = part.precision in (Precision.DECADE, Precision.CENTURY)
    if vague and not (part.approximate or part.uncertain):
        return f"some time in {_part(part)}"
    return _part(part)


def _period(span: Span) -> str:
    start, end = span.start, span.end
    if isinstance(start, Part) and isinstance(end, Part):
        if start == end:
            return f"throughout {_part(start)}"
        if start.precision is end.precision is Precision.YEAR:
            plain = not (_mark(start) or _mark(end))
            return f"{start.year:04}–{end.year:04}" if plain else f"{_part(start)} to {_part(end)}"
        return f"{_before(start, end)} to {_part(end)}"
    if isinstance(start, Part):
        return f"from {_part(start)} on"
    return f"until {_part(end)}" if isinstance(end, Part) else ""


def _limits(span: Span) -> str:
    start, end = span.start, span.end
    if isinstance(start, Part) and isinstance(end, Part):
        return f"between {_before(start, end)} and {_part(end)}"
    if isinstance(end, Part):
        if end.precision is Precision.YEAR and not _mark(end) and end.year < 9999:
            return f"before {end.year + 1:04}"
        return f"{_preposition(end)} or before {_part(end)}"
    if isinstance(start, Part):
        if start.precision is Precision.YEAR and not _mark(start) and start.year > 1:
            return f"after {start.year - 1:04}"
        return f"{_preposition(start)} or after {_part(start)}"
    return ""


def _preposition(part: Part) -> str:
    return "on" if part.precision is Precision.DAY else "in"


def _either(words: list[str]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _part(part: Part) -> str:
    return _mark(part) + _plain(part)


def _before(start: Part, end: Part) -> str:
    """`start` without the year, and month, that `end` is about to say."""
    if start.year != end.year or _mark(start):
        return _part(start)
    if start.precision is Precision.MONTH and start.month and end.month:
        return MONTHS[start.month - 1]
    if start.precision is Precision.DAY and start.month and end.month:
        same_month = start.month == end.month and end.precision is Precision.DAY
        return str(start.day) if same_month else f"{start.day} {MONTHS[start.month - 1]}"
    return _part(start)


def _plain(part: Part) -> str:
    if part.precision is Precision.DAY and part.month:
        return f"{part.day} {MONTHS[part.month - 1]} {part.year:04}"
    if part.precision is Precision.MONTH and part.month:
        return f"{MONTHS[part.month - 1]} {part.year:04}"
    if part.precision is Precision.SEASON and part.season:
        crossing = f"–{(part.year + 1) % 100:02}" if part.season == WINTER else ""
        return f"{SEASONS[part.season]} {part.year:04}{crossing}"
    if part.precision is Precision.DECADE:
        return f"the {part.year:04}s"
    if part.precision is Precision.CENTURY:
        return f"the years {part.year:04}–{part.year + 99:04}"
    return f"{part.year:04}"


def _mark(part: Part) -> str:
    return ("possibly " if part.uncertain else "") + ("about " if part.approximate else "")


def _mark_in_words(part: Part) -> str:
    words = ["approximate"] if part.approximate else []
    return ", ".join(words + (["uncertain"] if part.uncertain else []))
