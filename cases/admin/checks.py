"""What is checked before the desk starts: its keys, and that nobody who was erased is back."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections

from cases.erasing import CannotList, brought_back, unscrubbed
from cases.keycheck import key_problems
from cases.models import ErasureRequest, KeyCanary


@register(Tags.database)
def check_keys(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Says at the start that a key is missing or wrong, before a page has to.

    A wrong one stops the start, for it would seal under the name of another. A missing one does
    not: an office in danger takes its key away, and the public goes on reading.
    """
    if "default" not in (databases or ()):
        return []
    if KeyCanary._meta.db_table not in connections["default"].introspection.table_names():
        return []
    return [
        Warning(one.words, id="cases.W001") if one.is_missing else Error(one.words, id="cases.E001")
        for one in key_problems()
    ]


@register(Tags.database)
def check_erasures(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Says at the start that a backup brought somebody back, or that bytes have yet to go."""
    if "default" not in (databases or ()):
        return []
    if ErasureRequest._meta.db_table not in connections["default"].introspection.table_names():
        return []
    try:
        back = brought_back()
    except CannotList as error:
        return [Error(str(error), id="cases.E002")]
    found: list[CheckMessage] = []
    if back:
        words = f"{len(back)} of those on the erasure list are in the database again."
        hint = "Run `manage.py erase_person --replay` before anybody works."
        found.append(Warning(words, hint=hint, id="cases.W002"))
    if unscrubbed().exists():
        words = "Somebody was erased, but bytes may be left in the files of the database."
        found.append(Warning(words, hint="Run `manage.py erase_person --scrub`.", id="cases.W003"))
    return found
