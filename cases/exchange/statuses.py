"""Where a case stands, as a sheet says it, beside the dated statuses that the desk has."""

from collections.abc import Iterable
from typing import Any

from cases.exchange.claims import agrees
from cases.models import CaseStatus, Status

# A sheet that says when a case was closed may not say how: by any of these it is over.
OVER = (Status.CLOSED, Status.DECIDED, Status.STRUCK_OUT)


def stand_beside(
    item: tuple[str, Any], held: Iterable[CaseStatus]
) -> tuple[list[CaseStatus], list[CaseStatus]]:
    """The rows that tell of the same turn of a case, and those of them whose date agrees.

    `item` is a status and since when; a status without a date agrees with any.
    """
    status, since = item
    same = OVER if status == Status.CLOSED else (status,)
    beside = [one for one in held if one.status == status]
    beside = beside or [one for one in held if one.status in same]
    return beside, [one for one in beside if not (since and one.since) or agrees(since, one.since)]
