"""Erasing a person: the desk, its history, the record, files that wait, and then the bytes.

What is looked for are the person's names; what goes whole are the rows that are theirs. Nothing is
kept but the tombstone: the request, who decided it, when, and how much went.
"""

from cases.erasing.acting import CannotErase, erase, replay, would_erase
from cases.erasing.agreeing import NEEDED, preview_for
from cases.erasing.choices import (
    CannotDecide,
    Choices,
    are_files_decided,
    choices_of,
    decided_on,
)
from cases.erasing.listing import (
    brought_back,
    mend_list,
    problems,
    refuse_whom_we_erased,
)
from cases.erasing.places import Place
from cases.erasing.preview import Preview
from cases.erasing.requests import (
    agree,
    choose,
    decide,
    no_guardians,
    open_requests,
    receive,
    refuse,
)
from cases.erasing.scrubbing import CannotScrub, scrub, unscrubbed
from cases.erasing.wording import OWN, words_of_counts, words_of_place
from cases.erasurelist import CannotList, Line, erasure_list

__all__ = [
    "NEEDED",
    "OWN",
    "CannotDecide",
    "CannotErase",
    "CannotList",
    "CannotScrub",
    "Choices",
    "Line",
    "Place",
    "Preview",
    "agree",
    "are_files_decided",
    "brought_back",
    "choices_of",
    "choose",
    "decide",
    "decided_on",
    "erase",
    "erasure_list",
    "mend_list",
    "no_guardians",
    "open_requests",
    "preview_for",
    "problems",
    "receive",
    "refuse",
    "refuse_whom_we_erased",
    "replay",
    "scrub",
    "unscrubbed",
    "words_of_counts",
    "words_of_place",
    "would_erase",
]
