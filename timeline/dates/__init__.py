"""Dates as sources know them: EDTF values (ISO 8601-2:2019), read, worded and ordered.

Pure Python on `datetime.date`: no database, no time zone, no clock. A day stays that day.
"""

from timeline.dates.agreeing import agreeing
from timeline.dates.parser import parse
from timeline.dates.parts import Precision
from timeline.dates.reader import Reading, is_undated, orders_of, read
from timeline.dates.strip import Cell, Strip
from timeline.dates.value import EdtfDate, Sense

__all__ = [
    "Cell",
    "EdtfDate",
    "Precision",
    "Reading",
    "Sense",
    "Strip",
    "agreeing",
    "is_undated",
    "orders_of",
    "parse",
    "read",
]
