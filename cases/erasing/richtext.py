"""The text of RTF, in every code page in which it may be written."""

import codecs
import re
from collections.abc import Iterator

from cases.names import OLD_CHARSETS

# Letters by their code, letters as bytes of a code page, words of control, marks.
PARTS = re.compile(
    rb"\\u(?P<code>-?\d{1,6}) ?|(?P<bytes>(?:\\'[0-9a-fA-F]{2})+)|(?P<fold>[\r\n]+)"
    rb"|\\(?P<word>[a-zA-Z]+)(?P<number>-?\d{1,9})? ?|\\(?P<sign>[^a-zA-Z])|(?P<brace>[{}])"
)
CODE_PAGE = re.compile(rb"\\(?:ansicpg|cpg)(\d{1,5})")
FONT = re.compile(rb"\\fcharset(\d{1,3})")
WESTERN = "cp1252"
# By the number of a font; 1 is the page of the whole, 2 are signs that are no letters.
FONT_PAGES = {
    0: WESTERN, 1: WESTERN, 2: WESTERN, 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab",
    134: "gbk", 136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255",
    178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
# Pictures and files, and pages of letters of which no number tells.
NOT_READ = re.compile(rb"\\(?:pict|objdata|bin\d+|mac|pca?)(?![a-z])")
LONGEST_INSTEAD = 4
BREAKS = (b"par", b"line", b"tab", b"cell", b"row", b"page", b"sect", b"emspace", b"enspace")
SIGNS = {b"~": b" ", b"_": b"-", b"\n": b"\n", b"\r": b"\n", b"\\": b"\\", b"{": b"{", b"}": b"}"}


def rich_texts(content: bytes) -> tuple[list[str], bool]:
    """The text in each code page that it may be in, and whether it is all that the file holds.

    A font says which page its letters are in; programs get that wrong, so all of them are tried.
    """
    content = content.rstrip(b"\0")
    pieces = list(_pieces(content))
    said = [f"cp{page.decode()}" for page in CODE_PAGE.findall(content)] or [WESTERN]
    said += [FONT_PAGES.get(int(number), "") for number in FONT.findall(content)]
    known = [page for page in dict.fromkeys([*said, *OLD_CHARSETS]) if _is_known(page)]
    texts = [_text(pieces, page, "ignore" if at else "replace") for at, page in enumerate(known)]
    is_whole = set(said) <= set(known) and not NOT_READ.search(content)
    return list(dict.fromkeys(texts)), is_whole


def _pieces(content: bytes) -> Iterator[bytes | str]:
    """What is said, in its order: all letters up to the next that is told by its code, and that.

    After it comes what older programs show instead: the word `uc` says how long that is.
    """
    bare, lengths, instead, last = bytearray(), [1], 0, 0
    for found in PARTS.finditer(content):
        plain, last = content[last : found.start()], found.end()
        plain += bytes.fromhex((found["bytes"] or b"").replace(b"\\'", b"").decode())
        bare += plain[instead:]
        instead = max(0, instead - len(plain))
        if found["code"]:
            yield from (bytes(bare), chr(int(found["code"]) % 0x10000))
            bare, instead = bytearray(), lengths[-1]
        elif not found["bytes"] and not found["fold"]:
            instead = 0
            _count(lengths, found)
            bare += b"\n" if found["word"] in BREAKS else SIGNS.get(found["sign"] or b"", b"")
    yield bytes(bare) + content[last:][instead:]


def _count(lengths: list[int], found: re.Match[bytes]) -> None:
    """Keeps how long that is in each of the groups that are open."""
    if found["word"] == b"uc":
        lengths[-1] = min(int(found["number"] or 1), LONGEST_INSTEAD)
    elif found["brace"] == b"{":
        lengths.append(lengths[-1])
    elif found["brace"] and len(lengths) > 1:
        lengths.pop()


def _text(pieces: list[bytes | str], page: str, errors: str) -> str:
    text = "".join(one if isinstance(one, str) else one.decode(page, errors) for one in pieces)
    # Letters beyond the first 65,536 come as two halves.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _is_known(page: str) -> bool:
    try:
        return bool(page and codecs.lookup(page))
    except LookupError:
        return False
