"""No file is ever published, so none has to be stripped of what its maker's devices wrote in it."""

import pytest
from django.core.files.base import ContentFile

from cases import documents
from cases.models import Case, Citation, Source
from tests.cast import a_case, a_source, published
from tests.privacy.addresses import Place, addresses_of, patterns
from tests.privacy.crawling import rows_of_the_record
from tests.privacy.reading import Finder

pytestmark = pytest.mark.django_db
MAKER, NAME, SIZE = "qzcamera of mr pakxq", "qzscanxq.jpg", 81_409
PICTURE = b"\xff\xd8\xff\xe1\0\x30Exif\0\0" + MAKER.encode()


@pytest.fixture
def source():
    """A published source with a picture, cited by a published case."""
    content = PICTURE + bytes(SIZE - len(PICTURE))
    held = a_source("with-picture", file=ContentFile(content, NAME))
    case = a_case(cited=False)
    Citation.objects.create(case=case, source=held, locator="p. 1")
    published(case, held)
    return held


def told_of(source):
    """What a file could tell: its maker, its name, digest, size and type, and where it is kept."""
    assert source.file_type == "image/jpeg"
    return Finder(
        [
            (MAKER, "metadata"),
            (NAME, "name"),
            (source.file_sha256, "digest"),
            (source.file_sha256[:16], "digest, shortened"),
            (str(SIZE), "size"),
            (f"{SIZE:,}", "size"),
            (source.file_type, "type"),
            (source.file.name, "place"),
        ]
    )


def every_public_address(source):
    """Every public pattern for the source and its case, and where others would serve a file."""
    places = [Place("sources", source.reference), Place("cases", Case.objects.get().reference)]
    for text, names in patterns():
        yield from addresses_of(text, names, places)
    for name in (source.file.name, source.file_sha256, NAME):
        for folder in ("", "uploads/", "media/", "files/", "static/", "sources/"):
            yield f"/{folder}{name}"
    for act in ("file/", "file", "download/", NAME):
        yield f"/sources/{source.reference}/{act}"


def test_no_public_address_serves_an_upload_or_tells_of_one(client, source):
    finder, pages = told_of(source), 0
    for address in every_public_address(source):
        answer = client.get(address)
        assert finder.in_answer(answer, address) == {}, address
        pages += answer.status_code == 200
    assert pages > 50


def test_no_edition_holds_a_files_name_size_digest_or_type(source):
    finder = told_of(source)
    assert [table for table, row in rows_of_the_record() if finder.in_bytes(row)] == []


def test_an_edition_that_held_a_digest_would_be_found(monkeypatch):
    printed = {**documents.PUBLIC, Source: (*documents.PUBLIC[Source], "file_sha256")}
    monkeypatch.setattr(documents, "PUBLIC", printed)
    held = a_source("with-picture", file=ContentFile(PICTURE, NAME))
    published(held)
    finder = Finder([(held.file_sha256, "digest")])
    assert "timeline_edition" in [t for t, row in rows_of_the_record() if finder.in_bytes(row)]
