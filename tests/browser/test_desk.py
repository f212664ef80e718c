"""The desk in Chromium: every page keeps the security policy, and a date is read live."""

import pytest

pytestmark = pytest.mark.slow

PAGES = ("/admin/", "/admin/cases/event/", "/admin/cases/case/add/", "/admin/reassign/")
ACTS = ("change", "history", "publish", "submit", "hide", "withdraw")


@pytest.fixture
def desk(browser, seed):
    """A page of somebody who is logged in, with all that the browser complained of."""
    context = browser.new_context()
    page = context.new_page()
    page.said = []
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.goto(f"{seed}/admin/")
    page.get_by_label("Username").fill("desk")
    page.get_by_label("Password").fill("only-for-browser-tests")
    page.get_by_role("button", name="Log in").click()
    yield page
    context.close()


def test_every_page_of_the_desk_keeps_the_policy(desk, seed):
    for path in PAGES:
        desk.goto(seed + path)
    desk.goto(f"{seed}/admin/cases/event/?q=choe-arrest")
    record = desk.locator("#result_list tbody th a").first.get_attribute("href")
    for act in ACTS:
        answer = desk.goto(seed + record.split("?")[0].replace("/change/", f"/{act}/"))
        assert answer.status == 200, act
    assert desk.said == []


def test_a_date_is_read_while_it_is_typed(desk, seed):
    desk.goto(f"{seed}/admin/cases/event/add/")
    desk.get_by_label("Date:").fill("spring 2014")
    desk.get_by_text("We read this as “Spring 2014”: 1 March 2014 to 31 May 2014.").wait_for()
    assert desk.locator(".fuzzy .cell.solid").count() == 3
    desk.get_by_label("Date:").fill("31 February 2014")
    desk.get_by_text("February 2014 has 28 days").wait_for()
