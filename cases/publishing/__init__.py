"""The door between desk and record: the only package that knows both.

Each public function is one act, in one transaction, by one person (`by=None` for the system). What
it prints is decided by cases/documents.py alone; staff names and internal reasons stay in
`cases_publication`.
"""

from cases.publishing.again import public_again, take_back_again
from cases.publishing.asking import ask_for_pass, asked_of, waiting_for_pass
from cases.publishing.exposing import newly_read
from cases.publishing.guarding import (
    SOMEBODY,
    held_in_note,
    may_be_told,
    names_in_note,
    note_told_of,
    places_in,
)
from cases.publishing.holding import (
    described,
    editions_holding,
    held_after,
    held_everywhere,
    recount_held,
)
from cases.publishing.kinds import KINDS, models_by_kind
from cases.publishing.leaving import left_of, take_out_left
from cases.publishing.leftwords import LeftWords, left_words, shared_by_others, words_left
from cases.publishing.loading import kept_out
from cases.publishing.notes import SharedNote, shared_notes
from cases.publishing.outside import UnreadableList, complete_list, unlisted_acts
from cases.publishing.passing import (
    held_places,
    let_pass,
    let_pass_in_note,
    passes_of,
    renew_marks,
    take_back,
)
from cases.publishing.places import Place
from cases.publishing.printing import (
    Printed,
    changed_since_publication,
    publish,
    rebuild_search,
    rehearse,
    resting_on,
)
from cases.publishing.readiness import (
    CannotPublish,
    incomplete,
    not_as_it_should_be,
    unready,
)
from cases.publishing.recounting import recount_loaded, recount_on_commit
from cases.publishing.remaining import (
    cited_by_these_alone,
    earlier_linking,
    left_without_source,
    linking_publicly,
    records_of_editions,
    staying_public,
)
from cases.publishing.removing import allow_again, remove
from cases.publishing.repeating import CannotRemove
from cases.publishing.reprinting import relink_everything
from cases.publishing.review import (
    CannotReview,
    added_since,
    approve,
    going_along,
    last_sent_back,
    recall,
    send_back,
    submit,
)
from cases.publishing.states import (
    PublicState,
    called_in_public,
    last_act,
    public_address_of,
    public_state,
    taken_back,
    with_public_state,
)
from cases.publishing.stillread import Still, StillRead
from cases.publishing.submitted import open_submission, reads_words_of, records_of
from cases.publishing.suppressing import (
    earlier_editions,
    editions_to_suppress,
    suppress,
    suppressible,
)
from cases.publishing.taken import removals_of, shelf_of
from cases.publishing.telling import WARNING, telling, warned
from cases.publishing.testimony import Trace, read_in_the_open, traces_of
from cases.publishing.withdrawing import CannotWithdraw, hide, withdraw

__all__ = [
    "KINDS",
    "SOMEBODY",
    "WARNING",
    "CannotPublish",
    "CannotRemove",
    "CannotReview",
    "CannotWithdraw",
    "LeftWords",
    "Place",
    "Printed",
    "PublicState",
    "SharedNote",
    "Still",
    "StillRead",
    "Trace",
    "UnreadableList",
    "added_since",
    "allow_again",
    "approve",
    "ask_for_pass",
    "asked_of",
    "called_in_public",
    "changed_since_publication",
    "cited_by_these_alone",
    "complete_list",
    "described",
    "earlier_editions",
    "earlier_linking",
    "editions_holding",
    "editions_to_suppress",
    "going_along",
    "held_after",
    "held_everywhere",
    "held_in_note",
    "held_places",
    "hide",
    "incomplete",
    "kept_out",
    "last_act",
    "last_sent_back",
    "left_of",
    "left_without_source",
    "left_words",
    "let_pass",
    "let_pass_in_note",
    "linking_publicly",
    "may_be_told",
    "models_by_kind",
    "names_in_note",
    "newly_read",
    "not_as_it_should_be",
    "note_told_of",
    "open_submission",
    "passes_of",
    "places_in",
    "public_address_of",
    "public_again",
    "public_state",
    "publish",
    "read_in_the_open",
    "reads_words_of",
    "rebuild_search",
    "recall",
    "records_of",
    "records_of_editions",
    "recount_held",
    "recount_loaded",
    "recount_on_commit",
    "rehearse",
    "relink_everything",
    "removals_of",
    "remove",
    "renew_marks",
    "resting_on",
    "send_back",
    "shared_by_others",
    "shared_notes",
    "shelf_of",
    "staying_public",
    "submit",
    "suppress",
    "suppressible",
    "take_back",
    "take_back_again",
    "take_out_left",
    "taken_back",
    "telling",
    "traces_of",
    "unlisted_acts",
    "unready",
    "waiting_for_pass",
    "warned",
    "with_public_state",
    "withdraw",
    "words_left",
]
