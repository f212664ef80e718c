"""The description: accurate for programs (asked by schemathesis), readable for people."""

import pytest

from tests.timeline.views.test_pages import text_of

pytestmark = pytest.mark.django_db


def test_the_description_is_open_to_every_origin(client, record):
    response = client.get("/api/v1/openapi.json")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response.json()["openapi"].startswith("3.1")
    assert len(response.json()["paths"]) == 15


@pytest.mark.parametrize("address", ["/api/", "/api/v1/"])
def test_the_root_leads_to_the_page_that_explains_it(client, record, address):
    assert client.get(address)["Location"] == "/api/v1/docs"


def test_the_page_names_every_operation_parameter_and_answer(client, record):
    found = client.get("/api/v1/openapi.json").json()
    text = text_of(client.get("/api/v1/docs"))
    for path, methods in found["paths"].items():
        assert f"GET {path}" in text
        for parameter in methods["get"]["parameters"]:
            assert parameter["name"] in text
    for name, schema in found["components"]["schemas"].items():
        assert name in text
        assert schema["description"] in text.replace("&#39;", "'")
    assert "It was withdrawn; the answer has the public note." in text


def test_the_page_needs_nothing_from_elsewhere(client, record):
    body = client.get("/api/v1/docs").content.decode()
    assert 'src="http' not in body
    assert "<style" not in body
