"""Takes the pictures of docs/handbook.md anew, on a site of its own with the seed and fiction.

Run as `python -m tests.browser.handbook_pictures`; Chromium's path comes from CHROMIUM or PATH.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import FLAGS
from tests.browser.pages import ARREST
from tests.browser.people import Colleague
from tests.browser.site import ROOT, running_site

FOLDER = ROOT / "docs" / "desk"
MOST_BYTES = 120_000
WIDTH = 1100


def take(one: Colleague, name: str, height: int = 620) -> None:
    """The top of the page as it stands, `height` pixels of it."""
    clip = {"x": 0, "y": 0, "width": WIDTH, "height": height}
    one.page.screenshot(path=FOLDER / f"{name}.png", clip=clip, full_page=True)


def take_all(one: Colleague) -> None:
    """All pictures, in the order of the handbook."""
    one.opens("/admin/")
    take(one, "dashboard", 760)
    one.finds("event", ARREST)
    one.page.locator(".field-date").scroll_into_view_if_needed()
    one.page.locator("#event_form .module").first.evaluate("it => it.remove()")
    take(one, "form", 700)
    one.finds("event", ARREST)
    one.types("Summary (English)", "He was arrested in Saint Petersburg, says the bulletin.")
    one.presses("Save")
    one.reads("What you are about to save")
    take(one, "saving", 640)
    one.finds("event", "A draft in review")
    one.follows("Review")
    take(one, "review", 680)
    one.finds("event", ARREST)
    one.follows("History")
    take(one, "history", 560)
    one.opens("/admin/cases/event/?q=draft")
    for box in one.page.get_by_label("Select this object for an action").all():
        box.check()
    one.page.get_by_label("Action:").select_option(label="Publish")
    one.presses("Go on")
    one.reads("What stands in the way")
    take(one, "many", 620)


def taken_with(browser: Browser, folder: Path) -> None:
    """Serves a site in `folder` and takes the pictures of it."""
    with running_site(folder) as site:
        one = Colleague(browser, site, "desk", viewport={"width": WIDTH, "height": 800})
        take_all(one.logs_in())
        one.context.close()


def main() -> int:
    """Prints the size of each; the exit code is the number of those that are too heavy."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        print("No pictures were taken: Chromium is not installed.")
        return 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        taken_with(browser, Path(folder))
        browser.close()
    sizes = {one.name: one.stat().st_size for one in sorted(FOLDER.glob("*.png"))}
    print("\n".join(f"{name}: {size // 1000} KB" for name, size in sizes.items()))
    return sum(size > MOST_BYTES for size in sizes.values())


if __name__ == "__main__":
    sys.exit(main())
