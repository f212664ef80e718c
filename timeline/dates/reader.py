"""Plain words in, EdtfDate out, with every doubt about the reading said aloud.

Exact notation is read as such. Other languages are first put into English, by a file for each
beside this one.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from timeline.dates import korean, russian
from timeline.dates.parser import LONGEST, parse
from timeline.dates.parts import MONTHS, Precision
from timeline.dates.value import EdtfDate

SEASON_CODES = {"spring": "21", "summer": "22", "autumn": "23", "fall": "23", "winter": "24"}
MONTH_NUMBERS = {
    name: f"{index:02}"
    for index, month in enumerate(MONTHS, start=1)
    for name in {month.lower(), month[:3].lower(), {"September": "sept"}.get(month, month.lower())}
}
_MONTH = "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True))
_SEASON = "|".join(SEASON_CODES)
_YEAR = r"[0-9]{4}"
_DAY = r"[0-9]{1,2}"
_ENDING = re.compile(rf"(?:({_MONTH}) )?({_YEAR})$")
_ABOUT = re.compile(r"(?:about|around|circa|ca|c|approximately|approx|roughly|~)\s*(?=\S)")
_PERHAPS = re.compile(r"(?:probably|possibly|perhaps|maybe)\s+")
_MIDNIGHT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]0?0:00(?::00(?:\.0+)?)?Z?")
_UNDATED = re.compile(
    r"(?:n\. ?d\.?|nd|no date|undated|not dated|date unknown|б\. ?д\.?|бд|без даты|дата неизвестна"
    r"|날짜 ?(?:없음|미상)|미상)",
    re.IGNORECASE,
)
# How much of YYYY-MM-DD is said beside a date of each precision.
_LENGTHS = {
    Precision.CENTURY: 4,
    Precision.DECADE: 4,
    Precision.YEAR: 4,
    Precision.SEASON: 7,
    Precision.MONTH: 7,
}
_UNREADABLE = (
    "We could not read “{}” as a date. Try 2014, March 2014, 9 March 2014, spring 2014, "
    "about 2012, before 2020, or between 2004 and 2014."
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, and what may be otherwise: plain sentences to show beside it."""

    date: EdtfDate
    doubts: tuple[str, ...] = ()


def read(text: str) -> Reading:
    """The date that `text` gives, in plain English, Russian or Korean or exact notation.

    Raises ValueError, with the reason in words for staff, when it cannot be read.
    """
    if len(text) > LONGEST:
        raise ValueError(f"A date has at most {LONGEST} characters; this has {len(text)}.")
    typed = " ".join(text.split())
    if not typed:
        raise ValueError("There is no date here.")
    if is_undated(typed):
        raise ValueError(f"“{typed}” says that there is no date. Leave this empty.")
    if midnight := _MIDNIGHT.fullmatch(typed):
        typed = midnight[1]
    if _looks_exact(typed):
        return Reading(parse(typed), _doubts_of_exact(typed))
    notation, doubts = _phrase(_normal(_in_english(typed)), typed)
    return Reading(parse(notation), tuple(doubts))


def is_undated(text: str) -> bool:
    """Whether `text` says that something has no date, such as n.d. or б.д."""
    return bool(_UNDATED.fullmatch(" ".join(text.split())))


def orders_of(text: str) -> list[str]:
    """How `text` can be read where it is a date in digits with its year last, in exact notation.

    With the day first, then with the month first; "" for what is no day. Nothing for other texts.
    """
    found = re.fullmatch(rf"({_DAY})([/-])({_DAY})\2({_YEAR})", text.strip())
    if not found:
        return []
    first, _, second, year = found.groups()
    return [_day_or_none(year, second, first), _day_or_none(year, first, second)]


def _day_or_none(year: str, month: str, day: str) -> str:
    try:
        return str(parse(f"{year}-{int(month):02}-{int(day):02}"))
    except ValueError:
        return ""


def _in_english(typed: str) -> str:
    return russian.in_english(korean.in_english(typed)) if not typed.isascii() else typed


Found = tuple[str, list[str]]


def _looks_exact(typed: str) -> bool:
    if re.fullmatch(r"[0-9]{4}[-/][0-9]{4}", typed):
        return "/" in typed
    if re.search(r"[\[\]{}]", typed):
        return True
    return (
        bool(re.fullmatch(r"(?=[0-9./])[0-9X]{0,4}[0-9X.~?%/-]*", typed))
        and not re.fullmatch(
            rf"{_DAY}[./-]{_DAY}[./-]{_YEAR}|{_YEAR}[./-]{_DAY}[./-]{_DAY}|{_YEAR}-[0-9]|{_DAY}[./]{_YEAR}"
            rf"|{_YEAR}[.]",
            typed,
        )
    ) or bool(re.fullmatch(rf"{_YEAR}-[0-9]{{2}}-[0-9]{{2}}", typed))


def _doubts_of_exact(typed: str) -> tuple[str, ...]:
    match = re.fullmatch(r"([0-9]{2})([0-9]{2})-([0-9]{2})", typed)
    if match and match[2] < match[3] <= "12":
        return (f"If you mean the years {typed[:4]} to {match[1]}{match[3]}, write both in full.",)
    return ()


def _normal(typed: str) -> str:
    words = typed.lower().replace("’", "'")
    words = re.sub(r"[‐‑‒–—−]", "-", words)
    words = re.sub(r"(?<=[0-9])\. (?=[0-9])", ".", words)
    words = re.sub(rf"\b(?:({_DAY})-)?({_MONTH})-({_YEAR})\b", r"\1 \2 \3", words)
    words = re.sub(rf"\b({_YEAR})-({_MONTH})\b", r"\2 \1", words)
    words = re.sub(r"(?<=[a-z])\.|,|(?<=[0-9])\.$", " ", words)
    words = re.sub(r"(?<=[0-9])(?:st|nd|rd|th)(?=\s+(?:of\s+)?(?:" + _MONTH + r")\b)", "", words)
    words = re.sub(r"\b(" + _MONTH + r")\s+([0-9]{1,2})(?:st|nd|rd|th)\b", r"\1 \2", words)
    words = re.sub(r"\b(?:of|the|in the year|year)\b", " ", words)
    words = re.sub(r"^\s*(?:in|on|during)\b", " ", words)
    return " ".join(words.split())


def _phrase(words: str, typed: str) -> Found:
    """A whole phrase: a limit, a period, a choice, or one date with or without a mark."""
    for pattern, build in _PHRASES:
        if match := pattern.fullmatch(words):
            sides = [_marked(side, typed) for side in _completed(match.groups())]
            notation = build([side for side, _ in sides])
            return notation, [doubt for _, doubts in sides for doubt in doubts]
    return _marked(words, typed)


def _completed(sides: Iterable[str]) -> list[str]:
    """Gives an earlier side the month or year that only the last one says."""
    whole = list(sides)
    if ending := _ENDING.search(whole[-1]):
        month, year = ending.groups()
        for index, side in enumerate(whole[:-1]):
            if re.fullmatch(rf"(?:{_DAY} )?(?:{_MONTH}|{_SEASON})", side):
                whole[index] = f"{side} {year}"
            elif month and re.fullmatch(_DAY, side):
                whole[index] = f"{side} {month} {year}"
    return whole


def _until_before(sides: list[str]) -> str:
    return f"[..{_beside(sides[0], -1)}]"


def _after(sides: list[str]) -> str:
    return f"[{_beside(sides[0], +1)}..]"


def _beside(notation: str, step: int) -> str:
    """What comes just before (-1) or after (+1) a date, no finer than the date and as doubtful.

    Beside years, decades and centuries stands a year; beside months and seasons, a month.
    """
    edge = parse(notation)
    day = edge.earliest if step < 0 else edge.latest
    if day is None:
        raise ValueError("A limit needs a date that is itself known.")
    try:
        beside = day.fromordinal(day.toordinal() + step).isoformat()
    except ValueError:
        raise ValueError("That limit lies outside the years 0001 to 9999.") from None
    mark = {(True, False): "~", (False, True): "?", (True, True): "%"}
    return beside[: _LENGTHS.get(edge.precision, 10)] + mark.get(
        (edge.approximate, edge.uncertain), ""
    )


_PHRASES: list[tuple[re.Pattern[str], Callable[[list[str]], str]]] = [
    (re.compile(r"between (.+) and (.+)"), lambda sides: f"[{sides[0]}..{sides[1]}]"),
    (re.compile(r"from (.+?) (?:to|until|till|through|-) (.+)"), "/".join),
    (re.compile(r"(?:before|earlier than|prior to) (.+)"), _until_before),
    (re.compile(r"(?:after|later than) (.+)"), _after),
    (
        re.compile(r"(?:by|not later than|no later than|at latest) (.+)"),
        lambda sides: f"[..{sides[0]}]",
    ),
    (re.compile(r"(?:not before|not earlier than|no earlier than) (.+)"), lambda s: f"[{s[0]}..]"),
    (re.compile(r"(?:since|from) (.+?)(?: on| onwards)?"), lambda sides: f"{sides[0]}/.."),
    (re.compile(r"(?:until|till|up to) (.+)"), lambda sides: f"../{sides[0]}"),
    (re.compile(r"(.+?) or (.+)"), lambda sides: f"[{sides[0]},{sides[1]}]"),
    (re.compile(r"(.+?) (?:to|until|till|through|-) (.+)"), "/".join),
    (re.compile(rf"({_YEAR})-({_YEAR})"), "/".join),
]


def _marked(words: str, typed: str) -> Found:
    """One date, with “about” or “probably” before it or marks behind it."""
    perhaps, about = False, False
    while match := _PERHAPS.match(words) or _ABOUT.match(words):
        perhaps, about = perhaps or bool(_PERHAPS.match(words)), about or bool(_ABOUT.match(words))
        words = words[match.end() :]
    if words.endswith("?"):
        perhaps, words = True, words[:-1].rstrip()
    notation, doubts = _single(words, typed)
    if not (perhaps or about):
        return notation, doubts
    if notation[-1] in "]?~%" or "/" in notation:
        raise ValueError(_UNREADABLE.format(typed))
    return notation + ("%" if perhaps and about else "?" if perhaps else "~"), doubts


def _single(words: str, typed: str) -> Found:
    """One date in words or digits."""
    for pattern, build in _SINGLES:
        if match := pattern.fullmatch(words):
            return build(match)
    if re.fullmatch(r"[0-9x]{4}(?:-[0-9x]{2}){0,2}[?~%]?", words):
        return words.upper(), []
    raise ValueError(_UNREADABLE.format(typed))


def _decade_part(match: re.Match[str]) -> Found:
    first, last = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}[match[1]]
    tens = match[2]
    doubt = f"“{match[1]}” is read as {tens}{first} to {tens}{last}."
    return f"[{tens}{first}..{tens}{last}]", [doubt]


def _year_part(match: re.Match[str]) -> Found:
    first, last = {"early": ("01", "04"), "mid": ("05", "08"), "late": ("09", "12")}[match[1]]
    names = MONTHS[int(first) - 1], MONTHS[int(last) - 1]
    doubt = f"“{match[1]} {match[2]}” is read as {names[0]} to {names[1]}."
    return f"[{match[2]}-{first}..{match[2]}-{last}]", [doubt]


def _month_part(match: re.Match[str]) -> Found:
    word, month, year = match[1], MONTH_NUMBERS[match[2]], match[3]
    length = parse(f"{year}-{month}").latest
    thirds = {"beginning": ("01", "10"), "early": ("01", "10"), "mid": ("11", "20")}
    first, last = thirds.get(word) or ("21", f"{length.day:02}" if length else "28")
    name = MONTHS[int(month) - 1]
    doubt = f"“{word}” of {name} is read as the {int(first)}th to the {int(last)}th.".replace(
        "1th", "1st"
    ).replace("11st", "11th")
    return f"[{year}-{month}-{first}..{year}-{month}-{last}]", [doubt]


def _slashed(match: re.Match[str]) -> Found:
    first, mark, second, year = match.groups()
    if mark == "." or int(first) > 12:
        return f"{year}-{int(second):02}-{int(first):02}", []
    if int(second) > 12:
        return f"{year}-{int(first):02}-{int(second):02}", []
    notation = f"{year}-{int(second):02}-{int(first):02}"
    if first == second:
        return notation, []
    month, other = MONTHS[int(second) - 1 : int(second)], MONTHS[int(first) - 1 : int(first)]
    if not month or not other:
        raise ValueError("There is no month 0.")
    doubt = (
        f"The day is read first, as {int(first)} {month[0]}. If you mean {int(second)} {other[0]}, "
        "write the month as a word."
    )
    return notation, [doubt]


def _season_years(match: re.Match[str]) -> Found:
    year, following = int(match[2]), match[3]
    if int(following) % 100 != (year + 1) % 100 or match[1] != "winter":
        raise ValueError("Only a winter runs over two years, and they follow each other.")
    return f"{match[2]}-24", []


def _winter(match: re.Match[str]) -> Found:
    notation = f"{match[2]}-{SEASON_CODES[match[1]]}"
    if match[1] != "winter":
        return notation, []
    return notation, [f"Winter is read as December {match[2]} to the end of February after it."]


_SINGLES: list[tuple[re.Pattern[str], Callable[[re.Match[str]], Found]]] = [
    (re.compile(rf"({_YEAR})"), lambda m: (m[1], [])),
    (re.compile(r"([0-9]{3})0'?s"), lambda m: (f"{m[1]}X", [])),
    (
        re.compile(r"([0-9]{1,2})(?:st|nd|rd|th) century"),
        lambda m: (
            f"{int(m[1]) - 1:02}XX",
            [f"The {m[0]} is read as the years {int(m[1]) - 1:02}00 to {int(m[1]) - 1:02}99."],
        ),
    ),
    (re.compile(r"(early|mid|late)[ -]([0-9]{3})0'?s"), _decade_part),
    (re.compile(rf"(early|mid|late)[ -]({_YEAR})"), _year_part),
    (re.compile(rf"(early|beginning|mid|late|end)[ -]({_MONTH}) ({_YEAR})"), _month_part),
    (re.compile(rf"({_SEASON}) ({_YEAR})"), _winter),
    (re.compile(rf"({_SEASON}) ({_YEAR})[/-]([0-9]{{2}}|{_YEAR})"), _season_years),
    (re.compile(rf"({_MONTH}) ({_YEAR})"), lambda m: (f"{m[2]}-{MONTH_NUMBERS[m[1]]}", [])),
    (
        re.compile(rf"({_DAY}) ({_MONTH}) ({_YEAR})"),
        lambda m: (f"{m[3]}-{MONTH_NUMBERS[m[2]]}-{int(m[1]):02}", []),
    ),
    (
        re.compile(rf"({_MONTH}) ({_DAY}) ({_YEAR})"),
        lambda m: (f"{m[3]}-{MONTH_NUMBERS[m[1]]}-{int(m[2]):02}", []),
    ),
    (re.compile(rf"({_DAY})([./-])({_DAY})\2({_YEAR})"), _slashed),
    (
        re.compile(rf"({_YEAR})[./-]({_DAY})[./-]({_DAY})"),
        lambda m: (f"{m[1]}-{int(m[2]):02}-{int(m[3]):02}", []),
    ),
    (re.compile(rf"({_YEAR})-([0-9])"), lambda m: (f"{m[1]}-{int(m[2]):02}", [])),
    (re.compile(rf"(0?[1-9]|1[0-2])[./]({_YEAR})"), lambda m: (f"{m[2]}-{int(m[1]):02}", [])),
]
