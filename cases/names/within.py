"""Names in words of addresses, of file names and of hashtags, in which people leave no spaces.

In freehantonghyok.org a name ends where the word does, and nothing tells where it begins. So every
beginning and every end of such a word is read as a word, and long pieces between.
"""

import re
from collections.abc import Iterator

from cases.names.bent import unbent_key
from cases.names.byrussian import by_russian
from cases.names.korean import NO_KEY, korean_key
from cases.names.letters import Script
from cases.names.lines import LONGEST_WORD, Line
from cases.names.parts import Page, Part
from cases.names.patterns import Way
from cases.names.russian import russian_key

# Shorter pieces sound like a name by chance; between others yet longer ones do.
SHORTEST_PIECE, SHORTEST_BETWEEN = 8, 10
# In longer words only their beginnings and ends are read.
LONGEST_READ_BETWEEN = 20
_TOKEN = re.compile(r"\S+")
_ADDRESS = re.compile(r"://|^\W*www\.|^\W?[#@]|[^\W_][.@][^\W_]{2}|[^\W_]_[^\W_]")


def lines_within(page: Page) -> Iterator[tuple[Way, Line]]:
    """The pieces of the words of addresses, for each way of looking by sound."""
    lines = {way: Line(page, way) for way in (Way.KOREAN, Way.RUSSIAN)}
    for part in _of_addresses(page):
        for piece in _pieces(part):
            for way, key in _keys(piece):
                lines[way].add(piece, key)
                lines[way].add(piece, NO_KEY)
    yield from ((way, line) for way, line in lines.items() if line.keys)


def _of_addresses(page: Page) -> Iterator[Part]:
    """The words of a page that stand in what looks like an address."""
    tokens = [one.span() for one in _TOKEN.finditer(page.text) if _ADDRESS.search(one.group())]
    for part in page.parts if tokens else ():
        start, _ = page.place(part.first, part.first + part.length)
        while tokens and tokens[0][1] <= start:
            del tokens[0]
        if tokens and tokens[0][0] <= start and part.script in (Script.LATIN, Script.CYRILLIC):
            yield part


def _pieces(part: Part) -> Iterator[Part]:
    length = part.length
    if not SHORTEST_PIECE < length <= LONGEST_WORD or len(part.spelled) != length:
        return
    for start in range(length - SHORTEST_PIECE + 1):
        for end in range(start + SHORTEST_PIECE, length + 1):
            is_between = start > 0 and end < length
            is_telling = end - start >= SHORTEST_BETWEEN and length <= LONGEST_READ_BETWEEN
            if (is_telling or not is_between) and (start, end) != (0, length):
                text, spelled = part.text[start:end], part.spelled[start:end]
                yield Part(text, spelled, part.script, part.first + start, end - start)


def _keys(piece: Part) -> Iterator[tuple[Way, str]]:
    yield Way.RUSSIAN, f" {russian_key(piece.spelled, piece.script)}"
    spellings = {piece.spelled}
    if piece.script is Script.LATIN:
        spellings.add(by_russian(piece.spelled))
    keys = {korean_key(one, piece.script) for one in spellings}
    if piece.script is Script.CYRILLIC:
        keys.add(unbent_key(piece.spelled, piece.script))
    for key in keys - {NO_KEY, ""}:
        yield Way.KOREAN, key
