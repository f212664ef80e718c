"""A line on the terminal that says how far long work has come."""

import sys
import time
from types import TracebackType
from typing import Any

WIDTH = 30
BETWEEN = 0.2  # seconds


class Progress:
    """Called with a number, shows it: as a bar where the total is known, as a count where not.

    Nothing is shown where the output is no terminal, nor for work that is soon done.
    """

    def __init__(self, output: Any, verb: str, total: int = 0) -> None:
        self.output, self.verb, self.total = output, verb, total
        self.shown = time.monotonic()
        self.has_shown = False

    def __enter__(self) -> "Progress":
        return self

    def __call__(self, done: int) -> None:
        """Shows that `done` rows are done."""
        now = time.monotonic()
        if now - self.shown < BETWEEN or not sys.stderr.isatty():
            return
        self.shown, self.has_shown = now, True
        self.output.write(f"\r{self.line(done)}", ending="")

    def line(self, done: int) -> str:
        """What is shown for this number."""
        if not self.total:
            return f"{self.verb} {done:,} rows"
        filled = min(WIDTH, done * WIDTH // self.total)
        bar = "#" * filled + "." * (WIDTH - filled)
        return f"{self.verb} [{bar}] {done:,} of {self.total:,}"

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.has_shown:
            self.output.write("")
