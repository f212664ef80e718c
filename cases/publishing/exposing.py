"""What a publication would newly let the public read of who somebody is: an alias."""

from collections.abc import Iterable
from uuid import UUID

from cases.documents import ALIASED, document_of
from cases.models import Person, Referenced
from cases.publishing.states import current_editions


def newly_read(records: Iterable[Referenced]) -> dict[UUID, str]:
    """By id of a person among `records`, in words: the aliases that no edition of now has."""
    people = [one for one in records if isinstance(one, Person)]
    if not people:
        return {}
    editions = current_editions(people)
    found = {}
    for person in people:
        edition = editions.get(person.pk)
        read = {edition.document.get(name) for name in ALIASED} if edition else set()
        document = document_of(person)
        aliases = dict.fromkeys(document[name] for name in ALIASED if name in document)
        if fresh := [alias for alias in aliases if alias not in read]:
            names = ", ".join(f"“{alias}”" for alias in fresh)
            found[person.pk] = f"The public would newly read how we call this person: {names}."
    return found
