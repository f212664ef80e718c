"""A small fixed cast and plain factories: what a test does not say is of no importance to it."""

from datetime import date
from typing import Any

from django.contrib.auth.models import Group, User

from cases.models import (
    Case,
    Citation,
    Court,
    Event,
    EventKind,
    Person,
    Provision,
    Referenced,
    Source,
    SourceKind,
    Topic,
)
from cases.publishing import Printed, held_places, let_pass, publish, resting_on
from cases.roles import Role


def alice() -> User:
    """A member of staff who may do everything."""
    user, _ = User.objects.get_or_create(username="alice", is_staff=True, is_superuser=True)
    return user


def bob() -> User:
    """A member of staff without any permission."""
    user, _ = User.objects.get_or_create(username="bob", is_staff=True)
    return user


def staff(name: str, *roles: Role) -> User:
    """A member of staff with these roles."""
    user, _ = User.objects.get_or_create(username=name, is_staff=True)
    user.groups.set(Group.objects.get_or_create(name=role)[0] for role in roles)
    return user


def carol() -> User:
    """A contributor."""
    return staff("carol", Role.CONTRIBUTOR)


def edgar() -> User:
    """An editor."""
    return staff("edgar", Role.EDITOR)


def grace() -> User:
    """A guardian."""
    return staff("grace", Role.GUARDIAN)


def adam() -> User:
    """An administrator."""
    return staff("adam", Role.ADMINISTRATOR)


def an_event_kind(reference: str = "arrest", family: str = "harm") -> EventKind:
    label = reference.replace("-", " ").capitalize()
    defaults = {"family": family, "label_en": label}
    return EventKind.objects.get_or_create(reference=reference, defaults=defaults)[0]


def a_source(reference: str = "court-bulletin", **values: Any) -> Source:
    kind, _ = SourceKind.objects.get_or_create(reference="news", defaults={"label_en": "News"})
    given = {"title_en": f"Source {reference}", "kind": kind, **values}
    return Source.objects.create(reference=reference, **given)


def the_source() -> Source:
    return Source.objects.filter(reference="court-bulletin").first() or a_source()


def a_case(reference: str = "mr-kim", cited: bool = True, **values: Any) -> Case:
    case = Case.objects.create(reference=reference, **{"title_en": f"Case {reference}", **values})
    if cited:
        Citation.objects.create(case=case, source=the_source(), locator="p. 1")
    return case


def an_event(reference: str = "arrest-of-mr-kim", cited: bool = True, **values: Any) -> Event:
    given = {"title_en": f"Event {reference}", "date": "2017", "countries": ["RU"], **values}
    given.setdefault("kind", an_event_kind())
    event = Event.objects.create(reference=reference, **given)
    if cited:
        Citation.objects.create(event=event, source=the_source(), locator="p. 2")
    return event


def a_person(reference: str = "kim", **values: Any) -> Person:
    return Person.objects.create(reference=reference, **{"alias_en": "K.", **values})


def named_publicly(**values: Any) -> dict[str, Any]:
    decided = {"exposure_decided_on": date(2026, 1, 1), "exposure_reason": "He asked for it."}
    return {"exposure": "public", **decided, **values}


def named_in_public(person: Person, alias: str) -> None:
    """The public reads somebody by this alias; a guardian let it pass where it is a sealed name."""
    Person.objects.filter(pk=person.pk).update(**named_publicly(alias_en=alias))
    fresh = Person.objects.get(pk=person.pk)
    if held := held_places(fresh):
        let_pass(fresh, held, by=grace(), reason="He wants to be named.")
    published(fresh)


def a_topic(reference: str = "asylum") -> Topic:
    return Topic.objects.create(reference=reference, label_en=reference.capitalize())


def a_court(reference: str = "town-court") -> Court:
    return Court.objects.create(reference=reference, label_en="Town Court", country="RU")


def a_provision(reference: str = "echr-3") -> Provision:
    return Provision.objects.create(
        reference=reference, label_en="Article 3", instrument="European Convention"
    )


def published(*records: Referenced, note: str = "") -> list[Printed]:
    """Publishes records as they stand in the database, with all they rest on."""
    fresh = [type(one)._default_manager.get(pk=one.pk) for one in records]
    back = [one.pk for one in fresh]
    return publish(resting_on(fresh), by=None, public_note=note, bring_back=back)
