"""The file for TimelineJS, drawn by TimelineJS itself (npm `@knight-lab/timelinejs`)."""

import json
import shutil
import urllib.request
from pathlib import Path

import pytest

from tests.browser.site import served

pytestmark = pytest.mark.slow

DIST = Path(__file__).parent / "node_modules/@knight-lab/timelinejs/dist"
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Drawn by TimelineJS</title>
<link rel="stylesheet" href="dist/css/timeline.css"></head>
<body><div id="timeline" style="width: 100%; height: 90vh"></div>
<script src="dist/js/timeline.js"></script>
<script>
  fetch("timeline.json").then(answer => answer.json()).then(data => {
    // Left to itself it takes fonts from its makers and from Google.
    const script_path = new URL("dist/js/", location).href
    window.drawn = new TL.Timeline("timeline", data, {font: null, script_path})
  })
</script></body></html>
"""


@pytest.fixture
def shown(seed, tmp_path):
    """The address of a page with TimelineJS and our file, and the file."""
    if not DIST.exists():
        pytest.skip("TimelineJS is not installed: npm ci --prefix tests/browser")
    with urllib.request.urlopen(f"{seed}/export/timeline.json") as answer:
        text = answer.read().decode()
    (tmp_path / "timeline.json").write_text(text, encoding="utf-8")
    (tmp_path / "index.html").write_text(PAGE, encoding="utf-8")
    shutil.copytree(DIST, tmp_path / "dist")
    with served(tmp_path) as address:
        yield f"{address}/index.html", json.loads(text)


def test_every_dated_event_is_drawn_with_its_own_words_for_its_date(browser, shown, tmp_path):
    address, file = shown
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    loud, asked = [], []
    page.on("pageerror", lambda error: loud.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.wait_for_function("window.drawn && drawn.ready")
    assert len(file["events"]) > 15
    assert page.locator(".tl-timemarker-content-container:visible").count() == len(file["events"])
    assert page.locator(".tl-slide").count() == len(file["events"]) + 1
    assert page.evaluate("drawn.config.getErrors()") == []
    # The title has a place for a date, too, which stays empty.
    drawn = filter(None, page.locator(".tl-headline-date").all_text_contents())
    assert sorted(drawn) == sorted(event["display_date"] for event in file["events"])
    assert loud == []
    assert {one.split("/", 3)[2] for one in asked} == {address.split("/", 3)[2]}
    page.screenshot(path=tmp_path / "timelinejs.png")
    page.close()


def test_a_marker_leads_to_its_event_and_back_to_the_record(browser, shown, seed):
    address, file = shown
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address)
    page.wait_for_function("window.drawn && drawn.ready")
    event = next(one for one in file["events"] if one["unique_id"] == "choe-arrest")
    page.evaluate("id => drawn.goToId(id)", event["unique_id"])
    slide = page.locator(f"#{event['unique_id']}.tl-slide")
    slide.get_by_text(event["text"]["headline"]).wait_for()
    link = slide.get_by_role("link", name="Sources and history")
    assert link.get_attribute("href") == f"{seed}/events/choe-arrest/"
    page.close()
