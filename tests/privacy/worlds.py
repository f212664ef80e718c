"""What happens in a month on a site, with a secret record and without it.

The same ordinary records are printed at the same moments in both, and in one of them something
secret comes and goes between. What it did to the count of the record is done in the other too: a
gap behind what was removed is told of (docs/security.md).
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import time_machine

from cases.models import (
    Case,
    Event,
    Figure,
    Identity,
    IdentityName,
    Participation,
    Person,
)
from cases.publishing import KINDS, hide, publish, remove
from tests.privacy.linking import link, linking_records
from tests.privacy.sets import Maker, Rows
from tests.privacy.site import TODAY
from timeline.entries import FOLDERS
from timeline.models import RecordHead

# When things happen, in days before today.
FIRST, LINKED, OUT, SECOND, RENAMED, AWAY, THIRD = 28, 27, 25, 22, 18, 12, 8
# Days as of which the record is read: while what is secret stood, and after it went.
WHILE, SINCE = 20, 5
Steps = dict[int, Callable[[], None]]


def ago(days: int) -> Any:
    """The moment so many days before today."""
    return time_machine.travel(TODAY - timedelta(days=days), tick=False)


def day(days: int) -> str:
    """The day so many days before today."""
    return (TODAY - timedelta(days=days)).date().isoformat()


def come_and_rename(maker: Maker, secret: Rows) -> Steps:
    """A set is published twice, under two references each."""

    def rename() -> None:
        maker.rewrite(secret, is_secret=True, rename=True)
        publish(secret.records(), by=None)

    return {
        OUT: lambda: publish(secret.records(), by=None, public_note="Soon to be gone."),
        RENAMED: rename,
    }


@dataclass
class World(ABC):
    """Ordinary records that are printed three times, and what is secret beside them."""

    maker: Maker
    control: Rows
    linking: Rows = field(init=False)
    secret: Rows = field(init=False)
    heads: dict[int, int] = field(default_factory=dict)
    # Whether an edition that mentions what is secret has another digest than one that does not:
    # it is that of the text as it was printed, ids of what readers see nothing of included.
    digests_differ = True
    # Whether the short tests read its public set and addresses much like the secret ones, too.
    reads_around = False

    def __post_init__(self) -> None:
        self.linking = linking_records(self.maker, self.control)
        self.prepare()

    def prepare(self) -> None:
        """Makes what is there with and without the secret."""
        self.secret = Rows("nothing yet")

    @abstractmethod
    def with_secret(self) -> Steps:
        """What happens with the secret, by days before today."""

    def without_secret(self) -> Steps:
        """What happens at these days without it."""
        return {}

    def links(self) -> None:
        """Links the ordinary records to what is secret."""
        link(self.maker, self.linking, self.secret, self.control)

    def lives(self, *, with_secret: bool) -> None:
        """Everything happens. It is called with the secret first, which counts the acts."""
        own = self.with_secret() if with_secret else self.without_secret()
        steps = {**dict.fromkeys(self.heads, lambda: None), **own}
        for days in sorted({*steps, FIRST, SECOND, THIRD}, reverse=True):
            with ago(days):
                (self._print if days in (FIRST, SECOND, THIRD) else steps[days])()
            head = RecordHead.objects.get()
            head.sequence = self.heads.setdefault(days, head.sequence)
            head.save()

    def _print(self) -> None:
        records = self.linking.records()
        for one in records:
            one.title_en = f"{one.title_en} once more"
            one.save()
        publish(records, by=None, public_note="As we know it now.", corrects=records[-1])


class Draft(World):
    """Drafts that were never published, and changes to what is that link to them."""

    reads_around = True

    def with_secret(self) -> Steps:
        self.secret = self.maker.a_set("draft", is_secret=True, beside=self.control)
        link_to_the_public(self.secret, self.control)
        self.control[Event].cases.add(self.secret[Case])
        self.control[Case].topics.clear()
        return {LINKED: self.links}


class Hidden(World):
    """Records that were published and are being checked: that is told, and nothing of the links."""

    def prepare(self) -> None:
        self.secret = self.maker.a_set("hidden", is_secret=True, named=True, beside=self.control)

    def with_secret(self) -> Steps:
        return {LINKED: self.links, **self.without_secret()}

    def without_secret(self) -> Steps:
        def away() -> None:
            for record in reversed(self.secret.records()):
                hide(record, by=None)

        return {OUT: lambda: publish(self.secret.records(), by=None), AWAY: away}


class Removed(World):
    """Records that were published, renamed and removed to protect somebody."""

    reads_around = True

    def with_secret(self) -> Steps:
        self.secret = self.maker.a_set("removed", is_secret=True, beside=self.control)
        link_to_the_public(self.secret, self.control)
        return {
            LINKED: self.links,
            **come_and_rename(self.maker, self.secret),
            AWAY: lambda: remove_all(self.secret),
        }


class Orphaned(World):
    """People and terms that stand, though only what was removed mentions them."""

    def with_secret(self) -> Steps:
        rows = self.maker.a_set("removed", is_secret=True, beside=self.control)
        pages = [one for one in rows.records() if KINDS[type(one)] in FOLDERS]
        self.secret = Rows(rows.state, pages)
        return {
            LINKED: self.links,
            OUT: lambda: publish(rows.records(), by=None),
            AWAY: lambda: remove_all(self.secret),
        }


class Withheld(World):
    """Somebody whose name is withheld: that is told, and not by how we or others call them."""

    digests_differ = False

    def prepare(self) -> None:
        self.secret = Rows("withheld", [Person.objects.create(reference="somebody", alias_en="A.")])
        self.links()

    def with_secret(self) -> Steps:
        return {LINKED: self._write_down, **self.without_secret()}

    def without_secret(self) -> Steps:
        return {OUT: lambda: publish(self.secret.records(), by=None)}

    def _write_down(self) -> None:
        person = self.secret[Person]
        for name, value in self.maker.values(Person, "withheld", is_secret=True).items():
            setattr(person, name, value)
        person.save()
        identity = self.maker.make(Identity, "withheld", is_secret=True, person=person.pk)
        self.maker.make(IdentityName, "withheld", is_secret=True, identity=identity)


WORLDS: tuple[type[World], ...] = (Draft, Hidden, Removed, Orphaned, Withheld)


def link_to_the_public(secret: Rows, control: Rows) -> None:
    """Whatever a record can link to, it links to; so pages of those could count it."""
    secret[Event].cases.add(control[Case])
    secret[Event].figures.add(control[Figure])
    Participation.objects.create(event=secret[Event], person=control[Person])
    secret[Figure].compare_with.add(control[Figure])


def remove_all(rows: Rows) -> None:
    """Removes every record of a set."""
    for record in reversed(rows.records()):
        remove(record, by=None, reason="Somebody was threatened.")
