"""The door between desk and record: the only package that knows both.

Each public function is one act, in one transaction, by one person (`by=None` for the system). What
it prints is decided by cases/documents.py alone; staff names and internal reasons stay in
`cases_publication`.
"""

from cases.publishing.kinds import KINDS
from cases.publishing.printing import (
    Printed,
    changed_since_publication,
    publish,
    rebuild_search,
    resting_on,
)
from cases.publishing.readiness import CannotPublish, unready
from cases.publishing.states import PublicState, public_state, with_public_state
from cases.publishing.withdrawing import CannotWithdraw, withdraw

__all__ = [
    "KINDS",
    "CannotPublish",
    "CannotWithdraw",
    "Printed",
    "PublicState",
    "changed_since_publication",
    "public_state",
    "publish",
    "rebuild_search",
    "resting_on",
    "unready",
    "with_public_state",
    "withdraw",
]
