"""Every page type in Chromium: for everyone, quiet, without script, by keyboard, narrow."""

from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.pages import SAMPLES, SEED, address_of

pytestmark = pytest.mark.slow

PAGES = [("seed", name) for name in SEED] + [("samples", name) for name in SAMPLES]
axe = Axe()


def opened(request, site: str, name: str) -> str:
    pages = SEED if site == "seed" else SAMPLES
    return address_of(request.getfixturevalue(site), pages[name])


@pytest.fixture
def visit(browser):
    """Opens an address in a new context; closes it when the test is over."""
    contexts = []

    def opens(address: str, **options):
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto(address)
        return page

    yield opens
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("site", "name"), PAGES)
def test_axe_finds_nothing_that_keeps_people_out(visit, request, site, name, scheme):
    page = visit(opened(request, site, name), color_scheme=scheme)
    page.evaluate(UNFOLD)
    found = axe.run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize(("site", "name"), PAGES)
def test_a_page_is_quiet_and_asks_nobody_else(visit, request, site, name):
    address = opened(request, site, name)
    page = visit("about:blank")
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.goto(address)
    refusals = ("the server responded with a status of 4",)
    loud = [words for words in page.said if not any(one in words for one in refusals)]
    assert loud == []
    own = address.split("/", 3)[2]
    assert {one.split("/", 3)[2] for one in asked} == {own}
    assert page.context.cookies() == []


@pytest.mark.parametrize(("site", "name"), PAGES)
def test_nothing_reaches_over_the_edge_at_320_pixels(visit, request, site, name):
    page = visit(opened(request, site, name), viewport={"width": 320, "height": 640})
    page.evaluate(UNFOLD)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_without_script_the_whole_page_is_there(visit, seed):
    scripted, plain = visit(f"{seed}/"), visit(f"{seed}/", java_script_enabled=False)
    for page in (scripted, plain):
        page.wait_for_load_state()
    assert plain.locator(".ev").count() == scripted.locator(".ev").count() > 15
    assert plain.locator("main").inner_text() == scripted.locator("main").inner_text()


def test_filters_and_chips_work_without_script(visit, seed):
    page = visit(f"{seed}/", java_script_enabled=False, viewport={"width": 390, "height": 800})
    page.get_by_text("Search and filter").last.click()
    page.get_by_role("checkbox", name="Movement").check()
    page.get_by_label("From", exact=True).fill("about 2000")
    page.get_by_role("button", name="Show events").click()
    assert "family=movement" in page.url
    chips = page.locator(".chip").all_inner_texts()
    assert len(chips) == 2
    page.locator(".chip").first.click()
    assert len(page.locator(".chip").all()) == 1


@pytest.mark.parametrize("name", ["timeline", "case", "figures", "diff", "search"])
def test_by_keyboard_everything_is_reached_and_nothing_focused_is_hidden(visit, seed, name):
    page = visit(f"{seed}{SEED[name]}", viewport={"width": 1280, "height": 700})
    reached: list[str] = []
    for _ in range(400):
        page.keyboard.press("Tab")
        state = page.evaluate(FOCUS)
        if state is None:
            break
        assert state["visible"], f"hidden while focused: {state}"
        if reached[-1:] == [state["key"]]:
            continue  # the next part of the same date input
        if state["key"] in reached:
            break
        reached.append(state["key"])
    assert len(reached) == page.evaluate(FOCUSABLE)


def test_the_first_stop_of_the_keyboard_skips_to_the_content(visit, seed):
    page = visit(f"{seed}/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_year_of_the_overview_leads_to_its_events(visit, seed):
    page = visit(f"{seed}/")
    page.get_by_role("link", name="2008: 1 event").focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#y2008")
    box = page.locator("#y2008").bounding_box()
    assert 0 <= box["y"] < 400


def test_a_year_that_is_on_another_page_leads_to_its_own_list(visit, samples):
    page = visit(f"{samples}/")
    page.locator("a.col").last.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/?from=202*")
    assert page.locator(".ev").count() > 0


def test_the_print_names_the_address_of_every_event(visit, seed):
    page = visit(f"{seed}/")
    page.emulate_media(media="print")
    after = page.evaluate("getComputedStyle(document.querySelector('.ev-t a'), '::after').content")
    assert "/events/" in after
    assert not page.locator(".side").is_visible()


def test_the_citation_can_be_copied(visit, seed):
    page = visit(f"{seed}/events/choe-arrest/", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert "edition 3" in page.evaluate("navigator.clipboard.readText()")


def test_the_past_is_entered_by_the_form_and_stays_in_its_links(visit, seed):
    page = visit(f"{seed}/")
    today = datetime.now(UTC).date().isoformat()
    page.get_by_label("Read the record as it stood on").fill(today)
    page.get_by_role("button", name="Show", exact=True).click()
    assert page.url == f"{seed}/as-of/{today}/"
    page.locator(".ev-t a").first.click()
    assert page.url.startswith(f"{seed}/as-of/{today}/events/")


UNFOLD = "document.querySelectorAll('details').forEach(one => { one.open = true })"
FOCUS = """() => {
  const one = document.activeElement
  if (!one || one === document.body) return null
  one.dataset.stop ||= String(Math.random())
  const box = one.getBoundingClientRect()
  const inside = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]].some(([a, b]) => {
    const hit = document.elementFromPoint(box.left + box.width * a, box.top + box.height * b)
    return hit && (one.contains(hit) || hit.contains(one))
  })
  return {key: one.dataset.stop, visible: inside, what: one.outerHTML.slice(0, 120)}
}"""
FOCUSABLE = """() => [...document.querySelectorAll(
  "a[href], button, input, select, textarea, summary, [tabindex='0']"
)].filter(one => one.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true})
  && one.tabIndex >= 0).length"""
