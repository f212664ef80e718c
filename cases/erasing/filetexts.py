"""The texts in a file, as far as they can be read without a program for it."""

import codecs
import email
import email.policy
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from email.message import EmailMessage, MIMEPart

from cases.filetypes import OFFICE, OPEN_DOCUMENT, UnfitFile, type_of

LARGEST_TEXT = 50 * 2**20
DEEPEST = 5
TAGS = re.compile(r"<[^>]*>")
PLAIN, RTF, EMAIL = "text/plain", "application/rtf", "message/rfc822"
# In RTF: letters by their code, letters as bytes of a code page, words of control, marks.
RTF_PARTS = re.compile(
    rb"\\u(?P<code>-?\d{1,6}) ?(?:\\'[0-9a-fA-F]{2}|[^\\{}])?|(?P<bytes>(?:\\'[0-9a-fA-F]{2})+)"
    rb"|\\(?P<word>[a-zA-Z]+)(?P<number>-?\d+)? ?|\\(?P<sign>[^a-zA-Z])|[{}\r\n]"
)
CODE_PAGE = re.compile(rb"\\ansicpg(\d+)")
# Folders of an office file in which pictures and other files lie.
HOLDING = ("media", "embeddings", "Pictures", "ObjectReplacements")
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)
BREAKS = (b"par", b"line", b"tab", b"cell", b"row")


class CannotRead(ValueError):
    """Something in the file cannot be read here."""


def texts_in(content: bytes, kind: str, depth: int = 0) -> Iterator[str]:
    """Every text in a file of this type.

    Raises CannotRead after the last that can be read where something else is in it, or all of it,
    cannot: a picture, a PDF, sound, a format of old.
    """
    if kind == PLAIN:
        yield content.decode("utf-8", "replace")
    elif kind == RTF:
        yield _of_rtf(content)
    elif kind == EMAIL and depth < DEEPEST:
        yield from _of_email(content, depth)
    elif kind.startswith((OFFICE, OPEN_DOCUMENT)):
        yield from _of_office(content)
    else:
        raise CannotRead(kind)


def _of_office(content: bytes) -> Iterator[str]:
    is_whole = True
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for one in archive.infolist():
                is_text = one.filename.endswith((".xml", ".rels"))
                if is_text and one.file_size < LARGEST_TEXT:
                    yield from _without_tags(archive.read(one).decode("utf-8", "replace"))
                elif is_text or any(f"/{folder}/" in f"/{one.filename}" for folder in HOLDING):
                    is_whole = False
    except BROKEN as error:
        raise CannotRead(str(error)) from error
    if not is_whole:
        raise CannotRead("A part of it is no text.")


def _without_tags(text: str) -> Iterator[str]:
    # A name may be cut by the marks of its letters' style.
    yield html.unescape(TAGS.sub("", text))
    yield html.unescape(TAGS.sub(" ", text))


def _of_email(content: bytes, depth: int) -> Iterator[str]:
    message = email.message_from_bytes(content, EmailMessage, policy=email.policy.default)
    is_whole = True
    for part in message.walk():
        # A header that is not written as it should be is read as it is.
        yield "\n".join(f"{name}: {_header(part, name)}" for name in part)
        if part.is_multipart():
            continue
        sent = part.get_payload(decode=True)
        sent = sent if isinstance(sent, bytes) else b""
        try:
            if part.get_content_maintype() == "text":
                yield from _of_text_part(sent, part)
            elif sent:
                yield from texts_in(sent, type_of(sent), depth + 1)
        except (CannotRead, UnfitFile):
            is_whole = False
    if not is_whole:
        raise CannotRead("An attachment is no text.")


def _header(part: MIMEPart, name: str) -> str:
    try:
        return str(part[name])
    except (ValueError, IndexError, AttributeError, TypeError):
        return str(dict(part.raw_items()).get(name, ""))


def _of_text_part(sent: bytes, part: MIMEPart) -> Iterator[str]:
    try:
        text = sent.decode(part.get_content_charset("utf-8"), "replace")
    except (LookupError, ValueError):
        text = sent.decode("utf-8", "replace")
    yield text
    if part.get_content_subtype() != "plain":
        yield from _without_tags(text)


def _of_rtf(content: bytes) -> str:
    page = CODE_PAGE.search(content)
    encoding = f"cp{page[1].decode()}" if page else "cp1252"
    try:
        codecs.lookup(encoding)
    except LookupError:
        encoding = "cp1252"
    text, last = "", 0
    for found in RTF_PARTS.finditer(content):
        text += content[last : found.start()].decode(encoding, "replace") + _sign(found, encoding)
        last = found.end()
    # Letters beyond the first 65,536 come as two halves.
    text += content[last:].decode(encoding, "replace")
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _sign(found: re.Match[bytes], encoding: str) -> str:
    """What one part of RTF stands for; "" for what only says how it looks."""
    if found["code"]:
        return chr(int(found["code"]) % 0x10000)
    if found["bytes"]:
        return bytes.fromhex(found["bytes"].replace(b"\\'", b"").decode()).decode(
            encoding, "replace"
        )
    if found["word"] in BREAKS:
        return "\n"
    return {b"~": " ", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}"}.get(found["sign"] or b"", "")
