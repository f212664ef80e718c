"""What an import wrote to identities, and taking it back. Nothing here names anybody."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import User

from cases.history import restore
from cases.historyrows import CREATED, history_model
from cases.identities import note_changes
from cases.models import Identity, IdentityName, ImportBatch


@dataclass
class OfIdentities:
    """What undoing a batch does with identities: those it made, those it changed, their names."""

    made: list[Identity] = field(default_factory=list)
    changed: list[Identity] = field(default_factory=list)
    names: list[IdentityName] = field(default_factory=list)
    changed_since: int = 0

    def __bool__(self) -> bool:
        return bool(self.made or self.changed)

    @property
    def lines(self) -> list[tuple[str, int]]:
        """All that is said of it: what is done, and with how many."""
        said = (
            ("identities deleted", len(self.made)),
            ("identities brought back", len(self.changed)),
            ("identities changed since", self.changed_since),
        )
        return [(words, number) for words, number in said if number]


def identities_of_batch(batch: ImportBatch) -> OfIdentities:
    """What is there still of what an import wrote to identities."""
    found = OfIdentities()
    rows = history_model(Identity).objects.filter(revision=batch.revision_id).order_by("history_id")
    then = {one: (kind, version) for one, kind, version in rows.values_list(*ROW)}
    for identity in Identity._base_manager.filter(pk__in=rows.order_by().values("id")):
        kind, version = then[identity.pk]
        (found.made if kind == CREATED else found.changed).append(identity)
        found.changed_since += identity.version != version
    brought = history_model(IdentityName).objects.filter(
        revision=batch.revision_id, history_type=CREATED
    )
    held = IdentityName._base_manager.filter(pk__in=brought.order_by().values("id"))
    found.names = list(held.filter(identity__in=found.changed))
    return found


def take_back(found: OfIdentities, number: int, *, by: User | None) -> None:
    """Deletes the identities and names that revision `number` made, and restores the others.

    Names that a guardian has added since to an identity which was there before are left. Raises
    NotAllowed for anybody but a guardian, and CannotRestore.
    """
    if not found:
        return
    note_changes(by, [one.person for one in (*found.made, *found.changed)])
    _delete(found.names)
    for identity in found.changed:
        restore(identity, number - 1, by=by, reason="")
    _delete(found.made)


def _delete(rows: Iterable[Identity | IdentityName]) -> None:
    for row in rows:
        row.delete()


ROW = ("id", "history_type", "version")
