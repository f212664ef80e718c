"""Every way of taking something of an event from the public."""

from cases.publishing import hide, remove, suppress, withdraw
from tests.cast import edgar

SAID = {"public_note": "Something was removed.", "reason": "He was threatened."}
WAYS = {
    "removed": lambda event: remove(event, by=edgar(), reason="x"),
    "withdrawn": lambda event: withdraw(event, by=edgar(), public_note="Wrong."),
    "hidden": lambda event: hide(event, by=edgar()),
    "suppressed edition": lambda event: suppress(event, [1], by=edgar(), **SAID),
    "suppressed field": lambda event: suppress(event, [1], by=edgar(), field="summary_en", **SAID),
    "suppressed note": lambda event: suppress(event, [1], by=edgar(), field="public_note", **SAID),
}
