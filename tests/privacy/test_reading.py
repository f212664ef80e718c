"""The search for canaries finds them in every form, or "nothing was found" would mean nothing."""

import base64
import gzip
import html
import io
import json
import unicodedata
from urllib.parse import quote

import pytest
from django.http import HttpResponse
from django.utils.text import slugify
from openpyxl import Workbook

from tests.privacy.planting import word
from tests.privacy.reading import Finder

WORDS = word(4321)
LATIN, CYRILLIC, HANGUL = WORDS


def workbook(text: str) -> bytes:
    made, file = Workbook(), io.BytesIO()
    made.active.append([text])
    made.save(file)
    return file.getvalue()


def folded_lines(text: str) -> bytes:
    """As iCalendar writes a long line: 75 octets, then a line end and a space (RFC 5545)."""
    raw = f"SUMMARY:{'x' * 62}{text}".encode()
    return b"\r\n ".join(raw[at : at + 75] for at in range(0, len(raw), 75))


FORMS = {
    "as it is": lambda text: text.encode(),
    "NFC": lambda text: unicodedata.normalize("NFC", text).encode(),
    "NFD": lambda text: unicodedata.normalize("NFD", text).encode(),
    "case-folded": lambda text: text.casefold().encode(),
    "in capitals": lambda text: text.upper().encode(),
    "slug": lambda text: slugify(text, allow_unicode=True).encode(),
    "JSON": lambda text: json.dumps({"a": text}).encode(),
    "HTML": lambda text: html.escape(text).encode(),
    "HTML by number": lambda text: "".join(f"&#{ord(one)};" for one in text).encode(),
    "HTML in HTML": lambda text: html.escape("".join(f"&#x{ord(one):x};" for one in text)).encode(),
    "percent": lambda text: quote(text).encode(),
    "percent in small letters": lambda text: quote(text).lower().encode(),
    "marked inside": lambda text: f"{text[:3]}<mark>{text[3:]}</mark>".encode(),
    **{
        f"Base64, {before} before": lambda text, before=before: base64.b64encode(
            b"x" * before + text.encode() + b"yz"
        )
        for before in range(3)
    },
    "Base64 of NFD": lambda text: base64.b64encode(unicodedata.normalize("NFD", text).encode()),
    "gzip": lambda text: gzip.compress(text.encode()),
    "XLSX": workbook,
    "XLSX in gzip": lambda text: gzip.compress(workbook(text)),
    "folded as in iCalendar": folded_lines,
}


@pytest.mark.parametrize("needle", WORDS)
@pytest.mark.parametrize("form", FORMS)
def test_a_canary_is_found_in_every_form(form, needle):
    finder = Finder([(one, "a secret") for one in WORDS])
    text = f"{needle.capitalize()} & <others>"
    assert set(finder.in_bytes(FORMS[form](text)).values()) == {"a secret"}


def test_a_canary_is_found_in_a_header_and_in_a_cookie():
    finder = Finder([(LATIN, "a secret")])
    assert finder.in_answer(HttpResponse(headers={"Location": f"/{LATIN}/"}))
    answer = HttpResponse()
    answer.set_cookie("last", LATIN)
    assert finder.in_answer(answer)


def test_only_what_was_asked_may_be_said_back():
    finder = Finder([(LATIN, "asked"), (HANGUL, "not asked")])
    answer = HttpResponse(f"You asked for {LATIN}. We have {HANGUL}.")
    assert finder.in_answer(answer, f"/search/?q={LATIN}") == {HANGUL: "not asked"}


def test_what_is_not_there_is_not_found():
    finder = Finder([(one, "a secret") for one in word(4322)])
    for form in FORMS.values():
        assert finder.in_bytes(form(" ".join(WORDS))) == {}
