"""A figure as readers meet it when the source of one of its values is no longer published."""

import json
from decimal import Decimal

import pytest

from cases.history import revision
from cases.models import Citation, Figure, Observation, Source
from cases.publishing import hide, publish, remove, withdraw
from tests.cast import a_source, alice, an_event, carol, edgar, published

pytestmark = pytest.mark.django_db

SECRET = ("p. 77 of the leak", "A remark by somebody", "8131", "9,131", "9131", "Source leak")
WAYS = {
    "withdrawn": lambda one: withdraw(one, by=edgar(), public_note="It was wrong."),
    "hidden": lambda one: hide(one, by=carol(), reason="Looks wrong."),
    "removed": lambda one: remove(one, by=edgar(), reason="Somebody was threatened."),
}
ADDRESSES = (
    "/figures/",
    "/figures/granted/",
    "/figures/granted.csv",
    "/figures/granted.jsonld",
    "/figures/granted/history/1/",
    "/figures/granted/history/2/",
    "/figures/granted/history/1..2/",
    "/figures/asked/",
    "/events/report/",
    "/",
    "/embed/",
    "/api/v1/figures",
    "/api/v1/figures/granted",
    "/export/record.json",
    "/search/?q=granted",
)


def the_one(reference):
    """The source of that reference, made when it is first asked for."""
    return Source.objects.filter(reference=reference).first() or a_source(reference)


def a_figure(reference, **observations):
    """A figure of that reference, with values by the reference of their source."""
    figure = Figure.objects.create(
        reference=reference,
        title_en=f"Refuge {reference}",
        definition="People.",
        unit="people",
    )
    for number, (source, values) in enumerate(observations.items()):
        Observation.objects.create(
            figure=figure,
            source=the_one(source),
            **{"period": str(2001 + number), "value": Decimal(11 + number), **values},
        )
    return figure


LEAKED = {
    "period": "2012",
    "value": Decimal(8131),
    "denominator": Decimal(9131),
    "locator": "p. 77 of the leak",
    "remark": "A remark by somebody",
}


@pytest.fixture
def figure(db):
    """A figure with a value from a report and one from a leak, and what shows it elsewhere."""
    figure = a_figure("granted", report={}, leak=LEAKED)
    Citation.objects.create(figure=figure, source=the_one("report"), locator="p. 1")
    beside = a_figure("asked", report={})
    beside.compare_with.add(figure)
    event = an_event("report")
    event.figures.add(figure)
    published(figure, beside, event)
    with revision(by=alice(), reason=""):
        figure.title_en = "Refuge granted at last"
        figure.save()
    published(figure)
    return figure


def body_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer).decode() if answer.streaming else answer.content.decode()


def test_all_of_it_is_read_while_the_source_stands(client, figure):
    assert "p. 77 of the leak" in body_of(client, "/figures/granted/")
    assert "8131" in body_of(client, "/figures/granted.csv")
    assert "p. 77 of the leak" in body_of(client, "/export/record.json")
    assert "Refuge granted" in body_of(client, "/search/?q=remark")


@pytest.mark.parametrize("way", WAYS)
def test_a_value_goes_everywhere_with_its_source(client, figure, way):
    WAYS[way](the_one("leak"))
    for address in ADDRESSES:
        body = body_of(client, address)
        assert [one for one in SECRET if one in body] == [], address
        assert "Not published" not in body, address
        assert "8,131" not in body, address
    assert "Refuge granted" not in body_of(client, "/search/?q=remark")


@pytest.mark.parametrize("way", WAYS)
def test_the_other_values_stay_with_a_chart_of_their_own(client, figure, way):
    WAYS[way](the_one("leak"))
    page = body_of(client, "/figures/granted/")
    assert "Source report" in page
    assert "2001" in page
    assert "2012" not in page
    rows = body_of(client, "/figures/granted.csv").splitlines()
    assert [row.split(",")[0] for row in rows] == ["period", "2001"]
    answer = json.loads(body_of(client, "/api/v1/figures/granted"))
    assert [one["source"] for one in answer["document"]["observations"]] == ["report"]


def test_a_day_of_the_past_does_not_bring_a_removed_value_back(client, figure):
    remove(the_one("leak"), by=edgar(), reason="Somebody was threatened.")
    day = json.loads(body_of(client, "/api/v1/figures/granted"))["published"][:10]
    for address in (f"/as-of/{day}/figures/granted/", f"/as-of/{day}/figures/granted.csv"):
        assert [one for one in SECRET if one in body_of(client, address)] == [], address


def test_a_drawing_on_the_page_of_an_event_goes_with_its_source(client):
    figure = a_figure("share", leak={"denominator": Decimal(211)})
    Citation.objects.create(figure=figure, source=the_one("report"))
    event = an_event("report")
    event.figures.add(figure)
    published(figure, event)
    pages = ("/events/report/", "/", "/embed/", "/figures/")
    assert all("11 of 211" in body_of(client, page) for page in pages)
    remove(the_one("leak"), by=edgar(), reason="Somebody was threatened.")
    assert not any("11 of 211" in body_of(client, page) for page in pages)


def test_a_figure_without_any_value_left_shows_no_table_and_says_nothing_of_it(client):
    figure = a_figure("bare", leak=LEAKED)
    Citation.objects.create(figure=figure, source=the_one("report"))
    never = a_figure("never")
    Citation.objects.create(figure=never, source=the_one("report"))
    published(figure, never)
    remove(the_one("leak"), by=edgar(), reason="Somebody was threatened.")
    pages = [
        body_of(client, f"/api/v1/figures/{one}")
        .replace("never", "bare")
        .partition('"document"')[2]
        for one in ("bare", "never")
    ]
    assert pages[0] == pages[1]
    assert "values-h" not in body_of(client, "/figures/bare/")
    assert len(body_of(client, "/figures/bare.csv").splitlines()) == 1


def test_a_figure_whose_values_name_their_source_is_not_said_to_have_none(client):
    published(a_figure("granted", report={}))
    page = body_of(client, "/figures/granted/")
    assert "Source report" in page
    assert "not published at present" not in page
    withdraw(the_one("report"), by=edgar(), public_note="It was wrong.")
    assert "not published at present" in body_of(client, "/figures/granted/")


def test_a_value_comes_back_with_its_source(client, figure):
    withdraw(the_one("leak"), by=edgar(), public_note="It was wrong.")
    publish([the_one("leak")], by=None, bring_back=[the_one("leak").pk])
    assert "p. 77 of the leak" in body_of(client, "/figures/granted/")
    assert "Refuge granted" in body_of(client, "/search/?q=remark")
