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


@pytest.mark.parametrize("of_source", [{}, {"summary_en": QUOTE}, TOLD])
@pytest.mark.parametrize("is_public", [False, True])
def test_the_draft_is_read_and_its_text_is_in_no_statement(client, of_source, is_public):
    case, source = a_case(), a_source("interview", **of_source)
    if is_public:
        published(case, source)
    Citation.objects.create(case=case, source=source, quote=QUOTE, locator="p. 1")
    client.force_login(alice())
    with CaptureQueriesContext(connection) as queries:
        page = client.get(f"/admin/preview/case/{case.pk}/")
    assert page.status_code == 200
    assert QUOTE in page.content.decode()
    assert any("timeline_edition" in one["sql"] for one in queries)
    assert not [one["sql"] for one in queries if "quokka" in one["sql"].lower()]
    assert not Edition.objects.filter(document__has_key="draft").exists()
    assert Edition.objects.exists() == is_public
