"""Who waits for a pass of the name guard, as guardians see it on their first page."""

from typing import Any

from django.urls import reverse
from django.utils.text import capfirst

from cases.identities import may_identify
from cases.models import PassAsked
from cases.publishing import waiting_for_pass
from cases.rules import Deed, refusal


def who_waits(user: Any) -> list[tuple[PassAsked, str, str]]:
    """Each ask with what the record is called, as far as `user` may see it, and where to look.

    Nothing for anybody but guardians.
    """
    if not may_identify(user):
        return []
    return [
        (asked, _called(record, user), reverse(_page(record), args=[record.pk]))
        for asked, record in waiting_for_pass()
    ]


def _called(record: Any, user: Any) -> str:
    if refusal(user, Deed.VIEW, record):
        return capfirst(f"{record._meta.verbose_name} that you do not see otherwise")
    return str(record)


def _page(record: Any) -> str:
    return f"admin:cases_{record._meta.model_name}_names"
