"""Objects of a file that are about somebody who was erased here."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from cases.erasurelist import erasure_list

ID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")
# It is what is kept of an erasure.
TOMBSTONE = "cases.erasurerequest"
ERASED = "it is about somebody who was erased here, and no file brings them back."


def about_erased(data: Sequence[dict[str, Any]]) -> Iterator[int]:
    """The places of those objects of a fixture that hold the id of somebody who was erased.

    The list outside the database says whom. Raises CannotList.
    """
    erased = {one.person for one in erasure_list()}
    if not erased:
        return
    for place, one in enumerate(data):
        if one["model"].lower() != TOMBSTONE and not erased.isdisjoint(_ids(one)):
            yield place


def _ids(value: dict[str, Any]) -> set[UUID]:
    """Every id in an object, with hyphens or without, however deep."""
    return {UUID(one) for one in ID.findall(json.dumps(value).lower())}
