"""Erasing a person: the desk, its history, the record, files that wait, and then the bytes.

What is looked for are the person's names; what goes whole are the rows that are theirs. Nothing is
kept but the tombstone: the request, who decided it, when, and how much went.
"""

from cases.erasing.acting import CannotErase, erase, replay, would_erase
from cases.erasing.listing import (
    CannotList,
    Line,
    brought_back,
    erasure_list,
    mend_list,
    problems,
    refuse_whom_we_erased,
)
from cases.erasing.places import Place
from cases.erasing.preview import Preview
from cases.erasing.requests import CannotDecide, decide, open_requests, receive, refuse
from cases.erasing.scrubbing import CannotScrub, scrub, unscrubbed

__all__ = [
    "CannotDecide",
    "CannotErase",
    "CannotList",
    "CannotScrub",
    "Line",
    "Place",
    "Preview",
    "brought_back",
    "decide",
    "erase",
    "erasure_list",
    "mend_list",
    "open_requests",
    "problems",
    "receive",
    "refuse",
    "refuse_whom_we_erased",
    "replay",
    "scrub",
    "unscrubbed",
    "would_erase",
]
