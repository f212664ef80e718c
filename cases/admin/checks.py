"""What is checked before the desk starts: that the keys in use are here, and right."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections

from cases.models import KeyCanary
from cases.rotation import key_problems


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
