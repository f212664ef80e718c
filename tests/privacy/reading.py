"""Looking for canaries in an answer, in every form that text takes on its way to a reader.

An answer is unpacked (gzip, and the members of a zip, which an XLSX file is), unfolded (iCalendar's
lines, escapes of JSON, HTML and addresses, tags) and compared without regard to case or to how
letters are composed. Base64 is looked for as it stands, in its three alignments.
"""

import base64
import gzip
import html
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any
from urllib.parse import unquote_plus

import ahocorasick

ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
TAG = re.compile(r"<[^<>]*>")
FOLD = re.compile(rb"\r?\n[ \t]")
GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"


def folded(text: str) -> str:
    """Text as it is compared: composed, and without case."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def unpacked(body: bytes) -> Iterator[bytes]:
    """The body, or what is packed in it."""
    if body.startswith(GZIP):
        yield from unpacked(gzip.decompress(body))
    elif body.startswith(ZIP):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from unpacked(archive.read(name))
    else:
        yield body


def plain_texts(content: bytes) -> Iterator[str]:
    """A text as it stands and without each layer that formats put around it."""
    yield content.decode("utf-8", "replace")
    # A line may be folded within a letter, so bytes are put together again first.
    text = FOLD.sub(b"", content).decode("utf-8", "replace")
    text = ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    text = unquote_plus(html.unescape(html.unescape(text)))
    yield text
    yield TAG.sub("", text)


def in_base64(needle: str) -> Iterator[str]:
    """What of `needle` is the same in any Base64, whatever stands before and after it."""
    forms = {
        unicodedata.normalize(form, text).encode()
        for form in ("NFC", "NFD")
        for text in (needle, needle.capitalize())
    }
    for raw in forms:
        for before in range(3):
            skipped = -before % 3
            whole = len(raw[skipped:]) // 3 * 3
            if whole:
                yield base64.b64encode(raw[skipped : skipped + whole]).decode()


class Finder:
    """Finds any of many needles, each with what it betrays."""

    def __init__(self, needles: Iterable[tuple[str, str]]) -> None:
        self.texts, self.codes = ahocorasick.Automaton(), ahocorasick.Automaton()
        self._read: dict[bytes, dict[str, str]] = {}
        for needle, betrays in needles:
            self.texts.add_word(folded(needle), (folded(needle), betrays))
            if len(needle) >= 8 or not needle.isascii():
                for code in in_base64(needle):
                    self.codes.add_word(code, (folded(needle), betrays))
        self.texts.make_automaton()
        self.codes.make_automaton()

    def in_bytes(self, body: bytes) -> dict[str, str]:
        """The needles in a body, each with what it betrays. One that was read is not read again."""
        key = sha256(body).digest()
        if key not in self._read:
            self._read[key] = self._needles_in(body)
        return self._read[key]

    def _needles_in(self, body: bytes) -> dict[str, str]:
        found: dict[str, str] = {}
        for content in unpacked(body):
            for one in plain_texts(content):
                found.update(value for _, value in self.texts.iter(folded(one)))
            found.update(value for _, value in self.codes.iter(content.decode("latin-1")))
        return found

    def in_answer(self, answer: Any, asked: str = "") -> dict[str, str]:
        """The needles in an answer, headers included, less those that the question itself held."""
        heads = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
        heads += "\n" + answer.cookies.output()
        found = self.in_bytes(heads.encode()) | self.in_bytes(body_of(answer))
        if found and asked:
            own = self.in_bytes(asked.encode())
            found = {needle: what for needle, what in found.items() if needle not in own}
        return found


def body_of(answer: Any) -> bytes:
    """The whole body of an answer, streamed or not."""
    if not answer.streaming:
        return bytes(answer.content)
    if not hasattr(answer, "read_once"):
        answer.read_once = b"".join(answer.streaming_content)
    return bytes(answer.read_once)
