"""What is looked for when somebody is erased: names, ways to reach them, references."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import User

from cases.documents import ALIASED
from cases.historyrows import history_model
from cases.identities import ever_known
from cases.models import HeldReference, NameKind, Person
from cases.names import Eraser
from timeline.prose import plain

MARKUP = re.compile(r"[*_\[\\&]")


@dataclass(frozen=True)
class LookedFor:
    """All that gives one person away, as it was written down."""

    names: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    references: tuple[str, ...] = ()

    @property
    def all(self) -> list[str]:
        """Each once."""
        return list(dict.fromkeys((*self.names, *self.contacts, *self.references)))

    def without(self, left_out: Collection[str]) -> "LookedFor":
        """The same but for some."""
        kept = [
            tuple(one for one in these if one not in left_out)
            for these in (self.names, self.contacts, self.references)
        ]
        return LookedFor(*kept)

    def only(self, some: Collection[str]) -> "LookedFor":
        """Nothing but some."""
        return self.without(set(self.all) - set(some))

    def eraser(self, spared: Collection[str] = ()) -> Eraser:
        """What finds it in texts, but for those that are spared."""
        return Eraser(self.names, spared, self.contacts, self.references, as_shown)


def looked_for(person: UUID, *, by: User | None, also: str = "") -> LookedFor:
    """Names and aliases of now and earlier, contacts, references, and the lines of `also`.

    Among the references is what the public calls somebody whose alias is withheld.
    Names of relatives are not looked for: they are other people's. That `by` read them is noted.
    Raises NotAllowed, CannotUnseal.
    """
    known = ever_known(person, by=by)
    names = [one.name for one in known.names if one.kind != NameKind.RELATIVE]
    references = [person.hex]
    references += HeldReference.objects.filter(record=person).values_list("reference", flat=True)
    for model in (Person, history_model(Person)):
        for reference, *aliases in model._base_manager.filter(id=person).values_list(
            "reference", *ALIASED
        ):
            names += aliases
            references.append(reference)
    return LookedFor(_each(names + also.splitlines()), _each(known.contacts), _each(references))


def as_shown(text: str) -> str:
    """A text as readers see it: links and emphasis, which can stand in a name, leave no trace."""
    return plain(text) if MARKUP.search(text) else text


def _each(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip() for one in texts if one.strip()))
