"""Asking a guardian: whoever the guard stops and tells no more waits for one to look.

An ask is of the text as it stands: it is over once a guardian let the names pass or took them out
of what is protected, and once the text changes. It says nothing of whose name it is.
"""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef
from django.utils import timezone

from cases.historyrows import history_model
from cases.models import PassAsked, Referenced
from cases.publishing.guarding import may_be_told, places_in
from cases.publishing.kinds import KINDS, models_by_kind
from cases.rules import NotAllowed

Waiting = tuple[PassAsked, Referenced]


def ask_for_pass(record: Referenced, *, by: User) -> PassAsked:
    """Notes that `by` waits for a guardian to look at `record`; who asked before them stays.

    Raises NotAllowed for whom the guard tells nothing: nor does asking tell them anything.
    """
    if not may_be_told(by, record):
        raise NotAllowed("Whoever reviews it can ask a guardian.")
    if asked := asked_of([record]).get(record.pk):
        return asked
    now = {"record_kind": KINDS[type(record)], "version": record.version}
    now |= {"by": by, "at": timezone.now()}
    return PassAsked.objects.update_or_create(record=record.pk, defaults=now)[0]


def asked_of(records: Iterable[Referenced]) -> dict[UUID, PassAsked]:
    """By id of a record, who waits for a guardian to look at it as it stands."""
    return {record.pk: one for one, record in _as_they_stand([record.pk for record in records])}


def waiting_for_pass() -> list[Waiting]:
    """Who waits for a guardian, in which record, the longest first. Raises CannotUnseal."""
    there = _as_they_stand(list(PassAsked.objects.values_list("record", flat=True)))
    # Where nobody waits, as on most days, the names are not unsealed.
    held = places_in([record for _, record in there]) if there else {}
    return sorted((one for one in there if one[1] in held), key=lambda one: one[0].at)


def end_ask(record: Referenced) -> None:
    """Nobody waits any more where nothing keeps `record` from being printed."""
    asked = PassAsked.objects.filter(record=record.pk)
    if asked.exists() and not places_in([record]):
        asked.delete()


def _as_they_stand(pks: list[UUID]) -> list[Waiting]:
    """The asks of records whose text is the one that was looked at, with the records."""
    asks: dict[str, dict[UUID, PassAsked]] = {}
    for one in PassAsked.objects.filter(record__in=pks).select_related("by"):
        asks.setdefault(one.record_kind, {})[one.record] = one
    found = []
    for kind, of_kind in asks.items():
        model = models_by_kind()[kind]
        asked = PassAsked.objects.filter(record=OuterRef("id")).values("version")[:1]
        news = history_model(model).objects.filter(id=OuterRef("pk"), changes_print=True)
        same = model._default_manager.filter(pk__in=of_kind).exclude(
            Exists(news.filter(version__gt=asked))
        )
        found += [(of_kind[record.pk], record) for record in same]
    return found
