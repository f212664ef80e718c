"""`publish`: what is ready goes out, and what is not is named."""

import io

import pytest
from django.core.management import CommandError, call_command

from cases.models import Event
from tests.cast import an_event, the_source
from timeline.models import Edition

pytestmark = pytest.mark.django_db


def told(*arguments: str, **options) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("publish", *arguments, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_one_draft_that_is_not_ready_keeps_no_other_back():
    an_event("ready")
    an_event("undated", date="")
    said, refused = told(all=True)
    assert "event:ready edition 1" in said
    assert "Event undated. The date is missing." in refused
    assert not Edition.objects.filter(reference="undated").exists()


def test_one_edition_is_one_edition():
    the_source()
    assert "Published 2 editions." in told("source:court-bulletin")[0]
    an_event("sole")
    told("event:sole")
    Event.objects.update(place="Moscow")
    assert "Published 1 edition." in told("event:sole")[0]
    assert "Nothing had changed." in told(all=True)[0]


def test_a_named_record_that_is_not_ready_is_refused_with_the_reason():
    an_event("undated", date="")
    with pytest.raises(CommandError, match="The date is missing"):
        told("event:undated")


@pytest.mark.parametrize(
    ("name", "words"),
    [("event:nobody", "no event with the reference"), ("poem:kim", "does not begin with a kind")],
)
def test_an_unknown_name_is_refused(name, words):
    with pytest.raises(CommandError, match=words):
        told(name)
