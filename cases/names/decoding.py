"""Text as it is read: addresses, entities and escapes decoded, and where each letter came from."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape

from cases.names.letters import may_part_words

# How many codes may lie around one another: an address in an address, in an attribute of HTML.
ROUNDS = 4
# What addresses were written in before they were all UTF-8, in Russia and in Korea.
OLD_CHARSETS = ("cp1251", "koi8-r", "cp949")
_CODED = re.compile(
    r"(?P<percent>(?:%[0-9a-f]{2})+)|(?P<entity>&(?:\#\d{1,7}|\#x[0-9a-f]{1,6}|[a-z]{2,8}\d?);?)"
    r"|(?P<escape>(?:[\\%]u[0-9a-f]{4})+)|(?P<host>\bxn--[a-z0-9-]{1,59})",
    re.IGNORECASE,
)
# A letter or more, and from where to where it stood.
Piece = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """A text in one reading, and for each of its signs from where to where it came."""

    text: str
    places: list[tuple[int, int]]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where the signs from `start` to `end` stand in what was read."""
        return (self.places[start][0], self.places[end - 1][1]) if self.places else (start, end)


def readings(text: str) -> list[Reading]:
    """The text as it stands and, where it holds what is coded, each way to read that.

    What shows nothing and may part words or letters is read as both.
    """
    decodings = _decodings(text)
    return [*decodings, *filter(None, map(_parted, decodings))]


def as_read(text: str) -> str:
    """The text for people to read: decoded, from what addresses were once written in if need be."""
    every = _decodings(text)
    return every[1].text if len(every) > 1 else text


def _decodings(text: str) -> list[Reading]:
    found = {text: Reading(text, [])}
    for charset in ("utf-8", *OLD_CHARSETS) if _CODED.search(text) else ():
        reading = Reading(text, [])
        for _ in range(ROUNDS):
            decoded = _decoded(reading, charset)
            if decoded.text == reading.text:
                break
            reading = decoded
        found.setdefault(reading.text, reading)
    return list(found.values())


def _parted(reading: Reading) -> Reading | None:
    """The reading with spaces for what may stand for them; None where nothing may."""
    spaces = {ord(sign): " " for sign in set(reading.text) if may_part_words(sign)}
    return Reading(reading.text.translate(spaces), reading.places) if spaces else None


def _decoded(reading: Reading, charset: str) -> Reading:
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    last = 0
    for code in _CODED.finditer(reading.text):
        letters += reading.text[last : code.start()]
        places += [reading.place(at, at + 1) for at in range(last, code.start())]
        for decoded, start, end in _DECODERS[code.lastgroup or ""](code.group(), charset):
            letters += decoded
            place = reading.place(code.start() + start, code.start() + end)
            places += [place] * len(decoded)
        last = code.end()
    letters += reading.text[last:]
    places += [reading.place(at, at + 1) for at in range(last, len(reading.text))]
    return Reading("".join(letters), places)


def _percent(code: str, charset: str) -> Iterator[Piece]:
    raw = bytes.fromhex(code.replace("%", ""))
    for known in ("utf-8", charset):
        try:
            decoded = raw.decode(known)
        except UnicodeDecodeError:
            continue
        place = 0
        for letter in decoded:
            width = 3 * len(letter.encode(known))
            yield letter, place, place + width
            place += width
        return
    yield from _as_it_is(code)


def _entity(code: str, charset: str) -> Iterator[Piece]:
    decoded = unescape(code)
    yield from [(decoded, 0, len(code))] if decoded != code else _as_it_is(code)


def _escape(code: str, charset: str) -> Iterator[Piece]:
    for place in range(0, len(code), 6):
        number = int(code[place + 2 : place + 6], 16)
        yield ("\ufffd" if 0xD800 <= number < 0xE000 else chr(number)), place, place + 6


def _host(code: str, charset: str) -> Iterator[Piece]:
    try:
        yield code[4:].encode("ascii").decode("punycode"), 0, len(code)
    except UnicodeError:
        yield from _as_it_is(code)


def _as_it_is(code: str) -> Iterator[Piece]:
    for place, sign in enumerate(code):
        yield sign, place, place + 1


_DECODERS: dict[str, Callable[[str, str], Iterator[Piece]]] = {
    "percent": _percent,
    "entity": _entity,
    "escape": _escape,
    "host": _host,
}
