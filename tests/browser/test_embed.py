"""A partner's page on another origin, with the snippet that this site offers for it."""

import pytest

from tests.browser.site import served

pytestmark = pytest.mark.slow


@pytest.fixture
def partner(browser, tmp_path):
    """Opens a page of another origin that holds this HTML."""
    pages = []
    with served(tmp_path) as address:

        def opens(html: str):
            text = f'<!doctype html><html lang="en"><title>A partner</title><h1>News</h1>{html}'
            (tmp_path / "index.html").write_text(text, encoding="utf-8")
            pages.append(browser.new_page(viewport={"width": 800, "height": 900}))
            pages[-1].goto(f"{address}/index.html")
            return pages[-1]

        yield opens
        for page in pages:
            page.close()


@pytest.mark.parametrize(
    ("address", "heading"),
    [("/?family=court", "North Korean refugees in Russia"), ("/cases/choe-myong-bok/", "Removal")],
)
def test_the_snippet_of_a_page_shows_it_on_another_site(browser, seed, partner, address, heading):
    full = browser.new_page()
    full.goto(f"{seed}{address}")
    full.get_by_text("Show this on your own site").click()
    snippet = full.locator("[data-copy]", has_text="<iframe").inner_text()
    full.close()
    page = partner(snippet)
    frame = page.frame_locator("iframe")
    frame.get_by_role("heading", level=1, name=heading).wait_for()
    assert frame.locator(".ev").count() >= 2
    assert page.context.cookies() == []


def test_a_link_opens_outside_the_frame(seed, partner):
    page = partner(f'<iframe src="{seed}/embed/" title="Timeline" width="100%" height="500">')
    with page.expect_popup() as opened:
        page.frame_locator("iframe").get_by_role("link", name="Read the whole timeline").click()
    assert opened.value.url == f"{seed}/"
    assert page.frames[1].url == f"{seed}/embed/"


def test_the_pages_of_a_long_timeline_are_turned_inside(samples, partner):
    page = partner(f'<iframe src="{samples}/embed/" title="Timeline" width="100%" height="500">')
    frame = page.frame_locator("iframe")
    first = frame.locator(".ev-t").first.inner_text()
    frame.get_by_role("link", name="Later events").click()
    frame.get_by_role("link", name="Earlier events").wait_for()
    assert frame.locator(".ev-t").first.inner_text() != first


def test_no_other_page_shows_in_a_frame(seed, partner):
    page = partner(f'<iframe src="{seed}/" title="Timeline" width="100%" height="500">')
    page.wait_for_load_state("networkidle")
    assert page.frame_locator("iframe").locator(".ev").count() == 0


def test_the_snippet_can_be_copied(browser, seed):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{seed}/cases/choe-myong-bok/")
    page.get_by_text("Show this on your own site").click()
    page.locator(".snip").get_by_role("button", name="Copy").click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f'<iframe src="{seed}/embed/cases/choe-myong-bok/" title="Removal')
    context.close()
