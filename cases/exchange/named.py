"""Whose names an import, or its undoing, brought, changed or took away."""

from uuid import UUID

from cases.historyrows import history_model
from cases.models import Identity, IdentityName, Person


def people_named_in(revision: int | None) -> set[UUID]:
    """The people of whom a revision changed a name, an alias or the exposure, deleted ones too."""
    names = history_model(IdentityName).objects.filter(revision=revision)
    identities = history_model(Identity).objects.filter(id__in=names.values("identity_id"))
    changed = history_model(Person).objects.filter(revision=revision)
    return {
        *identities.order_by().values_list("person", flat=True),
        *changed.order_by().values_list("id", flat=True),
    }
