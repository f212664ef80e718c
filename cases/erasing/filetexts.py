"""The texts in a file, as far as they can be read without a program for it.

What is not surely read is told: whatever is of an unknown kind, locked, or in letters that cannot
be made out.
"""

import email
import email.policy
import html
import io
import re
import zipfile
import zlib
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from email.message import EmailMessage, MIMEPart

from cases.erasing.richtext import rich_texts
from cases.filetypes import OFFICE, OPEN_DOCUMENT, type_of
from cases.names import OLD_CHARSETS

LARGEST_TEXT = 50 * 2**20
DEEPEST = 5
PLAIN, RTF, EMAIL = "text/plain", "application/rtf", "message/rfc822"
TAGS = re.compile(r"<[^>]*>")
# In the marks of a sheet each cell has its place and style, in which nothing is looked for.
PLACES = re.compile(r' r="[A-Z]{1,3}\d{1,7}"|="\d{1,6}(?:\.\d+)?"')
# What stands for letters that were not made out, and what no text holds that was; locked texts.
LOST = re.compile("[\ufffd\0\x0e\x1b]|-----BEGIN (?:PGP MESSAGE|PKCS7|CMS)-----")
# The parts of an office file that are text, and those that show or count what the others say.
WRITTEN = (".xml", ".rels", ".rdf", ".vml")
SAID_ELSEWHERE = re.compile(
    r"mimetype|layout-cache|docProps/thumbnail\.\w+|Thumbnails/thumbnail\.png"
)
LOCKED = "encryption-data"
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)
# What Python's own reader of e-mails raises for those that are not written as they should be.
MALFORMED = (ValueError, LookupError, AttributeError, TypeError, ArithmeticError)
# How a part of an e-mail may be sent, and the texts in it that nothing but their letters says.
AS_IT_IS = ("", "7bit", "8bit", "binary")
SENT_AS = (*AS_IT_IS, "base64", "quoted-printable", "x-uuencode", "uuencode", "uue", "x-uue")
READ_AS_THEY_ARE = ("plain", "html", "csv", "tab-separated-values", "markdown")


class CannotRead(ValueError):
    """Something in the file cannot be read here."""


def texts_in(content: bytes, kind: str, depth: int = 0) -> Iterator[str]:
    """Every text in a file of this type; where its letters are in doubt, each way to read it.

    Raises CannotRead after the last that can be read where something else is in it, or all of it,
    cannot: a picture, a PDF, sound, a format of old, letters in no code that is known.
    """
    is_whole = True
    for text in _texts_in(content, kind, depth):
        is_whole = is_whole and not LOST.search(text)
        yield text
    if not is_whole:
        raise CannotRead("Some of its letters cannot be made out.")


def _texts_in(content: bytes, kind: str, depth: int) -> Iterator[str]:
    if kind == PLAIN:
        yield content.decode("utf-8", "replace")
    elif kind == RTF:
        yield from _of_rtf(content)
    elif kind == EMAIL and depth < DEEPEST:
        yield from _of_email(content, depth)
    elif kind.startswith((OFFICE, OPEN_DOCUMENT)):
        yield from _of_office(content)
    else:
        raise CannotRead(kind)


def _of_rtf(content: bytes) -> Iterator[str]:
    texts, is_whole = rich_texts(content)
    yield from texts
    if not is_whole:
        raise CannotRead("A picture is in it, or letters of an unknown page.")


def _of_office(content: bytes) -> Iterator[str]:
    is_whole = True
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield "\n".join(archive.namelist())
            for one in archive.infolist():
                if one.filename.lower().endswith(WRITTEN) and one.file_size < LARGEST_TEXT:
                    text = archive.read(one).decode("utf-8", "replace")
                    yield from _of_markup(text)
                    is_whole = is_whole and LOCKED not in text
                elif one.file_size and not SAID_ELSEWHERE.fullmatch(one.filename):
                    is_whole = False
    except BROKEN as error:
        raise CannotRead(str(error)) from error
    if not is_whole:
        raise CannotRead("A part of it is no text, or locked.")


def _of_markup(text: str) -> Iterator[str]:
    # A name may be cut by the marks of its letters' style.
    yield html.unescape(TAGS.sub("", text))
    yield html.unescape(TAGS.sub(" ", text))
    # It may stand in the marks: the author of a change, the name of a sheet, where a link leads.
    marks = dict.fromkeys(PLACES.sub("", mark) for mark in TAGS.findall(text))
    yield html.unescape("\n".join(marks))


def _of_email(content: bytes, depth: int) -> Iterator[str]:
    message = email.message_from_bytes(content, EmailMessage, policy=email.policy.default)
    is_whole = True
    for part in message.walk():
        yield from _around(part)
        try:
            yield from _of_part(part, depth)
        except MALFORMED:
            is_whole = False
    if not is_whole:
        raise CannotRead("An attachment is no text, or not written as it should be.")


def _around(part: MIMEPart) -> Iterator[str]:
    """The headers of a part, as they mean and as they are, and what stands around its own parts."""
    headers = list(part.raw_items())
    yield "\n".join(f"{name}: {_header(part, name, value)}" for name, value in headers)
    bare = [*(f"{name}: {value}" for name, value in headers), part.preamble, part.epilogue]
    raw = "\n".join(one for one in bare if one).encode("utf-8", "surrogateescape")
    yield from _decoded(raw, "")


def _header(part: MIMEPart, name: str, value: str) -> str:
    try:
        return str(part.policy.header_fetch_parse(name, value))
    except MALFORMED:
        return "\ufffd"


def _of_part(part: MIMEPart, depth: int) -> Iterator[str]:
    sent_as = str(part.get("Content-Transfer-Encoding", "")).lower()
    if not part.is_multipart():
        sent = part.get_payload(decode=True)
        sent = sent if isinstance(sent, bytes) else b""
        if part.get_content_maintype() == "text":
            yield from _of_text_part(sent, part)
        elif sent:
            yield from texts_in(sent, type_of(sent), depth + 1)
    if part.defects or sent_as not in (AS_IT_IS if part.is_multipart() else SENT_AS):
        raise CannotRead("It is not written as it should be.")


def _of_text_part(sent: bytes, part: MIMEPart) -> Iterator[str]:
    kind = part.get_content_subtype()
    if sent.startswith(b"{\\rtf"):
        yield from _of_rtf(sent)
        return
    for text in _decoded(sent, part.get_content_charset("")):
        yield text
        if kind != "plain":
            yield from _of_markup(text)
    if kind not in READ_AS_THEY_ARE:
        raise CannotRead(kind)


def _decoded(sent: bytes, charset: str) -> list[str]:
    """A text in the encoding that it says it is in, and in those in which it may be instead."""
    if sent.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        charset = "utf-16"
    try:
        texts = [sent.decode(charset or "utf-8", "replace")]
    except (LookupError, ValueError):
        texts = [sent.decode("utf-8", "replace")]
    if not sent.isascii() and not charset.startswith("utf-16"):
        try:
            texts.append(sent.decode("utf-8"))
        except UnicodeDecodeError:
            texts += [sent.decode(one, "ignore") for one in OLD_CHARSETS]
    return list(dict.fromkeys(texts))
