"""Where the public reads a name already: in editions, and in what was left of those taken back."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from cases.historyrows import history_model
from cases.models import Exposure, IdentityName, NameKind, NamesHeld, Person
from cases.names import NameGuard
from cases.publishing.guarding import CHUNK, Place, places_by, texts_in
from cases.rules import Deed, require
from cases.sealing.blind import folded
from timeline.models import Edition, FormerAddress, SuppressedField, Tombstone

Held = tuple[Any, list[Place]]
ALIASES = ("alias_en", "alias_ru", "alias_ko")
# A whole name: two words of two letters or more, or one of two signs or more in Hangul or Han.
WHOLE_NAME = re.compile(r"[^\W\d_]{2,}[^\w.]+[^\W\d_]{2,}|[\uac00-\ud7a3\u4e00-\u9fff]{2,}")


@transaction.atomic
def editions_holding(person: Person, *, by: User) -> list[Held]:
    """What the public reads that holds a name of `person`, each with its places.

    Editions, earlier ones too, in the order of printing; then notes and addresses of what was taken
    back (Tombstone, SuppressedField, FormerAddress). How many there are is kept for the first page
    of guardians. Reads every edition: a few milliseconds each. Raises NotAllowed by the rules.
    """
    require(by, Deed.IDENTIFY, person)
    guard = NameGuard((person.pk, name) for name in names_to_guard(person))
    found = [
        (row, places)
        for row, texts in _public_texts()
        if (places := places_by(guard, [(path, text) for path, text in texts if text]))
    ]
    keep_count(person, len(found))
    return found


def names_to_guard(person: Person) -> set[str]:
    """What the public must not read of `person`, as a guardian wrote it.

    All real names, but those by which they are called publicly; of somebody who is not named, also
    the aliases of now and earlier, where they read like a whole name.
    """
    aliases = {getattr(person, name) for name in ALIASES}
    rows = list(IdentityName.objects.filter(identity__person=person.pk))
    if person.exposure == Exposure.PUBLIC:
        called = {folded(one) for one in aliases}
        return {
            one.name
            for one in rows
            if one.kind == NameKind.RELATIVE or folded(one.name) not in called
        }
    past = history_model(Person).objects.filter(id=person.pk).values_list(*ALIASES)
    aliases.update(alias for row in past for alias in row)
    return {one.name for one in rows} | {one for one in aliases if WHOLE_NAME.search(one)}


def keep_count(person: Person, places: int) -> None:
    """Keeps how many public places hold a name of `person`; nothing where none does."""
    if places:
        NamesHeld.objects.update_or_create(
            record=person.pk, defaults={"places": places, "counted_at": timezone.now()}
        )
    else:
        NamesHeld.objects.filter(record=person.pk).delete()


def _public_texts() -> Iterator[tuple[Any, Iterable[tuple[str, str]]]]:
    """Every row that the public reads, with its texts."""
    for edition in Edition.objects.order_by("sequence").iterator(chunk_size=CHUNK):
        yield edition, [*texts_in(edition.document), *_columns(edition, "reference", "public_note")]
    for grave in Tombstone.objects.order_by("sequence"):
        yield grave, _columns(grave, "reference", "public_note")
    for one in SuppressedField.objects.select_related("edition").order_by("pk"):
        yield one, _columns(one, "public_note")
    for former in FormerAddress.objects.order_by("pk"):
        yield former, _columns(former, "reference")


def _columns(row: Any, *names: str) -> list[tuple[str, str]]:
    return [(name, getattr(row, name)) for name in names]
