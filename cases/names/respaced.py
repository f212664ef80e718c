"""Words that were written as one, and letters that were written apart, as the words that they are.

#FreeHanTongHyok is Free Han Tong Hyok, “H a n  T o n g” is Han Tong, and so is what a line breaks.
"""

import re
from collections.abc import Iterator

from cases.names.decoding import Reading

_LOWER, _UPPER = "a-zß-öø-ÿ\u0430-\u045f", "A-ZÀ-ÖØ-Þ\u0400-\u042f"
_LETTER = f"[{_LOWER}{_UPPER}\u0100-\u024f\u0460-\u052f]"
# Between two words that are written as one; and in passports after the code of a country.
_JOINT = re.compile(
    rf"(?P<joint>(?<=[{_LOWER}])(?=[{_UPPER}])|(?<=[{_UPPER}])(?=[{_UPPER}][{_LOWER}])"
    rf"|(?<=(?<![<A-Z])P[A-Z<][A-Z]{{3}})(?=[A-Z]+<))"
    rf"|(?P<broken>(?<={_LETTER})[-\u2010]\r?\n[ \t]*(?=[{_LOWER}]))"
    rf"|(?P<spaced>(?<![^\W_]){_LETTER}(?:[ \xa0\t.\-_·*]{{1,4}}{_LETTER}){{2,}}(?![^\W_]))"
)
_GAP = re.compile(r"[\W_]+")
# From where to where something else is read, and what.
Edit = tuple[int, int, str]


def respaced(text: str) -> Iterator[Reading]:
    """The text as it stands and, if words or letters are not parted as usual, as if they were."""
    yield Reading(text, [])
    edits = [edit for found in _JOINT.finditer(text) for edit in _edits(found)]
    if edits:
        yield _edited(text, edits)


def _edits(found: re.Match[str]) -> Iterator[Edit]:
    if found.lastgroup == "joint":
        yield found.start(), found.end(), " "
    elif found.lastgroup == "broken":
        yield found.start(), found.end(), ""
    else:
        gaps = [*_GAP.finditer(found.group())]
        for gap in gaps:
            is_between_letters = gap.group() == gaps[0].group()
            start, end = found.start() + gap.start(), found.start() + gap.end()
            yield start, end, "" if is_between_letters else " "


def _edited(text: str, edits: list[Edit]) -> Reading:
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    last = 0
    for start, end, read in [*edits, (len(text), len(text), "")]:
        letters += text[last:start]
        places += [(place, place + 1) for place in range(last, start)]
        letters += read
        places += [(start, end)] * len(read)
        last = end
    return Reading("".join(letters), places)
