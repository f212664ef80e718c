"""What a page may weigh: bytes on the wire, requests, nodes. LCP and CLS are in `make bench`."""

import gzip
import urllib.request

import pytest

from tests.browser.pages import SAMPLES, SEED, address_of

pytestmark = pytest.mark.slow

KB = 1024
# Page type: HTML (gzip), requests.
LIMITS = {
    "timeline": (20 * KB, 4),
    "case": (12 * KB, 4),
    "agreement": (12 * KB, 4),
    "event": (12 * KB, 4),
    "diff": (15 * KB, 4),
    "figures": (20 * KB, 4),
    "search": (20 * KB, 4),
    "for programs": (20 * KB, 4),
}
# Pages for a frame carry no script at all.
FRAMED = {"embed": (12 * KB, 3), "embedded case": (12 * KB, 3)}
MOST_CSS, MOST_JS, MOST_NODES = 8 * KB, 6 * KB, 2500


def weight_of(address: str) -> int:
    with urllib.request.urlopen(address) as answer:
        return len(gzip.compress(answer.read(), 6, mtime=0))


def opened(browser, address: str):
    """A page at `address`, and every answer that it took."""
    page, answers = browser.new_page(), []

    def note(answer):
        answers.append(answer)

    page.on("response", note)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page, answers


@pytest.mark.parametrize("name", FRAMED)
def test_a_page_for_a_frame_stays_small(browser, seed, samples, name):
    address = samples + SAMPLES[name] if name in SAMPLES else seed + SEED[name]
    assert weight_of(address) <= FRAMED[name][0]
    page, answers = opened(browser, address)
    assert len(answers) <= FRAMED[name][1], [answer.url for answer in answers]
    assert "script" not in {answer.request.resource_type for answer in answers}
    page.close()


@pytest.mark.parametrize("name", LIMITS)
def test_html_stays_within_its_budget(seed, name):
    assert weight_of(seed + SEED[name]) <= LIMITS[name][0]


@pytest.mark.parametrize("name", ["timeline", "filtered", "later page"])
def test_fifty_events_stay_within_the_budget(samples, name):
    assert weight_of(address_of(samples, SAMPLES[name])) <= LIMITS["timeline"][0]


@pytest.mark.parametrize("name", LIMITS)
def test_requests_bytes_and_nodes_stay_within_their_budgets(browser, seed, samples, name):
    page, answers = opened(browser, samples + "/" if name == "timeline" else seed + SEED[name])
    assert len(answers) <= LIMITS[name][1], [answer.url for answer in answers]
    sizes = {answer.request.resource_type: answer.request.sizes() for answer in answers}
    assert sizes["stylesheet"]["responseBodySize"] <= MOST_CSS
    assert sizes["script"]["responseBodySize"] <= MOST_JS
    assert page.evaluate("document.querySelectorAll('*').length") <= MOST_NODES
    page.close()
