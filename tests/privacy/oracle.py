"""Comparing everything that the public is answered on two sites that differ in a secret."""

import re
from collections.abc import Iterable
from typing import Any

from django.test import Client

from cases.models import Court, HeldReference, Person, Source
from tests.privacy.addresses import ANY, WRONG, Fills, Place, addresses_of, patterns
from tests.privacy.asking import asked
from tests.privacy.crawling import PAGES
from tests.privacy.reading import body_of, unpacked
from tests.privacy.sets import Maker, Rows
from tests.privacy.worlds import (
    AWAY,
    FIRST,
    OUT,
    RENAMED,
    SECOND,
    SINCE,
    THIRD,
    WHILE,
    World,
    day,
)
from timeline.models import Edition

Headers = tuple[tuple[str, str], ...]
Answers = dict[str, tuple[int, Headers, bytes]]

PLACED = {"cases": "case", "sources": "source", "agreements": "agreement"}
FILLS: Fills = {**ANY, "number": ("2",), "as_of": (day(WHILE), day(SINCE))}
# The same for the long drill: a day after each act.
ACTS = (FIRST, OUT, SECOND, RENAMED, AWAY, THIRD)
MORE: Fills = {
    **FILLS,
    "number": ("1", "2", "3"),
    "as_of": tuple(day(days) for act in ACTS for days in [act - 1]),
}
QUOTED = ("title_", "citation.quote", "observation.remark", "alias_", "court.label_")


def addresses(places: list[Place], words: list[str], *, every: bool = False) -> list[str]:
    """Every public address of these places, and everything that is asked by them and by words.

    Without `every` the filters of exports are asked of one of them, as all share them.
    """
    fills = MORE if every else FILLS
    found = [
        address
        for text, names in patterns()
        for address in addresses_of(text, names, places, fills)
    ]
    of = {
        name: [one.reference for one in places if one.folder == folder]
        for folder, name in PLACED.items()
    }
    days = dict.fromkeys(("as_of", "date"), fills["as_of"])
    values = {**of, **days, "q": words, "after": [one.reference for one in places]}
    most, but_for = (5, "\0") if every else (1, "export/")
    return list(
        dict.fromkeys([*found, *WRONG, *asked(places, fills, values, most=most, but_for=but_for)])
    )


def pages_of(rows: Rows) -> list[Place]:
    """The addresses of a set's records, and those that they had before."""
    ids = {one.pk for one in rows.records()}
    held = HeldReference.objects.filter(record__in=ids).values_list("kind", "reference")
    now = {(one._meta.model_name, one.reference) for one in rows.records()}
    return sorted(
        {Place(PAGES[kind], reference) for kind, reference in {*held, *now} if kind in PAGES},
        key=lambda one: (one.folder, one.reference),
    )


def beside(places: Iterable[Place]) -> list[Place]:
    """Addresses much like these, where a page might suggest them."""
    return [Place(one.folder, one.reference[:-1]) for one in places]


def words_of(maker: Maker, names: Iterable[str] = ("title_",)) -> list[str]:
    """Words of what is secret, from fields with these names; the first of each."""
    return [
        needle
        for name in names
        for needle, _ in [one for one in maker.canaries.needles if name in one[1]][:3]
    ]


def words_beside(control: Rows) -> list[str]:
    """What the people, courts and sources of a public set are called, whom others mention."""
    return [control[Person].alias_en, control[Court].label_en, control[Source].title_en]


def answers_at(client: Client, asked: Iterable[str]) -> Answers:
    """Status, headers and body of the answer to each of these addresses."""
    found: Answers = {}
    for address in asked:
        answer: Any = client.get(address)
        found[address] = (
            answer.status_code,
            tuple(sorted(answer.headers.items())),
            # The zip that an XLSX file is holds the real clock, which time_machine cannot stop.
            b"\n".join(unpacked(body_of(answer))),
        )
    return found


def differing(one: Answers, other: Answers) -> list[str]:
    """The addresses at which two sites do not answer the same."""
    assert one.keys() == other.keys()
    return [address for address in one if one[address] != other[address]]


def less_digests(answers: Answers, digests: Iterable[str]) -> Answers:
    """The answers without these digests, and without the tag of an answer that holds one."""
    known = re.compile("|".join(digests).encode())
    return {
        address: (
            status,
            tuple(one for one in headers if one[0] != "ETag" or not known.search(body)),
            known.sub(b"", body),
        )
        for address, (status, headers, body) in answers.items()
    }


def digests_of(rows: Rows) -> list[str]:
    """The digests of all editions of these records."""
    ids = [one.pk for one in rows.all]
    return list(Edition.objects.filter(record__in=ids).values_list("digest", flat=True))


def read(client: Client, world: World, asked: list[str]) -> Answers:
    """What a world answers, but for the digests of editions that mention what is secret.

    Each is that of the text as it was printed, with the ids of what readers see nothing of, so
    it differs from that of a text which mentions less.
    """
    found = answers_at(client, asked)
    return less_digests(found, digests_of(world.linking)) if world.digests_differ else found


def all_of(world: World, *, every: bool = False) -> list[str]:
    """All that is asked of a world in which everything has happened.

    Without `every` what is public alone, and what is almost secret, is left to those that read it.
    """
    places = [*pages_of(world.linking), *pages_of(world.secret)]
    if every or world.reads_around:
        places += [*pages_of(world.control), *beside(pages_of(world.secret))]
    words = [*words_of(world.maker, QUOTED), *words_beside(world.control)]
    return addresses(places, words, every=every)
