"""A preview shows a draft whole, and writes none of its text into the database meanwhile."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Citation
from tests.cast import a_case, a_source, alice, published
from timeline.models import Edition

pytestmark = pytest.mark.django_db
QUOTE = "Quokkaverbatim, the witness said"
TOLD = {"is_testimony": True, "consent_audience": "public"}


def previewed(client, record):
    """The page, and every statement that it took."""
    kind = record._meta.model_name
    with CaptureQueriesContext(connection) as queries:
        page = client.get(f"/admin/preview/{kind}/{record.pk}/")
    assert page.status_code == 200
    statements = [one["sql"] for one in queries]
    assert any("INSERT" in one and "timeline_edition" in one for one in statements)
    return page, statements


@pytest.mark.parametrize("of_source", [{}, TOLD])
@pytest.mark.parametrize("is_public", [False, True])
def test_the_draft_is_read_and_its_text_is_in_no_statement(client, of_source, is_public):
    case, source = a_case(), a_source("interview", **of_source)
    if is_public:
        published(case, source)
    Citation.objects.create(case=case, source=source, quote=QUOTE, locator="p. 1")
    client.force_login(alice())
    page, statements = previewed(client, case)
    # Of testimony a reader of the case sees that it is held, and no word of it.
    assert (QUOTE in page.content.decode()) == (not of_source)
    assert [one for one in statements if "quokka" in one.lower()] == []
    assert not Edition.objects.filter(document__has_key="draft").exists()
    assert Edition.objects.exists() == is_public


def test_the_summary_of_a_source_is_in_no_statement_either(client):
    source = a_source("paper", summary_en=QUOTE)
    client.force_login(alice())
    page, statements = previewed(client, source)
    assert QUOTE in page.content.decode()
    assert [one for one in statements if "quokka" in one.lower()] == []
