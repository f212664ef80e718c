"""GeoJSON: public coordinates alone."""

import json
from decimal import Decimal

import pytest

from tests.cast import an_event, published
from timeline.exports.places import geojson_pieces

pytestmark = pytest.mark.django_db
PLACE = {"latitude": Decimal("55.75"), "longitude": Decimal("37.62")}


def test_an_event_with_public_coordinates_is_a_point_with_longitude_first(extract):
    published(an_event("shown", coordinates_public=True, **PLACE))
    answer = json.loads("".join(geojson_pieces(extract())))
    feature = answer["features"][0]
    assert answer["type"] == "FeatureCollection"
    assert feature["geometry"] == {"type": "Point", "coordinates": [37.62, 55.75]}
    assert feature["properties"]["reference"] == "shown"


def test_coordinates_that_are_not_public_are_counted_and_nothing_more(extract):
    published(an_event("secret", coordinates_public=False, **PLACE), an_event("nowhere"))
    text = "".join(geojson_pieces(extract()))
    answer = json.loads(text)
    assert answer["features"] == []
    assert answer["without_coordinates"] == 2
    assert "55.75" not in text
