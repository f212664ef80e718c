"""Korean words for dates, as people type them, in the English that is read here."""

import re
from collections.abc import Callable

from timeline.dates.parts import MONTHS

SEASONS = {"봄": "spring", "여름": "summer", "가을": "autumn", "겨울": "winter"}
PARTS = {"초": "early", "중순": "mid", "말": "late"}
_YEAR = r"([0-9]{4})년"
_MONTH = r"([0-9]{1,2})월"


def _month(number: str) -> str:
    """The month with this number; what is none stays a number, and is not read."""
    return MONTHS[int(number) - 1].lower() if 1 <= int(number) <= len(MONTHS) else number


_REPLACED: list[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]] = [
    (
        re.compile(rf"{_YEAR} ?{_MONTH} ?([0-9]{{1,2}})일"),
        lambda m: f"{m[3]} {_month(m[2])} {m[1]}",
    ),
    (
        re.compile(rf"{_YEAR} ?{_MONTH} ?(초|중순|말)"),
        lambda m: f"{PARTS[m[3]]} {_month(m[2])} {m[1]}",
    ),
    (re.compile(rf"{_YEAR} ?{_MONTH}"), lambda m: f"{_month(m[2])} {m[1]}"),
    (re.compile(rf"{_YEAR} ?(봄|여름|가을|겨울)"), lambda m: f"{SEASONS[m[2]]} {m[1]}"),
    (re.compile(rf"{_YEAR} ?(초|말)"), lambda m: f"{PARTS[m[2]]} {m[1]}"),
    (re.compile(r"([0-9]{3}0)년대"), lambda m: f"{m[1]}s"),
    (re.compile(_YEAR), lambda m: m[1]),
    (re.compile(r"(.+?)(?:과|와) (.+?) ?사이"), lambda m: f"between {m[1]} and {m[2]}"),
    (re.compile(r"(.+?) ?부터 (.+?) ?까지"), lambda m: f"from {m[1]} to {m[2]}"),
    (re.compile(r"(.+?) ?부터"), lambda m: f"since {m[1]}"),
    (re.compile(r"(.+?) ?까지"), lambda m: f"until {m[1]}"),
    (re.compile(r"약 ?(.+)|(.+?) ?(?:경|무렵|쯤)"), lambda m: f"about {m[1] or m[2]}"),
    (re.compile(r"(.+?) ?또는 ?(.+)"), lambda m: f"{m[1]} or {m[2]}"),
]


def in_english(text: str) -> str:
    """The date in English words, where it is in Korean; what is not Korean stays as it is."""
    words = " ".join(text.split())
    for pattern, english in _REPLACED:
        words = pattern.sub(english, words)
    return words
