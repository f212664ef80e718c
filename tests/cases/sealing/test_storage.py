"""The private store holds sealed files alone, by the digest of what is in them."""

import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.filetypes import LARGEST, UnfitFile, type_of
from cases.models import Source
from cases.sealing.keys import CannotUnseal
from cases.sealing.storage import files_in
from tests.cast import a_source, alice

SCAN = b"%PDF-1.4 the witness's statement"


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_a_file_is_sealed_and_read_again(store):
    default_storage.save("held/abc", ContentFile(SCAN))
    (path,) = [one for one in store.rglob("*") if one.is_file()]
    assert b"witness" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    with default_storage.open("held/abc") as file:
        assert file.read() == SCAN


def test_a_file_moved_to_another_name_or_changed_does_not_open(store):
    default_storage.save("held/abc", ContentFile(SCAN))
    (store / "held/other").write_bytes((store / "held/abc").read_bytes())
    (store / "held/changed").write_bytes((store / "held/abc").read_bytes()[:-1])
    (store / "held/open").write_bytes(SCAN)
    for name in ("other", "changed", "open"):
        with pytest.raises(CannotUnseal):
            default_storage.open(f"held/{name}")
    with pytest.raises(FileNotFoundError):
        default_storage.open("held/none")


def test_all_files_are_found_whatever_their_folder():
    assert list(files_in(default_storage)) == []
    for name in ("held/a", "imports/b", "c"):
        default_storage.save(name, ContentFile(SCAN))
    assert sorted(files_in(default_storage)) == ["c", "held/a", "imports/b"]


@pytest.mark.django_db
def test_a_source_keeps_its_file_under_the_digest_of_its_content(store):
    digest = hashlib.sha256(SCAN).hexdigest()
    first = a_source(file=SimpleUploadedFile("Choe Myong-bok.pdf", SCAN, "text/html"))
    second = a_source("copy", file=ContentFile(SCAN, "again.pdf"))
    assert first.file.name == second.file.name == f"sources/{digest}"
    assert (first.file_sha256, first.file_size) == (digest, len(SCAN))
    assert first.file_type == "application/pdf"
    assert [one.name for one in (store / "sources").iterdir()] == [digest]
    assert Source.objects.get(pk=second.pk).file.read() == SCAN
    assert first.history.get().file == f"sources/{digest}"


@pytest.mark.django_db
def test_the_file_is_served_as_an_attachment_that_no_browser_opens(client):
    source = a_source(file=ContentFile(SCAN, "scan.pdf"))
    client.force_login(alice())
    answer = client.get(f"/admin/cases/source/{source.pk}/file/")
    assert b"".join(answer.streaming_content) == SCAN
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_a_file_of_another_type_is_refused_whatever_it_is_called():
    source = a_source()
    source.file = SimpleUploadedFile("scan.pdf", b"MZ\x90\0" + b"\0" * 99, "application/pdf")
    with pytest.raises(ValidationError, match="not of a type that is kept here"):
        source.full_clean()
    with pytest.raises(UnfitFile):
        source.save()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (SCAN, "application/pdf"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 50, "image/png"),
        (b"\xff\xd8\xff\xe1\0\x10Exif\0\0" + b"\0" * 50, "image/jpeg"),
        (b"ID3\x03\0\0\0" + b"\0" * 50, "audio/mpeg"),
        (b"\0\0\0\x18ftypM4A " + b"\0" * 50, "audio/mp4"),
        (b"\0\0\0\x18ftypisom" + b"\0" * 50, "video/mp4"),
        ("증언: he lives.\n".encode(), "text/plain"),
        (b"From: a@example.org\nSubject: x\n\nhello", "message/rfc822"),
    ],
)
def test_documents_images_sound_and_film_are_kept(content, kind):
    assert type_of(content) == kind


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\0" + b"\0" * 100,
        b"\x7fELF\2\1\1" + b"\0" * 100,
        b"#!/bin/sh\necho",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"\n <svg xmlns='http://www.w3.org/2000/svg'/>",
        b"PK\x03\x04" + b"\0" * 60,
        b"Rar!\x1a\x07\0" + b"\0" * 30,
        bytes(range(256)),
        b"a text with\0a nought",
    ],
)
def test_programs_pages_and_archives_are_refused(content):
    with pytest.raises(UnfitFile, match="not of a type"):
        type_of(content)


def test_empty_and_too_large_files_are_refused():
    with pytest.raises(UnfitFile, match="empty"):
        type_of(b"")
    with pytest.raises(UnfitFile, match="larger than 100 MB"):
        type_of(bytes(LARGEST + 1))
