"""The four roles of an office. One person can have several; a superuser has them all."""

from enum import StrEnum
from typing import Any


class Role(StrEnum):
    """A role, named like the Django group that stands for it."""

    CONTRIBUTOR = "Contributor"
    EDITOR = "Editor"
    GUARDIAN = "Guardian"
    ADMINISTRATOR = "Administrator"


DUTIES = {
    Role.CONTRIBUTOR: "Writes drafts and sends them for review; sees what is assigned to them and "
    "what is published.",
    Role.EDITOR: "Sees all drafts, reviews them and publishes.",
    Role.GUARDIAN: "Looks after people, who they are, and testimony; sees identities and testimony "
    "as nobody else does.",
    Role.ADMINISTRATOR: "Looks after accounts and vocabularies.",
}


def roles_of(user: Any) -> frozenset[Role]:
    """The roles of `user`; none for somebody who is not active staff. One query a user object."""
    return roles_given_to(user) if user.is_active and user.is_staff else frozenset()


def roles_given_to(user: Any) -> frozenset[Role]:
    """The roles that `user` has as soon as they can log in. One query a user object."""
    if user.is_superuser:
        return frozenset(Role)
    known: frozenset[Role] | None = getattr(user, "_roles", None)
    if known is None:
        names = user.groups.filter(name__in=list(Role)).values_list("name", flat=True)
        known = frozenset(Role(name) for name in names)
        user._roles = known
    return known
