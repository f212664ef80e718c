"""Every page of the desk in Chromium: for everyone, quiet, and no wider than a phone."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.desk import NO_PAGES, REFUSED, Walker, sections
from tests.browser.pages import ARREST
from tests.browser.people import Colleague

pytestmark = pytest.mark.slow

DRAFT = "A draft in review"
MADE_UP = "Mukhametshin Bakhtiyar"
WHY = "https://court.example/komsomolsk-na-amure/2014/rulings/12345"
PHONE = 375
WITHDRAWN = "Russia to invest 340 million dollars in a railway"
axe = Axe()


@pytest.fixture(scope="module")
def at_desk(browser, seed) -> Iterator[Callable[..., Colleague]]:
    """Somebody who may do everything, at a browser of a kind; each kind logs in once."""
    there: dict[tuple[str, int], Colleague] = {}

    def sits(scheme: str = "light", width: int = 1280) -> Colleague:
        if (scheme, width) not in there:
            size = {"width": width, "height": 800}
            one = Colleague(browser, seed, "desk", color_scheme=scheme, viewport=size)
            there[scheme, width] = one.logs_in()
        return there[scheme, width]

    yield sits
    for one in there.values():
        one.context.close()


def of_event(act: str, title: str = ARREST) -> Callable[[Colleague], object]:
    def opens(one: Colleague) -> None:
        one.finds("event", title)
        one.opens(one.page.url.split("?")[0].removeprefix(one.site).replace("/change/", f"/{act}/"))

    return opens


def saving(one: Colleague) -> None:
    one.finds("event", ARREST)
    one.types("Place", "Saint Petersburg")
    one.presses("Save")
    one.reads("What you are about to save")


def collision(one: Colleague) -> None:
    one.finds("event", "Choe Myong Bok leaves the logging camp")
    number = one.page.locator("[name=seen_version]").get_attribute("value")
    one.page.locator("[name=seen_version]").evaluate("it => { it.value = Number(it.value) - 1 }")
    assert number
    one.types("Place", "Near Tynda")
    one.presses("Save")
    one.reads("was changed meanwhile")


def mistake(one: Colleague) -> None:
    one.opens("/admin/cases/event/add/")
    one.types("Date", "31 February")
    one.presses("Save")
    one.reads("Please correct the errors below")


def compare(one: Colleague) -> None:
    of_event("history")(one)
    one.presses("Compare the two that are marked")


def restore(one: Colleague) -> None:
    of_event("history")(one)
    one.goes(one.page.get_by_role("link", name="Restore this").first)


def many(one: Colleague) -> None:
    one.opens("/admin/cases/event/?q=draft")
    for box in one.page.get_by_label("Select this object for an action").all():
        box.check()
    one.page.get_by_label("Action:").select_option(label="Publish")
    one.presses("Go on")
    one.reads("What stands in the way")


def suspend(one: Colleague) -> None:
    one.opens("/admin/auth/user/")
    one.goes(one.page.get_by_role("link", name="Suspend…: carol"))


def new_erasure(one: Colleague) -> None:
    one.opens("/admin/cases/person/")
    one.goes(one.page.locator("#result_list tbody th a").first)
    one.follows("Erase…")


def erasure(one: Colleague) -> None:
    one.opens("/admin/erasures/")
    if one.page.get_by_text("No request waits.").count():
        new_erasure(one)
        one.types("Asked in", "File 7")
        one.types("Why it is right", "They asked us to.")
        one.presses("Write the request down")
    else:
        one.goes(one.page.locator("#content tbody th a").first)
    one.reads("What goes whole")


def somebody(act: str) -> Callable[[Colleague], object]:
    """A page of the first person on the list."""

    def opens(one: Colleague) -> None:
        one.opens("/admin/cases/person/")
        one.goes(one.page.locator("#result_list tbody th a").first)
        one.opens(one.page.url.split("?")[0].removeprefix(one.site).replace("/change/", f"/{act}/"))

    return opens


def names_let_pass(one: Colleague) -> None:
    """The names of a record in which a name was let pass, once it is an identity's."""
    somebody("identity")(one)
    if not one.page.get_by_label("Name 1", exact=True).input_value():
        one.types("Name 1", MADE_UP)
        one.page.get_by_label("Why is it changed?").select_option(label="Something more is known")
        one.presses("Save")
    of_event("names")(one)
    if not one.page.get_by_role("button", name="Take back").count():
        one.types("Note for readers", f"The judge is {MADE_UP}.")
        one.types("Why the name may stand in it", WHY)
        one.presses("Let the names in this note pass")
    one.reads("What was let pass")


def source_removed(one: Colleague) -> None:
    """The removal of a source, with all that is hidden with it."""
    one.opens("/admin/cases/source/")
    one.goes(one.page.locator("#result_list tbody th a").first)
    one.follows("Remove to protect somebody")
    one.reads("Three ways")


def login(one: Colleague) -> None:
    one.context.clear_cookies()
    one.opens("/admin/")
    one.types("Username", "nobody")
    one.types("Password", "nothing")
    one.presses("Log in")
    one.reads("This name and password were not accepted")
    one.logs_in()
    one.context.clear_cookies()
    one.opens("/admin/")


def at(path: str) -> Callable[[Colleague], object]:
    return lambda one: one.opens(path)


PAGES: dict[str, Callable[[Colleague], object]] = {
    "dashboard": at("/admin/"),
    "list": at("/admin/cases/event/"),
    "filtered list": at("/admin/cases/event/?q=Choe&standing__exact=reported"),
    "list without results": at("/admin/cases/case/?q=nothing-at-all"),
    "change form": of_event("change"),
    "change form in review": of_event("change", DRAFT),
    "add form": at("/admin/cases/case/add/"),
    "add form of a source": at("/admin/cases/source/add/"),
    "add form of a figure": at("/admin/cases/figure/add/"),
    "add form with mistakes": mistake,
    "popup": at("/admin/cases/source/add/?_to_field=id&_popup=1"),
    "saving": saving,
    "collision": collision,
    "history": of_event("history"),
    "compare": compare,
    "restore": restore,
    "submit": of_event("submit", "A draft with nothing in it"),
    "review": of_event("review", DRAFT),
    "publish": of_event("publish"),
    "publish with blockers": of_event("publish", "A draft with nothing in it"),
    "hide": of_event("hide"),
    "withdraw": of_event("withdraw"),
    "many": many,
    "delete": of_event("delete", DRAFT),
    "refusal": of_event("delete"),
    "requests to be erased": at("/admin/erasures/"),
    "new request to be erased": new_erasure,
    "request to be erased": erasure,
    "reassign": at("/admin/reassign/"),
    "handbook": at("/admin/handbook/"),
    "accounts": at("/admin/auth/user/"),
    "account": at("/admin/auth/user/add/"),
    "password": at("/admin/password_change/"),
    "suspend an account": suspend,
    "what happened to accounts": at("/admin/accounts/log/"),
    "second factors": at("/admin/accounts/factors/"),
    "a phone": at("/admin/accounts/factors/phone/"),
    "a key": at("/admin/accounts/factors/keys/add/"),
    "one's own sessions": at("/admin/accounts/sessions/"),
    "one's own way in": at("/admin/accounts/factors/way-in/"),
    "past the guessers": at("/admin/accounts/way-in/made-up:of-nobody:at-all/"),
}


# Pages of who somebody is, of the name guard, and of what is taken from the public.
PROTECTING: dict[str, Callable[[Colleague], object]] = {
    "identity": somebody("identity"),
    "editions with a name": somebody("editions"),
    "find by a name": at("/admin/identities/"),
    "who read identities": at("/admin/identities/readings/"),
    "where names are public": at("/admin/identities/held/"),
    "names let pass": names_let_pass,
    "names": of_event("names", DRAFT),
    "take out of earlier editions": of_event("suppress"),
    "remove": of_event("remove"),
    "remove what others rest on": source_removed,
    "let it be published again": of_event("allow"),
    "what was taken back": of_event("shelf", WITHDRAWN),
    "what was taken from the public": at("/admin/removals/"),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_that_keeps_staff_out(at_desk, name, scheme):
    one = at_desk(scheme)
    PAGES[name](one)
    found = axe.run(one.page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_staff_log_in(browser, seed, scheme):
    one = Colleague(browser, seed, "desk", color_scheme=scheme)
    login(one)
    found = axe.run(one.page)
    one.context.close()
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("name", {**PAGES, **PROTECTING})
def test_no_page_of_the_desk_is_wider_than_a_phone(at_desk, name):
    one = at_desk(width=PHONE)
    {**PAGES, **PROTECTING}[name](one)
    assert one.page.evaluate("document.documentElement.scrollWidth") <= PHONE


@pytest.mark.parametrize("section", sections())
def test_every_address_of_the_desk_keeps_the_policy_and_is_quiet(at_desk, section):
    one = at_desk()
    for name, address in list(Walker(one).addresses(section)):
        one.said.clear()
        if name in NO_PAGES:
            status = one.page.request.get(one.site + address).status
        else:
            status = one.opens(address)
        refusal = 403 if str(name).endswith("_delete") else 200
        assert status in (200, REFUSED.get(name, refusal)), f"{address} answers {status}"
        loud = [words for words in one.said if f"status of {status}" not in words]
        assert loud == [], address


def test_a_date_is_read_while_it_is_typed(at_desk):
    one = at_desk()
    one.opens("/admin/cases/event/add/")
    one.types("Date", "spring 2014")
    one.reads("We read this as “Spring 2014”: 1 March 2014 to 31 May 2014.")
    assert one.page.locator(".fuzzy .cell.solid").count() == 3
    one.types("Date", "31 February 2014")
    one.reads("February 2014 has 28 days")


def test_a_theme_that_is_chosen_colours_our_own_parts_too(at_desk):
    one = at_desk()
    compare(one)
    shade = "getComputedStyle(document.querySelector('ins')).backgroundColor"
    seen = set()
    for _ in range(3):
        one.page.get_by_role("button", name="Toggle theme").click()
        seen.add(one.page.evaluate(shade))
    assert len(seen) == 2


def test_the_button_of_a_removal_says_how_many_others_it_hides(at_desk):
    one = at_desk()
    source_removed(one)
    boxes = one.page.locator("[name=with]")
    number = boxes.count()
    assert number > 2
    words = "Remove it without a trace, and hide {} others"
    assert one.page.get_by_role("button", name=words.format(number), exact=True).count()
    boxes.first.uncheck()
    assert one.page.get_by_role("button", name=words.format(number - 1), exact=True).count()
    for box in boxes.all():
        box.uncheck()
    assert one.page.get_by_role("button", name="Remove it without a trace", exact=True).count()
