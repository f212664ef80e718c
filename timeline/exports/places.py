"""Events as GeoJSON (RFC 7946): those whose coordinates are public, and how many are left out."""

from collections.abc import Iterator
from typing import Any

from timeline.entries import Entry
from timeline.exports.extract import Extract
from timeline.exports.jsontext import list_pieces, members


def geojson_pieces(extract: Extract) -> Iterator[str]:
    """One FeatureCollection, piece by piece; `without_coordinates` counts the other events."""
    without = 0

    def features() -> Iterator[dict[str, Any]]:
        nonlocal without
        for row in extract.rows():
            if row.coordinates:
                yield _feature(extract, row, row.coordinates)
            else:
                without += 1

    yield "{" + members({"type": "FeatureCollection", **extract.about()}) + ",\n"
    yield from list_pieces("features", features())
    yield ",\n" + members({"without_coordinates": without}) + "}\n"


def _feature(extract: Extract, row: Entry, coordinates: tuple[float, float]) -> dict[str, Any]:
    latitude, longitude = coordinates
    return {
        "type": "Feature",
        "id": row.reference,
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
        "properties": extract.row_json(row),
    }
