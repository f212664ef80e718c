"""Every page type through the Nu HTML checker (npm `vnu-jar`, run by Java)."""

import json
import shutil
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.browser.pages import SAMPLES, SEED, address_of

pytestmark = pytest.mark.slow

JAR = Path(__file__).parent / "node_modules/vnu-jar/build/dist/vnu.jar"
# The checker does not know yet that a fetched page may hold these; each with its reason.
ALLOWED: tuple[str, ...] = ()


def saved(address: str, path: Path) -> None:
    try:
        with urllib.request.urlopen(address) as answer:
            path.write_bytes(answer.read())
    except urllib.error.HTTPError as refusal:
        path.write_bytes(refusal.read())


def test_the_checker_finds_no_error_in_any_page(seed, samples, tmp_path):
    if not JAR.exists() or shutil.which("java") is None:
        pytest.skip("The checker is not installed: npm ci --prefix tests/browser, and Java.")
    for site, pages in ((seed, SEED), (samples, SAMPLES)):
        for name, path in pages.items():
            kind = "seed" if site is seed else "samples"
            saved(address_of(site, path), tmp_path / f"{kind} {name}.html")
    done = subprocess.run(
        ["java", "-jar", str(JAR), "--format", "json", "--stdout", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    messages = json.loads(done.stdout)["messages"]
    errors = [
        f"{Path(one['url']).name}:{one.get('lastLine')}: {one['message']}"
        for one in messages
        if one["type"] == "error" and not any(words in one["message"] for words in ALLOWED)
    ]
    assert errors == []
