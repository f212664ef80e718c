"""What a name is looked for by: a few short keys, each for one way of looking."""

import re
from collections.abc import Iterator
from enum import IntEnum
from itertools import groupby, product
from typing import NamedTuple

from cases.names.byrussian import by_russian
from cases.names.families import family_keys, with_family_respelled, with_first_respelled
from cases.names.given import given_keys
from cases.names.korean import NO_KEY, hangul_in_latin, joints, korean_key, softened, variants
from cases.names.letters import Script
from cases.names.parts import Part, parts_of
from cases.names.russian import is_patronymic, russian_key, shapes

SHORTEST_NAME = 2
# A Russian word alone is told from others by so many letters of its key.
SHORTEST_ALONE = 5
MOST_SOUNDING = 5
LONG_FAMILY_NAMES = ("남궁", "황보", "제갈", "사공", "선우", "서문", "독고", "동방")
LONGEST_KOREAN = 5
# An e that stands for eo: Чен Ын.
_FOR_EO = {
    Script.CYRILLIC: (re.compile("([чж])е"), r"\1о"),
    Script.LATIN: (re.compile("(ch|zh|j)e(?![aeiouwy])"), r"\1o"),
}
# Han, and other scripts that put no spaces between words, in which fewer signs are no name.
_UNSPACED = re.compile(
    "[\u3400-\u9fff\uf900-\ufaff]{2,}|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u9fff]{3,}"
)


class Way(IntEnum):
    """How a name is looked for."""

    WRITTEN = 0
    EASTERN = 1
    KOREAN = 2
    RUSSIAN = 3


class Pattern(NamedTuple):
    """A key to look for. `cuts` has a bit for each place in it at which a word may end.

    `is_exact` says that the name is known in Hangul, and so is not looked for there by its sound.
    """

    way: Way
    key: str
    cuts: int = 0
    is_exact: bool = False


def patterns_of(name: str) -> Iterator[Pattern]:
    """All that a name is looked for by; nothing for what is no name, such as one letter."""
    parts = parts_of(name)
    if sum(len(part.text) for part in parts) < SHORTEST_NAME:
        return
    groups = [[*many] for _, many in groupby(parts, key=lambda part: part.script)]
    for group in groups:
        if len(groups) == 1 or len(group) > 1 or group[0].script is Script.HANGUL:
            yield from _patterns(group)
    if len(groups) > 1:
        yield from _written(parts)


def southern(hangul: str) -> str:
    """Hangul with 리 as 이, 로 as 노: what the South leaves out at the beginning of a word."""
    return hangul.translate(_SOUTHERN)


def _patterns(parts: list[Part]) -> Iterator[Pattern]:
    script = parts[0].script
    if script is Script.HANGUL:
        yield from _from_hangul("".join(part.text for part in parts))
    elif script is Script.OTHER:
        yield from _written(parts)
        whole = "".join(part.text for part in parts)
        if _UNSPACED.fullmatch(whole):
            yield Pattern(Way.EASTERN, whole, (1 << len(whole)) - 1)
    else:
        if len(parts) == 1:
            yield from _written(parts)
        yield from _korean(parts)
        yield from _russian(parts)


def _written(parts: list[Part]) -> Iterator[Pattern]:
    words = [part.text for part in parts]
    for order in (*_orders(words), ["".join(words)]):
        yield Pattern(Way.WRITTEN, f" {' '.join(order)}")


def _from_hangul(text: str) -> Iterator[Pattern]:
    """A family name of one syllable or two, and given names."""
    yield Pattern(Way.EASTERN, southern(text), (1 << len(text)) - 1)
    if 1 < len(text) <= LONGEST_KOREAN:
        family = 2 if text.startswith(LONG_FAMILY_NAMES) or len(text) > 4 else 1
        syllables = hangul_in_latin(text)
        words = ["".join(syllables[:family]), *syllables[family:]]
        for named in with_first_respelled(words):
            yield from _sounding([named, named[1:] + named[:1]], is_exact=True)


def _korean(parts: list[Part]) -> Iterator[Pattern]:
    if not 1 < len(parts) < MOST_SOUNDING:
        return
    words, script = [part.spelled for part in parts], parts[0].script
    bare, rounded = _FOR_EO[script]
    read = [words, [*map(by_russian, words)]] if script is Script.LATIN else [words]
    rounder = [[bare.sub(rounded, word) for word in one] for one in read]
    for spelled in dict.fromkeys(map(tuple, (*read, *rounder))):
        for named in with_family_respelled([*spelled]):
            yield from _sounding(_orders(named), script)


def _sounding(
    orders: list[list[str]], script: Script = Script.LATIN, is_exact: bool = False
) -> Iterator[Pattern]:
    """Words in the orders in which they are written, by their sound, apart and joined."""
    if any(korean_key(word, script) == NO_KEY for word in orders[0]):
        return
    wanted: dict[str, int] = {}
    for order in orders:
        for joined in _groupings(order):
            keys = [korean_key(one, script) for one in joined]
            for read in (keys, [*map(softened, keys)]) if NO_KEY not in keys else ():
                key = "".join(read)
                wanted[key] = wanted.get(key, 0) | _cuts(read)
    for key, cuts in wanted.items():
        for shape in variants(key):
            yield Pattern(Way.KOREAN, shape, cuts if len(shape) == len(key) else 0, is_exact)


def _cuts(keys: list[str]) -> int:
    """The places at which words end in a key; a word that may be two names has more of them."""
    cuts = place = 0
    for key in keys:
        cuts |= 1 << place
        for joint in joints(key):
            cuts |= 1 << (place + joint)
        place += len(key)
    return cuts


def _russian(parts: list[Part]) -> Iterator[Pattern]:
    if all(_is_syllable(part) for part in parts) and len(parts) > 1:
        return
    words = [part for part in parts if part.length > 1] if len(parts) > 2 else parts
    called = [part for part in words if not is_patronymic(russian_key(part.spelled, part.script))]
    words = called if len(called) > 1 else words
    if len(words) == 1:
        yield from (
            Pattern(Way.RUSSIAN, f" {key}")
            for key in shapes(words[0].spelled, words[0].script)
            if len(key) >= SHORTEST_ALONE
        )
        return
    keys = [
        given_keys(shapes(word.spelled, word.script)) | family_keys(word.spelled)
        for word in words[:MOST_SOUNDING]
    ]
    for spelled in product(*keys):
        for order in _orders([*spelled]):
            yield Pattern(Way.RUSSIAN, f" {' '.join(order)}")
    script = parts[0].script
    for order in _orders([word.spelled for word in words]):
        yield Pattern(Way.RUSSIAN, f" {russian_key(''.join(order), script)}")


def _is_syllable(part: Part) -> bool:
    key = korean_key(part.spelled, part.script)
    return key != NO_KEY and sum(sound in "aAeEioW" for sound in key) == 1


def _orders(words: list[str]) -> list[list[str]]:
    """The orders in which people write a name: the family name first or last."""
    found = [words, [*words[1:], words[0]], [words[-1], *words[:-1]]]
    return [one for place, one in enumerate(found) if one not in found[:place]]


def _groupings(words: list[str]) -> list[list[str]]:
    """The words of a name apart, the given names as one, and all as one."""
    found = [words, [words[0], "".join(words[1:])], ["".join(words[:-1]), words[-1]]]
    found.append(["".join(words)])
    return [one for place, one in enumerate(found) if "" not in one and one not in found[:place]]


def _southern_syllables() -> Iterator[tuple[int, int]]:
    """Initial ㄹ (5) and ㄴ (2) before i and y become ㅇ (11), other ㄹ become ㄴ."""
    for first in (2, 5):
        for rest in range(588):
            is_soft = rest // 28 in (2, 3, 6, 7, 12, 17, 20)
            if is_soft or first == 5:
                yield 0xAC00 + first * 588 + rest, 0xAC00 + (11 if is_soft else 2) * 588 + rest


_SOUTHERN = dict(_southern_syllables())
