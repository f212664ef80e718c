"""The door between desk and record: the only package that knows both.

Each public function is one act, in one transaction, by one person (`by=None` for the system). What
it prints is decided by cases/documents.py alone; staff names and internal reasons stay in
`cases_publication`.
"""

from cases.publishing.guarding import Place, places_in
from cases.publishing.holding import editions_holding
from cases.publishing.kinds import KINDS, models_by_kind
from cases.publishing.passing import held_places, let_pass, passes_of, renew_marks, take_back
from cases.publishing.printing import (
    Printed,
    changed_since_publication,
    publish,
    rebuild_search,
    rehearse,
    resting_on,
)
from cases.publishing.readiness import CannotPublish, unready
from cases.publishing.removing import (
    CannotRemove,
    allow_again,
    earlier_editions,
    remove,
    suppress,
    suppressible,
)
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
    last_act,
    public_state,
    staying_public,
    taken_back,
    with_public_state,
)
from cases.publishing.submitted import open_submission, records_of
from cases.publishing.telling import telling
from cases.publishing.withdrawing import CannotWithdraw, hide, withdraw

__all__ = [
    "KINDS",
    "CannotPublish",
    "CannotRemove",
    "CannotReview",
    "CannotWithdraw",
    "Place",
    "Printed",
    "PublicState",
    "added_since",
    "allow_again",
    "approve",
    "changed_since_publication",
    "earlier_editions",
    "editions_holding",
    "going_along",
    "held_places",
    "hide",
    "last_act",
    "last_sent_back",
    "let_pass",
    "models_by_kind",
    "open_submission",
    "passes_of",
    "places_in",
    "public_state",
    "publish",
    "rebuild_search",
    "recall",
    "records_of",
    "rehearse",
    "remove",
    "renew_marks",
    "resting_on",
    "send_back",
    "staying_public",
    "submit",
    "suppress",
    "suppressible",
    "take_back",
    "taken_back",
    "telling",
    "unready",
    "with_public_state",
    "withdraw",
]
