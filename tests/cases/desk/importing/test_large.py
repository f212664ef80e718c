"""Large imports: pages that come while the work is done."""

import re

import pytest

from cases.desk import imported as imported_pages
from cases.desk import importing
from cases.history import revision
from cases.models import (
    ImportBatch,
    Source,
)
from tests.cases.desk.importing.bringing import (
    BULLETIN,
    SOURCES,
    brought,
    imported,
    words,
)
from tests.cast import (
    a_source,
    carol,
    edgar,
)
from timeline.models import Edition

pytestmark = pytest.mark.django_db


class TestLargeImports:
    """Pages that come while the work is done."""

    @pytest.fixture(autouse=True)
    def everything_is_large(self, monkeypatch):
        monkeypatch.setattr(importing, "MANY_ROWS", 0)
        monkeypatch.setattr(importing, "LARGE_FILES", 0)

    @pytest.fixture
    def planned(self, staff):
        """The address of an import of 1,200 rows, and the token of its plan."""
        client = staff(carol())
        rows = "".join(f"source-{number},Source {number},news,,\n" for number in range(1200))
        address = brought(client, sources=SOURCES + rows)
        page = b"".join(client.get(address).streaming_content).decode()
        return client, address, re.search(r'name="token" value="([^"]*)"', page)[1]

    def test_the_plan_follows_the_count_of_rows_read(self, staff):
        client = staff(carol())
        answer = client.get(brought(client, sources=SOURCES + BULLETIN))
        assert answer.streaming
        page = words(answer)
        assert page.index("1 row read") < page.index("1 new, as drafts")

    def test_rows_are_counted_as_they_are_written(self, planned):
        client, address, seen = planned
        answer = client.post(f"{address}apply/", {"token": seen})
        pieces = [piece.decode() for piece in answer.streaming_content]
        assert "If it breaks off, nothing is imported." in pieces[0]
        lines = [line.strip() for line in pieces if line.startswith("<li>")]
        assert lines[:3] == [f"<li>{n:,} rows read</li>" for n in (500, 1000, 1200)]
        assert lines[3:] == [f"<li>{n:,} of 1,200 rows written</li>" for n in (500, 1000, 1200)]
        assert f'href="{address}">Go on' in "".join(pieces)
        assert Source.objects.count() == 1200

    def test_where_the_reader_goes_away_nothing_is_imported(self, planned):
        client, address, seen = planned
        answer = client.post(f"{address}apply/", {"token": seen})
        said = ""
        while "500 of 1,200" not in said:
            said = next(answer.streaming_content).decode()
        answer._iterator.close()  # as the server does once it finds nobody there
        assert Source.objects.count() == 0
        assert ImportBatch.objects.get().state == ImportBatch.State.WAITING
        with revision(reason="The next act has a revision of its own"):
            later = a_source("later")
        assert later.history.get().history_change_reason.startswith("The next act")
        apply_again = client.post(f"{address}apply/", {"token": seen})
        assert "Imported." in words(apply_again)

    def test_a_refusal_ends_the_page_with_what_is_wrong(self, planned):
        client, address, seen = planned
        a_source("source-7", assigned_to=None)
        page = words(client.post(f"{address}apply/", {"token": seen}))
        assert "Nothing was imported." in page
        assert "sources.csv 9" in page
        assert Source.objects.count() == 1


def test_a_large_publication_is_counted_as_it_goes_out(client, monkeypatch):
    client.force_login(edgar())
    address = imported(client)
    monkeypatch.setattr(imported_pages, "MANY_ROWS", 0)
    page = b"".join(client.get(f"{address}publish/").streaming_content).decode()
    assert page.index("2 records looked at") < page.index("What would be published")
    digest = re.search(r'name="digest" value="([^"]*)"', page)[1]
    said = words(client.post(f"{address}publish/", {"digest": digest}))
    assert "If it breaks off, nothing is published." in said
    assert said.index("2 records gone through") < said.index("Published 4 editions.")
    assert Edition.objects.filter(reference="kim-arrest").exists()
