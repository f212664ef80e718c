"""Files are looked into as far as anybody can without a program; the others are named."""

import io
import zipfile
from email.message import EmailMessage

import pytest
from django.core.files.base import ContentFile

from cases.erasing import erase, would_erase
from cases.erasing.filetexts import CannotRead, texts_in
from cases.models import Identifier, Identity, IdentityName, Source
from tests.cases.erasing import asking
from tests.cast import a_person, a_source, grace

NAME = "Pak Sol Mi"
PDF = b"%PDF-1.4\n%%EOF"


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
    [b"From: =?utf-8?q?=ff?=\r\nContent-Type: text/plain; charset=none\r\n\r\nPak", b"Pak"],
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
