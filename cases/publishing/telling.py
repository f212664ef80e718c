"""What together tells who somebody is, though no name stands in it: a year, a camp and a town.

A record is read as one text with those that it links to, as readers do. It only warns.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import prefetch_related_objects

from cases.documents import mentioned, with_lookups
from cases.identities import note_told
from cases.models import Agreement, Case, Referenced
from cases.names.letters import Script, Word, words_of
from cases.names.sounds import sound_of
from cases.publishing.guarding import telling_combinations
from cases.publishing.places import texts_in, texts_of
from cases.publishing.states import current_editions

ORDINAL = re.compile(r"0*(\d+)(?:st|nd|rd|th)?")
COUNTED = "zero one two three four five six seven eight nine ten".split()  # noqa: SIM905
FIRST = "- first second third fourth fifth sixth seventh eighth ninth tenth".split()  # noqa: SIM905
NUMBERS = {word: str(place) for words in (COUNTED, FIRST) for place, word in enumerate(words)}
# What stands beside a number and says nothing: No. 4, 4-й, 제4호.
BESIDE = {*("no", "nr", "number", "номер", "n", "the", "of", "제", "호", "번"),
          *("й", "я", "е", "го", "му", "ой", "ый", "ая", "ом", "м", "х")}  # fmt: skip
SHORTEST = 4
# How many letters an ending may add: Тынды, 튄다에서.
ENDINGS = {Script.HANGUL: 12}
ENDING = 3
Tokens = list[str]
WARNING = (
    "Together it may tell who somebody is. It can be published; let a guardian look at it first."
)


@dataclass(frozen=True)
class _Text:
    """What is read together, as tokens in their order and as all beginnings of them."""

    tokens: Tokens
    beginnings: frozenset[str]

    def has(self, part: Tokens) -> bool:
        """Whether the tokens of `part` stand side by side, in whatever order."""
        if not all(one in self.beginnings for one in part):
            return False
        wide = len(part)
        windows = (self.tokens[at : at + wide] for at in range(len(self.tokens) - wide + 1))
        return wide == 1 or any(
            all(any(_begins(token, one) for token in window) for one in part) for window in windows
        )


def warned(records: Iterable[Any], by: User) -> set[UUID]:
    """The ids of those of `records` that are `telling`; that `by` was told so is noted."""
    found = telling(records)
    note_told(by, [person for people in found.values() for person in people])
    return {record.pk for record in found}


def telling(records: Iterable[Any]) -> dict[Referenced, list[UUID]]:
    """By record, the people of whom it would print all that together tells who they are.

    The records that it links to count as well, and the events of a case or agreement: those that
    are among `records`, as they would be printed, and others as they are published. At least one
    part has to stand in the record itself. Its queries do not grow with the records.
    """
    combinations = [
        (person, split)
        for person, parts in telling_combinations()
        if (split := [tokens for part in parts if (tokens := [*_tokens(part)])])
    ]
    if not combinations:
        return {}
    records = with_lookups(records)
    own = {record.pk: texts_of(record) for record in records}
    near = {record.pk: _linked(record) for record in _with_events(records)}
    away = [one for many in near.values() for one in many if one.pk not in own]
    public = {pk: [*texts_in(one.document)] for pk, one in current_editions(away).items()}
    found = {}
    for record in records:
        alone = _read(own[record.pk])
        linked = [t for one in near[record.pk] for t in own.get(one.pk) or public.get(one.pk, [])]
        together = _read([*own[record.pk], *linked])
        told = [
            person
            for person, parts in combinations
            if all(map(together.has, parts)) and any(map(alone.has, parts))
        ]
        if told:
            found[record] = list(dict.fromkeys(told))
    return found


def _with_events(records: list[Any]) -> list[Any]:
    holding = [one for one in records if isinstance(one, Case | Agreement)]
    for model in (Case, Agreement):
        prefetch_related_objects([one for one in holding if isinstance(one, model)], "events")
    return records


def _linked(record: Any) -> list[Referenced]:
    linked = {one.pk: one for _, one in mentioned(record)}
    if isinstance(record, Case | Agreement):
        linked |= {one.pk: one for one in record.events.all()}
    return list(linked.values())


def _read(texts: list[tuple[str, str]]) -> _Text:
    tokens: Tokens = []
    beginnings = set()
    for _, text in texts:
        for word in words_of(text):
            if token := _token(word):
                tokens.append(token)
                beginnings |= {token, *_beginnings(token, word.script)}
        tokens.append("")
    return _Text(tokens, frozenset(beginnings))


def _beginnings(token: str, script: Script) -> Iterator[str]:
    """A word without what an ending may have added; a number has none."""
    if not token.isdecimal():
        shortest = max(SHORTEST, len(token) - ENDINGS.get(script, ENDING))
        yield from (token[:end] for end in range(shortest, len(token)))


def _begins(token: str, part: str) -> bool:
    is_short = part.isdecimal() or len(part) < SHORTEST
    return token == part or (not is_short and token.startswith(part))


def _tokens(text: str) -> Iterator[str]:
    yield from filter(None, map(_token, words_of(text)))


def _token(word: Word) -> str:
    """A number as digits, any other word as it sounds without a last vowel; "" for what is left.

    Тында, Tynda and Тынде are one.
    """
    if word.text in BESIDE:
        return ""
    if number := ORDINAL.fullmatch(word.text):
        return number[1]
    if word.text in NUMBERS:
        return NUMBERS[word.text]
    sound = sound_of(word)
    return sound.rstrip("aeiou") or sound
