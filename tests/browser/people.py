"""People at the desk, each at a browser of their own, who work as the page's words tell them to."""

import re
from typing import Self

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from tests.browser.site import PASSWORD


class Colleague:
    """Somebody who is logged in; `said` is all that their browser complained of."""

    def __init__(self, browser: Browser, site: str, name: str, **options: object) -> None:
        self.site, self.name = site, name
        self.context = browser.new_context(**options)
        self.said: list[str] = []
        self.context.on("console", self._hears)
        self.context.on("weberror", lambda error: self.said.append(str(error.error)))
        self.page = self.context.new_page()

    def _hears(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.said.append(message.text)

    def logs_in(self) -> Self:
        self.opens("/admin/")
        self.types("Username", self.name)
        self.types("Password", PASSWORD)
        self.presses("Log in")
        return self

    def opens(self, path: str) -> int:
        """Opens a page of the site; the answer's status."""
        answer = self.page.goto(self.site + path)
        assert answer is not None
        return answer.status

    def finds(self, kind: str, words: str) -> None:
        """Searches a list and opens the record of that title."""
        self.opens(f"/admin/cases/{kind}/?q={words}")
        self.goes(self.page.locator("#result_list").get_by_role("link", name=words, exact=True))

    def types(self, label: str, text: str, within: Locator | None = None) -> None:
        (within or self.page).get_by_label(_starting(label)).first.fill(text)

    def picks(self, label: str, words: str, within: Locator | None = None) -> None:
        """Chooses from a picker that searches while one types."""
        picker = (within or self.page).get_by_role("combobox", name=_starting(label)).first
        picker.click()
        self.page.keyboard.type(words)
        self.page.get_by_role("option", name=words).click()

    def presses(self, name: str) -> None:
        """Presses a button; what sends a form leads to another page."""
        button = self.page.get_by_role("button", name=name, exact=True)
        if button.evaluate("it => it.type === 'submit' && it.form !== null"):
            self.goes(button)
        else:
            button.click()

    def follows(self, name: str) -> None:
        self.goes(self.page.get_by_role("link", name=name, exact=True))

    def goes(self, to: Locator) -> None:
        """Clicks what leads to another page, and is there: nothing looks at the page left."""
        with self.page.expect_navigation():
            to.click()

    def reads(self, words: str) -> None:
        """Finds these words on the page, and waits for them if need be."""
        expect(self.page.get_by_text(words).first).to_be_visible()

    def reads_nothing_of(self, words: str) -> None:
        expect(self.page.get_by_text(words)).to_have_count(0)

    def begins_row(self, kind: str) -> Locator:
        """Adds a row of that kind to the form; the row."""
        self.presses(f"Add another {kind}")
        rows = self.page.locator(".inline-related:not(.empty-form), tr.form-row:not(.empty-form)")
        return rows.filter(has=self.page.get_by_text(f"{kind}:")).last

    def popup(self, link: str, within: Locator) -> Page:
        """Opens a small window from a “+” beside a picker."""
        with self.page.expect_popup() as opened:
            within.get_by_role("link", name=link).click()
        return opened.value

    def picks_reason(self, words: str) -> None:
        self.page.get_by_label("Reason", exact=True).select_option(label=words)

    def saves(self, reason: str = "", button: str = "Save draft") -> None:
        """Saves a record that exists: looks at the difference, gives a reason, and saves."""
        self.presses("Save")
        self.reads("What you are about to save")
        if reason:
            self.types("In your own words", reason)
        self.presses(button)


def _starting(label: str) -> re.Pattern[str]:
    """A label as it is read: Django ends it with a colon, and a picker adds what is chosen."""
    return re.compile(rf"^{re.escape(label)}(:|$| \()", re.IGNORECASE)
