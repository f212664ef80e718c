"""Files are looked into as far as anybody can without a program; the others are named."""

import base64
import io
import zipfile
from email.message import EmailMessage

import pytest
from django.core.files.base import ContentFile

from cases.erasing import erase, would_erase
from cases.erasing.files import LONGEST_MARKED
from cases.erasing.filetexts import CannotRead, texts_in
from cases.erasing.lookedfor import LookedFor
from cases.models import Identifier, Identity, IdentityName, Source
from cases.names import Eraser
from tests.cases.erasing import asking
from tests.cast import a_person, a_source, grace

NAME = "Pak Sol Mi"
PDF = b"%PDF-1.4\n%%EOF"
EML = "message/rfc822"


def read(content: bytes, kind: str) -> tuple[str, bool]:
    """What can be read in a file, and whether that is all of it."""
    found = []
    try:
        for text in texts_in(content, kind):
            found.append(text)
    except CannotRead:
        return "\n".join(found), False
    return "\n".join(found), True


def a_mail(**attached: bytes) -> bytes:
    mail = EmailMessage()
    mail["From"] = "박솔미 <psm@example.org>"
    mail["To"] = "office@example.org"
    mail["Date"] = "Mon, 1 Jan 2024 00:00:00 +0000"
    mail["Subject"] = "Интервью"
    mail.set_content("С Пак Соль Ми, ночью.", cte="base64")
    mail.add_alternative("<p>Of P<b>ak</b> Sol Mi</p>", subtype="html", cte="quoted-printable")
    for name, content in attached.items():
        mail.add_attachment(content, maintype="application", subtype="x", filename=f"{name}.x")
    return mail.as_bytes()


def test_a_mail_is_read_with_its_headers_parts_and_attachments():
    whole, is_whole = read(a_mail(notes=f"With {NAME}, attached.".encode()), "message/rfc822")
    for text in ("박솔미", "Интервью", "С Пак Соль Ми, ночью.", "Of Pak Sol Mi", f"With {NAME}"):
        assert text in whole
    assert is_whole


def test_a_mail_within_a_mail_is_read_and_a_picture_in_it_is_told():
    inner = a_mail(picture=PDF)
    text, is_whole = read(a_mail(mail=inner), "message/rfc822")
    assert text.count("С Пак Соль Ми") == 2
    assert not is_whole


@pytest.mark.parametrize(
    "content",
    [
        b"From: =?utf-8?q?=ff?=\r\nContent-Type: text/plain; charset=none\r\n\r\nPak",
        b"Date: Mon, 1 Jan 99999999999 00:00:00 +0000\r\n\r\nPak",
        b"Pak",
    ],
)
def test_a_mail_that_is_not_written_as_it_should_be_is_read_as_it_is(content):
    assert "Pak" in read(content, "message/rfc822")[0]


def test_rich_text_is_read_without_its_marks():
    content = (
        rb"{\rtf1\ansi\ansicpg1251{\fonttbl\f0 Arial;}\pard Of \b Pak \b0 Sol\i  Mi\par "
        rb"\'cf\'e0\'ea \u48149?\u49556 \u48120\'3f \{x\}}"
    )
    text, is_whole = read(content, "application/rtf")
    for part in ("Of Pak Sol Mi", "Пак", "박", "솔", "미", "{x}"):
        assert part in text.replace("  ", " ")
    assert is_whole


def test_korean_in_rich_text_is_read_by_its_code_page():
    spelled = "".join(f"\\'{one:02x}" for one in "박솔미".encode("cp949")).encode()
    assert "박솔미" in read(rb"{\rtf1\ansi\ansicpg949 " + spelled + b"}", "application/rtf")[0]


def test_a_document_with_a_picture_in_it_is_read_and_not_wholly():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("word/document.xml", "<w:t>P</w:t><w:t>ak Sol &#77;i</w:t>")
        archive.writestr("docProps/thumbnail.jpeg", b"x")
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    text, is_whole = read(held.getvalue(), kind)
    assert NAME in text
    assert is_whole
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr("word/media/image1.png", b"x")
    assert not read(held.getvalue(), kind)[1]


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
RICH = "application/rtf"


def an_archive(**parts: str | bytes) -> bytes:
    """An office file of these parts, `__` for the strokes and `_` for the dots in their names."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return held.getvalue()


@pytest.mark.parametrize(
    "parts",
    [
        {"xl__workbook_xml": f'<sheets><sheet name="{NAME}" sheetId="1"/></sheets>'},
        {"word__document_xml": f"<w:ins w:author='{NAME}'><w:t>x</w:t></w:ins>"},
        {"word__document_xml": '<wp:docPr id="1" descr="Photo &#x50;ak Sol Mi, 2014"/>'},
        {"word__document_xml": '<a b="1 > 0" c="Pak Sol Mi"/>'},
        {"word__document_xml": "<!-- Pak Sol Mi -->"},
        {"word___rels__document_xml_rels": '<Relationship Target="mailto:pak.sol.mi@x.example"/>'},
        {"xl__drawings__drawing1_vml": f'<v:shape alt="{NAME}"/>'},
        {"manifest_rdf": f'<rdf:Description rdf:about="{NAME}"/>'},
    ],
)
def test_a_name_in_the_marks_of_an_office_file_is_read(parts):
    text, is_whole = read(an_archive(**parts), WORD)
    assert NAME in text or "pak.sol.mi@x.example" in text
    assert is_whole


def test_what_a_part_of_an_office_file_is_called_is_read():
    assert NAME in read(an_archive(**{f"Pictures__{NAME}_png": b"x"}), ODT)[0]


@pytest.mark.parametrize(
    "parts",
    [
        {"word__afchunk_txt": NAME},
        {"word__afchunk_mht": NAME},
        {"xl__printerSettings__printerSettings1_bin": NAME.encode("utf-16-le")},
        {"encrypted-package": b"x"},
        {"content_xml": bytes(range(256)), "META-INF__manifest_xml": "<manifest/>"},
        {"META-INF__manifest_xml": "<m:file-entry><m:encryption-data/></m:file-entry>"},
        {"word__document_xml": f"<w:t>{NAME}</w:t>".encode("utf-16")},
        {"word__document_xml": f"<w:t>{NAME}</w:t>".encode("utf-16-le")},
        {"word__document_xml": "<w:t>Пак</w:t>".encode("cp1251")},
    ],
)
def test_an_office_file_with_an_unknown_or_locked_part_is_not_wholly_read(parts):
    assert not read(an_archive(**parts), WORD)[1]


def test_what_every_open_document_has_is_no_unread_part():
    every = ("mimetype", "Configurations2__", "Thumbnails__thumbnail_png", "layout-cache")
    parts = dict.fromkeys(every, b"x") | {"Configurations2__": b"", "content_xml": NAME}
    assert read(an_archive(**parts), ODT)[1]


def bytes_in_rich_text(text: str, encoding: str) -> bytes:
    return "".join(f"\\'{one:02x}" for one in text.encode(encoding)).encode()


@pytest.mark.parametrize(
    ("head", "text", "encoding"),
    [
        (rb"\ansicpg1252{\fonttbl{\f1\fcharset204 Arial;}}\f1 ", "Пак Соль Ми", "cp1251"),
        (rb"\ansicpg1252 ", "Пак Соль Ми", "cp1251"),
        (rb"\ansicpg1252{\fonttbl{\f1\fcharset129 Batang;}}\f1 ", "박솔미", "cp949"),
        (rb"\ansicpg1251{\fonttbl{\f1\fcharset128 Mincho;}}\f1 ", "朴率美", "cp932"),
        (rb"\ansicpg1251{\fonttbl{\f1\fcharset0 Arial;}}\f1 ", "Zoë Müller", "cp1252"),
    ],
)
def test_letters_of_a_font_in_rich_text_are_read_whatever_the_page_of_the_whole(
    head, text, encoding
):
    content = rb"{\rtf1\ansi" + head + bytes_in_rich_text(text, encoding) + b"}"
    assert text in read(content, RICH)[0]


def test_a_syllable_that_rich_text_breaks_in_two_is_read():
    lead, trail = (f"\\'{one:02x}".encode() for one in "솔".encode("cp949"))
    content = rb"{\rtf1\ansi\ansicpg949 " + lead + b"\r\n" + trail + rb" \'8cc\u48120\'b9}"
    assert "솔 똠미" in read(content, RICH)[0]


@pytest.mark.parametrize(
    "written",
    [
        rb"\uc2\u48149\'b9\'da\u49556\'bc\'d6\u48120\'b9\'cc",
        rb"\uc0\u48149\u49556\u48120",
        rb"{\uc2 x}\u48149?\u49556?\u48120?",
    ],
)
def test_what_older_programs_show_instead_of_a_letter_cuts_no_name_in_rich_text(written):
    text, is_whole = read(rb"{\rtf1\ansi\ansicpg949 " + written + b"}", RICH)
    assert "박솔미" in text
    assert is_whole


@pytest.mark.parametrize(
    "written",
    [rb"{\pict\pngblip 8950}", rb"{\object{\*\objdata 01}}", rb"{\f1\fcharset99 x}", rb"\mac "],
)
def test_rich_text_with_a_picture_or_an_unknown_page_is_not_wholly_read(written):
    assert not read(rb"{\rtf1\ansi " + written + b"}", RICH)[1]


def a_part(content: bytes, *headers: str) -> bytes:
    """A mail of one part, with these headers of that."""
    every = ["From: a@b.example", "Date: Mon, 1 Jan 2024 00:00:00 +0000", "MIME-Version: 1.0"]
    lines = [*every, "Content-Transfer-Encoding: 8bit", *headers, "", ""]
    return "\r\n".join(lines).encode() + content


@pytest.mark.parametrize(
    ("kind", "text", "encoding"),
    [
        ("text/plain", "С Пак Соль Ми", "cp1251"),
        ("text/plain", "С Пак Соль Ми", "koi8-r"),
        ("text/plain; charset=x-windows-949", "어제 박솔미", "cp949"),
        ("text/plain; charset=us-ascii", "어제 박솔미", "cp949"),
        ('text/csv; name="a.csv"', "имя;Пак Соль Ми", "cp1251"),
    ],
)
def test_letters_in_a_mail_that_says_no_encoding_are_read_as_in_each_and_told(kind, text, encoding):
    mail = a_part(text.encode(encoding), f"Content-Type: {kind}")
    found, is_whole = read(mail, EML)
    assert text in found
    assert not is_whole


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("text/plain; charset=iso-8859-1", "С Пак Соль Ми".encode("cp1251")),
        ("text/plain; charset=koi8-r", "С Пак Соль Ми".encode()),
        ("text/plain", "С Пак Соль Ми".encode("utf-16")),
        (
            "text/rtf",
            rb"{\rtf1\ansi\ansicpg1251 \u1057?" + b" \xcf\xe0\xea \xd1\xee\xeb\xfc \xcc\xe8}",
        ),
        ("text/html; charset=utf-8", '<img alt="С Пак Соль Ми">'.encode()),
    ],
)
def test_letters_in_a_mail_that_says_another_encoding_are_read(kind, content):
    found, is_whole = read(a_part(content, f"Content-Type: {kind}"), EML)
    assert "С Пак Соль Ми" in found
    assert is_whole


def test_headers_of_one_name_are_all_read_and_those_of_8_bits_in_each_encoding():
    mail = b"To: c@d.example\r\nTo: pak-sol-mi@x.example\r\n" + a_part(b"x")
    assert "pak-sol-mi@x.example" in read(mail, EML)[0]
    mail = b"Subject: " + "Пак Соль Ми".encode("cp1251") + b"\r\n" + a_part(b"x")
    found, is_whole = read(mail, EML)
    assert "Пак Соль Ми" in found
    assert not is_whole


@pytest.mark.parametrize(
    ("content", "headers"),
    [
        (b"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n", ["Content-Type: text/plain"]),
        (b"BEGIN:VCARD\nFN:Pak Sol\n  Mi\n", ["Content-Type: text/vcard"]),
        (base64.b64encode(NAME.encode()), ["Content-Transfer-Encoding: base64;"]),
        (b"\x1b$)CUGAAA", ["Content-Type: text/plain"]),
    ],
)
def test_a_mail_of_which_not_all_is_surely_read_says_so(content, headers):
    mail = a_part(content, *headers).replace(b"Content-Transfer-Encoding: 8bit\r\n", b"")
    assert not read(mail, EML)[1]


@pytest.mark.parametrize("kind", ["application/pdf", "application/msword", "image/png", ""])
def test_what_cannot_be_read_says_so(kind):
    assert read(PDF, kind) == ("", False)


@pytest.mark.django_db
def test_files_that_name_the_person_are_offered_and_those_nobody_could_read_are_named(
    client, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path / "up"
    person = a_person()
    identity = Identity.objects.create(person=person.pk)
    IdentityName.objects.create(identity=identity, name=NAME)
    mail = (
        f"From: a@b\r\nTo: c@d\r\nSubject: x\r\nDate: Mon, 1 Jan 2024 00:00:00 +0000\r\n\r\n{NAME}"
    )
    for name, content in (
        ("mail", mail.encode()),
        ("rich", b"{\\rtf1\\ansi Of Pak \\b Sol Mi}"),
        ("other", b"Nobody at all"),
        ("scan", PDF),
    ):
        source = a_source(name)
        source.file = ContentFile(content, "x")
        source.save()
    preview = would_erase(person.pk, by=grace())

    def called(files) -> set[str]:
        return {Source.objects.get(pk=one.source).reference for one in files}

    assert called(preview.files) == {"mail", "rich"}
    assert called(preview.unread) == {"scan"}


@pytest.mark.parametrize("length", [0, 60_000])
def test_a_name_in_the_text_of_a_file_is_found_at_any_length_and_nothing_is_seen_in_others(length):
    eraser, rest = Eraser([NAME]), "x [y] " * (length // 6)
    for text in (f"{rest}With {NAME}.", f"{rest}?q=Pak%53olMi7&x=1"):
        assert eraser.stands_in(text, is_marked=length < LONGEST_MARKED)
    assert not eraser.stands_in(f"{rest}Of Pak.", is_marked=True)
    marked = LookedFor((NAME,)).eraser()
    assert marked.stands_in("With Pak S[o](https://x.example/)l Mi", is_marked=True)


def test_broken_files_are_told_and_stop_nothing():
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<w:t>Pak</w:t>" * 99)
    whole = held.getvalue()
    for place in range(0, len(whole), 3):
        read(whole[:place] + b"\xff" + whole[place + 1 :], kind)
    assert "Pak" in read(b"{\\rtf1\\ansicpg99999 Pak \\'cf}", "application/rtf")[0]


@pytest.mark.django_db
@pytest.mark.parametrize("is_former", [False, True])
def test_the_file_of_a_source_whose_docket_names_the_person_is_offered_and_stays_if_ticked(
    person, is_former
):
    source = a_source("ruling", file=ContentFile(PDF, "r.pdf"))
    held = Identifier.objects.create(source=source, scheme="docket", value=f"{asking.NAME} 12/14")
    if is_former:
        held.value = "12/14"
        held.save()
    preview = would_erase(person.pk, by=grace())
    assert [one.source for one in preview.files] == [source.pk]
    assert preview.unread == []
    erase(asking.decided(person, [preview.files[0].key]), by=grace())
    source.refresh_from_db()
    assert source.file.read() == PDF


@pytest.mark.django_db
@pytest.mark.parametrize("is_ticked", [False, True])
def test_no_file_goes_that_was_not_offered(person, is_ticked):
    for number, (scheme, value) in enumerate(
        [("docket", f"{asking.NAME} 1"), ("url", "https://x.example/2"), ("docket", "3")]
    ):
        source = a_source(f"s-{number}", file=ContentFile(PDF + bytes([number]), "r.pdf"))
        Identifier.objects.create(source=source, scheme=scheme, value=value)
    preview = would_erase(person.pk, by=grace())
    stay = {one.source for one in preview.unread}
    spared = [one.key for one in preview.files] if is_ticked else []
    stay |= {one.source for one in preview.files if is_ticked}
    erase(asking.decided(person, spared), by=grace())
    assert {one.pk for one in Source.objects.exclude(file="")} == stay
