"""A date in words for programs that know days alone, so that none looks finer than it is."""

from timeline.dates import EdtfDate
from timeline.dates.parts import Precision


def is_plain_day(value: EdtfDate) -> bool:
    """Whether it is one day, without a doubt about it."""
    return value.precision is Precision.DAY and not (value.approximate or value.uncertain)


def honest_words(value: EdtfDate) -> str:
    """The date in words, such as “Spring 2014 (season recorded, not the day)”."""
    return value.wording() if is_plain_day(value) else f"{value.wording()} ({value.note()})"
