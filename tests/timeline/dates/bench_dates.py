"""Microseconds a date, beside PyPI's edtf package in the same run; the slowest random string."""

import random
import time
from collections.abc import Callable

from edtf import parse_edtf

from timeline.dates import parse

DATES = (
    "2014",
    "2014-03",
    "2014-03-09",
    "2014-21",
    "199X",
    "2012~",
    "2004/2014",
    "2017/..",
    "[2016,2017]",
    "[..2019]",
)
LETTERS = "0123456789-/.[]{},~?%X YTaes\x00–"


def microseconds_a_date(read: Callable[[str], object], rounds: int) -> float:
    """The best of three rounds over DATES."""
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        for _ in range(rounds):
            for text in DATES:
                read(text)
        best = min(best, (time.perf_counter() - start) / rounds / len(DATES))
    return best * 1e6


def slowest_of_random(number: int) -> tuple[float, int]:
    """Milliseconds of the slowest of `number` random strings, and how many were dates."""
    chance, slowest, good = random.Random(7), 0.0, 0
    for _ in range(number):
        text = "".join(chance.choices(LETTERS, k=chance.randint(0, 80)))
        start = time.perf_counter()
        try:
            parse(text)
            good += 1
        except ValueError:
            pass
        slowest = max(slowest, time.perf_counter() - start)
    return slowest * 1e3, good


if __name__ == "__main__":
    ours, theirs = microseconds_a_date(parse, 500), microseconds_a_date(parse_edtf, 5)
    print(f"a date: ours {ours:.1f} µs, edtf {theirs:.0f} µs, ratio {theirs / ours:.0f}")
    slowest, good = slowest_of_random(10_000)
    print(f"10,000 random strings: {good} dates, slowest {slowest:.2f} ms, else only ValueError")
