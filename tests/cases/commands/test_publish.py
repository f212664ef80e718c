"""`publish`: what is ready goes out, and what is not is named."""

import io

import pytest
from django.core.management import CommandError, call_command

from cases.models import Event, Participation
from tests.cast import a_person, an_event, named_publicly, published, the_source
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


WELDER = "The welder of Uiju"
NAMED = f"The public would newly read how we call this person: “{WELDER}”."


@pytest.fixture
def event():
    """An event with somebody whose alias the public has not read."""
    event = an_event("arrest")
    person = a_person("welder", alias_en=WELDER, **named_publicly())
    Participation.objects.create(event=event, person=person)
    return event


def of_people():
    return Edition.objects.filter(kind="person")


@pytest.mark.parametrize("what", [{"all": True}, {}])
def test_an_alias_that_the_public_never_read_is_named_and_rides_along_with_nothing(event, what):
    said, refused = told(*([] if what else ["event:arrest"]), **what)
    assert "event:arrest edition 1" in said
    assert NAMED in refused
    assert "--with-aliases" in refused
    assert not of_people().exists()


def test_a_person_who_is_named_is_not_published_before_somebody_saw_the_alias(event):
    with pytest.raises(CommandError) as refused:
        told("event:arrest", "person:welder")
    assert NAMED in str(refused.value)
    assert "Nothing was published yet. --with-aliases" in str(refused.value)
    assert not Edition.objects.exists()


@pytest.mark.parametrize("what", [["event:arrest"], ["person:welder"], ["--all"]])
def test_it_is_published_and_named_where_that_is_asked_for(event, what):
    said, _ = told(*what, with_aliases=True)
    assert NAMED in said
    assert said.index(NAMED) < said.index("person:")
    assert of_people().get().document["alias_en"] == WELDER
    assert NAMED not in told(*what)[0]


def test_an_alias_that_the_public_reads_asks_for_nothing(event):
    published(event)
    Event.objects.update(place="Moscow")
    assert "Published 1 edition." in told("event:arrest")[0]
