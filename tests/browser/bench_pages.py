"""What each page type weighs and how soon it stands, on a slow phone; beside its limit.

The phone: 1.6 Mb/s, 150 ms, a processor a quarter as fast. Each time is also given as a ratio to
that of an almost empty page (`/health/`) of the same run, which holds what the machine and the
network cost by themselves. Run by `make bench`; Chromium's path comes from CHROMIUM or PATH.
"""

import gzip
import os
import shutil
import statistics
import sys
import tempfile
import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import FLAGS
from tests.browser.pages import SEED
from tests.browser.site import running_site

KB = 1024
ROUNDS = 3
# Page type, on the samples or not: the most HTML (gzip), script, requests that it may take.
BUDGETS = {
    "timeline, 50 events": (20, 6, 4),
    "case": (12, 3, 4),
    "agreement": (12, 3, 4),
    "event": (12, 3, 4),
    "diff": (15, 3, 4),
    "figures": (20, 2, 4),
    "search": (20, 3, 4),
}
MOST_LCP, MOST_CLS, MOST_CSS, MOST_NODES = 1800, 0.02, 8, 2500
OBSERVE = """
window.seen = {lcp: 0, cls: 0}
new PerformanceObserver(list => {
  for (const one of list.getEntries()) window.seen.lcp = one.startTime
}).observe({type: "largest-contentful-paint", buffered: true})
new PerformanceObserver(list => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.seen.cls += one.value
}).observe({type: "layout-shift", buffered: true})
"""


def visited(browser: Browser, address: str) -> dict[str, Any]:
    """One visit with an empty cache: milliseconds, shift, nodes, requests, bytes by type."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 150,
            "downloadThroughput": 1_600_000 / 8,
            "uploadThroughput": 750_000 / 8,
        },
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    answers: list[Any] = []

    def note(answer: Any) -> None:
        answers.append(answer)

    page.on("response", note)
    page.add_init_script(OBSERVE)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)
    seen: dict[str, Any] = page.evaluate("window.seen")
    seen["nodes"] = page.evaluate("document.querySelectorAll('*').length")
    seen["requests"] = len(answers)
    for answer in answers:
        seen[answer.request.resource_type] = answer.request.sizes()["responseBodySize"] / KB
    context.close()
    return seen


def html_size(address: str) -> float:
    """The page in KB as gzip makes it, whatever the server compressed it with."""
    with urllib.request.urlopen(address) as answer:
        return len(gzip.compress(answer.read(), 6, mtime=0)) / KB


def main() -> int:
    """Prints the table; the exit code is the number of limits that were broken."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        print("Page speeds were not measured: Chromium is not installed.")
        return 0
    broken = 0
    folder = Path(tempfile.mkdtemp(prefix="caseline-bench-"))
    with (
        running_site(folder / "seed") as seed,
        running_site(folder / "samples", samples=2000) as samples,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        visited(browser, f"{seed}/health/")
        empty = statistics.median(
            visited(browser, f"{seed}/health/")["lcp"] or 1 for _ in range(ROUNDS)
        )
        print(f"An almost empty page stands after {empty:.0f} ms.")
        print(
            "page                  HTML KB    CSS KB   JS KB  requests    nodes     LCP ms     CLS"
        )
        for name, (most_html, most_js, most_requests) in BUDGETS.items():
            address = f"{samples}/" if name.startswith("timeline") else seed + SEED[name]
            rounds = [visited(browser, address) for _ in range(ROUNDS)]
            lcp = statistics.median(one["lcp"] for one in rounds)
            cls = max(one["cls"] for one in rounds)
            one = rounds[0]
            pairs = [
                (html_size(address), most_html),
                (one["stylesheet"], MOST_CSS),
                (one.get("script", 0), most_js),
                (one["requests"], most_requests),
                (one["nodes"], MOST_NODES),
                (lcp, MOST_LCP),
                (cls, MOST_CLS),
            ]
            broken += sum(value > limit for value, limit in pairs)
            cells = [f"{value:.3g}/{limit}" for value, limit in pairs[:3]]
            cells += [f"{value:.0f}/{limit}" for value, limit in pairs[3:6]]
            print(
                f"{name:<20}",
                *(f"{cell:>9}" for cell in cells),
                f"{cls:.3f}/{MOST_CLS}",
                f"  {lcp / empty:.1f} x empty",
            )
        browser.close()
    shutil.rmtree(folder, ignore_errors=True)
    print(f"{broken} limits broken.")
    return broken


if __name__ == "__main__":
    sys.exit(main())
