"""Pages that come while work is done end in words, whatever happens meanwhile."""

import pytest
from django.test import RequestFactory

from cases.desk.live import live
from cases.sealing.keys import CannotUnseal
from tests.cast import alice

pytestmark = pytest.mark.django_db


def test_work_that_meets_what_cannot_be_unsealed_says_so_and_is_closed():
    closed = []

    def work():
        try:
            yield "1 row read"
            raise CannotUnseal("The key “k1” is needed to read this.")
        finally:
            closed.append(True)

    request = RequestFactory().get("/admin/")
    request.user = alice()
    answer = live(request, {"title": "Import"}, work(), str)
    page = b"".join(answer.streaming_content).decode()
    assert "<li>1 row read</li>" in page
    assert "<p>The key “k1” is needed to read this.</p>" in page
    assert page.rstrip().endswith("</html>")
    assert closed == [True]
