"""What a row of a sheet of people brings to an identity: names, a birth date, contacts.

None of it is ever said: a problem here names its row and column, and no value.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.contrib.auth.models import User

from cases.exchange.cells import CONTROL, HOLDS_CONTROL
from cases.exchange.claims import agrees, says_more
from cases.exchange.columns import fuzzy_date
from cases.exchange.identifying import BIRTH_DATE, CONTACTS
from cases.exchange.known import Known
from cases.exchange.steps import Unsayable
from cases.exchange.table import TableRow
from cases.identities import Brought, compared_identities
from cases.models import Identity, IdentityName, Person, script_of
from cases.names import NOT_LOOKED_FOR, is_looked_for
from cases.sealing.blind import every_index
from timeline.dates import EdtfDate, parse

LONGEST_NAME = 300
LONGEST_CONTACTS = 20_000


class Identified:
    """The identities that an import by one guardian is compared with, chunk by chunk."""

    def __init__(self, by: User | None, locked: bool) -> None:
        self.by, self.locked = by, locked
        self._there: dict[UUID, Identity] = {}

    def fetch(self, people: Collection[UUID]) -> None:
        """Reads the identities of these people, which is noted. Raises NotAllowed."""
        # Whoever brings such columns has been asked for; nobody plans them without a name.
        if self.by is not None and people:
            self._there = compared_identities(people, by=self.by, locked=self.locked)

    def brought(self, row: TableRow, apart: Mapping[str, str], person: Person) -> Brought | None:
        """What a row brings to the identity of `person`; None where it says nothing of it.

        `apart` says what its headers hold. Raises Unsayable, without any value.
        """
        for header in apart:
            if header in row.problems:
                raise Unsayable(header, UNREADABLE)
            if control := CONTROL.search(row.apart.get(header, "")):
                raise Unsayable(header, HOLDS_CONTROL.format(ord(control[0])))
        if not row.apart:
            return None
        found = Brought(self._there.get(person.pk) or Identity(person=person.pk))
        for header, text in row.apart.items():
            if apart[header] == BIRTH_DATE:
                _bring_birth(found, header, text)
            elif apart[header] == CONTACTS:
                _bring_contacts(found, header, text)
            else:
                _bring_names(found, header, text, apart[header])
        return found


def _bring_names(found: Brought, header: str, text: str, kind: str) -> None:
    """Adds the names, parted by semicolons or lines, that are not there, of whatever kind."""
    known = set() if found.identity._state.adding else set(_indexes(found.identity.names.all()))
    known |= {index for one in found.names for index in every_index(one.name)}
    for name in filter(None, (" ".join(one.split()) for one in re.split(r"[;\n]", text))):
        indexes = every_index(name)
        if not indexes:
            raise Unsayable(header, NO_NAME)
        if len(name) > LONGEST_NAME:
            raise Unsayable(header, LONG_NAME)
        if not is_looked_for(name):
            raise Unsayable(header, NOT_LOOKED_FOR)
        if not known.intersection(indexes):
            known.update(indexes)
            found.names.append(
                IdentityName(identity=found.identity, kind=kind, script=script_of(name), name=name)
            )


def _indexes(names: Iterable[IdentityName]) -> Iterable[str]:
    return (one.blind_index for one in names)


def _bring_birth(found: Brought, header: str, text: str) -> None:
    """Fills the birth date, or makes it more exact; never overwrites one that contradicts."""
    try:
        fresh = fuzzy_date(text, Known(None))
    except ValueError:
        # The reason would say the date.
        raise Unsayable(header, NO_DATE) from None
    if fresh is None:
        return
    held = _date_of(found.identity)
    if found.identity.birth_date and (held is None or not agrees(fresh, held)):
        raise Unsayable(header, OTHER_BIRTH)
    if held is None or says_more(fresh, held):
        found.identity.birth_date = str(fresh)
        found.fields.add("birth_date")


def _date_of(identity: Identity) -> EdtfDate | None:
    try:
        return parse(identity.birth_date) if identity.birth_date else None
    except ValueError:
        return None


def _bring_contacts(found: Brought, header: str, text: str) -> None:
    """Adds each line that is not there, with what its header calls it; takes none away."""
    called = header.replace("_", " ").capitalize()
    there = [_plain(line) for line in found.identity.contacts.splitlines()]
    for line in filter(None, (_plain(one) for one in text.splitlines())):
        labelled = line if header.startswith(PLAINLY_CONTACTS) else f"{called}: {line}"
        if line not in there and labelled not in there:
            there.append(labelled)
            found.identity.contacts = f"{found.identity.contacts}\n{labelled}".strip()
            found.fields.add("contacts")
    if len(found.identity.contacts) > LONGEST_CONTACTS:
        raise Unsayable(header, LONG_CONTACTS)


def _plain(line: str) -> str:
    return " ".join(line.split())


PLAINLY_CONTACTS = ("contact", "контакт", "연락처")
UNREADABLE = "This cell cannot be read. Type it anew as plain text."
NO_NAME = "This cell holds no name. Leave it empty where none is known."
LONG_NAME = f"A name has at most {LONGEST_NAME} characters. Part several names with semicolons."
LONG_CONTACTS = f"The contacts of one person have at most {LONGEST_CONTACTS:,} characters."
NO_DATE = (
    "This does not read as one certain date. Write it as 1985-04-03, April 1985 or about 1985."
)
OTHER_BIRTH = (
    "Another date of birth is kept for this person. Nothing is overwritten: compare the two under "
    "“Identity…” on their record, set right there what is wrong, and leave this cell empty or mend "
    "it."
)
