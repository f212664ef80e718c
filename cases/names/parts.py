"""A text as the name guard reads it: its words, each in plain letters and as it was spelled."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from cases.names.letters import Script, is_unseen, plain, with_plain_signs

# Letters with an accent that tells how they sound. The two strings go letter by letter.
_TELLING = "ёйčšžŝ"
_PLAIN = str.maketrans(_TELLING, "еиcszs", "'")
_SPELLED = str.maketrans({"č": "tch", "š": "sh", "ž": "zh", "ŝ": "shch", "'": None})
_RUNS = re.compile(
    r"(?P<hangul>[\uac00-\ud7a3]+)|(?P<cyrillic>[\u0400-\u052f]+)"
    r"|(?P<latin>[a-zčšžŝ]+(?:'(?!s\b)[a-zčšžŝ]+)*)|(?P<digits>\d+)"
    r"|(?P<other>[^\W\d_a-zčšžŝ\u0400-\u052f\uac00-\ud7a3]+)"
)
_EUROPEAN = re.compile("[a-zčšžŝ\u0370-\u03ff\u0400-\u052f]+")
_CYRILLIC, _NOT_CYRILLIC = re.compile("[\u0400-\u052f]"), re.compile("[a-z\u0370-\u03ff]")
# What may stand between the words of a name: white space, however much, and a few signs; in
# passports two words are parted by "<<".
_BETWEEN = re.compile(r"(?:[\s\u2800]*[\-‒-―·,_/+*~|;:<>]){0,4}[\s\u2800]*|[.'’`]")
# The initial of another name between them is no end of a sentence.
_INITIAL = re.compile(r"(?<!\w)[^\W\d_]{1,2}\.")
LONGEST_INITIAL = 2
_JOINING = ("/", "_", "-", "=", "+")
_JOINED = re.compile(r"[/_\-=+]|\.\w")
# Letters that look alike, small or as capitals: Latin, Cyrillic, Greek.
_LATIN = str.maketrans(
    "авекмнорстухіјѕһԁԛԝ" + "αβεζηικμνορτυχ", "abekmhopctyxijshdqw" + "abezhikmnoptyx"
)
_LOOKALIKES = str.maketrans(
    "abekmhopctyxi" + "αβεηικμνορτυχ", "авекмнорстухі" + "авениκмнортух".replace("κ", "к")
)


@dataclass(frozen=True, slots=True)
class Part:
    """A word of one script: `text` in plain letters, `spelled` for how it sounds.

    `first` is the place of its first letter among the letters of its page.
    """

    text: str
    spelled: str
    script: Script
    first: int
    length: int


@dataclass(frozen=True, slots=True)
class Page:
    """The letters of a text, where each came from, and the words that they make."""

    text: str
    places: list[tuple[int, int]]
    parts: list[Part]

    def place(self, first: int, end: int) -> tuple[int, int]:
        """From where to where the letters from `first` to `end` stand in the text."""
        return self.places[first][0], self.places[end - 1][1]

    def are_together(self, parts: list[Part]) -> bool:
        """Whether nothing stands between words that would part the words of a name."""
        for one, other in pairwise(parts):
            start, end = self.places[one.first + one.length - 1][1], self.places[other.first][0]
            between = _INITIAL.sub("", self.text[start:end])
            between = "".join(filter(_parts_words, between))
            if between and not _BETWEEN.fullmatch(between):
                return False
        return True

    def is_plain_word(self, part: Part) -> bool:
        """Whether a word stands in a sentence: not in an address, and without capitals within."""
        (start, _), (_, end) = self.places[part.first], self.places[part.first + part.length - 1]
        within, after = self.text[start:end], self.text[end : end + 2]
        in_address = self.text[:start].endswith((*_JOINING, ".")) or _JOINED.match(after)
        return not in_address and within[1:] in (within[1:].lower(), within[1:].upper())

    def follows_hyphen(self, part: Part) -> bool:
        """Whether a word is the second of two that are joined: Tong-hyok."""
        return self.text[: self.places[part.first][0]][-1:] == "-"

    def is_initial(self, part: Part) -> bool:
        """Whether a word stands for a name by its first letter: S., Yu., or S alone."""
        if part.length > LONGEST_INITIAL or self.begins_small(part):
            return False
        end = self.places[part.first + part.length - 1][1]
        is_alone = part.length == 1 and part.script is Script.LATIN and part.text not in "ai"
        return is_alone or self.text[end : end + 1] == "."

    def begins_small(self, part: Part) -> bool:
        """Whether a word begins with a small letter."""
        return self.text[self.places[part.first][0]].islower()


def pages(text: str) -> Iterator[Page]:
    """A text as it stands; where words mix alphabets, also with what looks alike put right."""
    text = with_plain_signs(text)
    letters, places = plain(text, _TELLING)
    yield Page(text, places, [*_parts(letters)])
    if not text.isascii():
        for alphabet in (_LATIN, _LOOKALIKES):
            mended = _EUROPEAN.sub(lambda run: _mended(run[0], alphabet), letters)  # noqa: B023
            if mended != letters:
                yield Page(text, places, [*_parts(mended)])


def _parts_words(sign: str) -> bool:
    """Whether a sign parts words: not a letter of a word that was left out, nor one unseen."""
    return not sign.isalnum() and not is_unseen(sign)


def parts_of(text: str) -> list[Part]:
    """The words of a text as it stands."""
    return [*_parts(plain(text, _TELLING)[0])]


def _mended(run: str, alphabet: dict[int, int]) -> str:
    if _CYRILLIC.search(run) and _NOT_CYRILLIC.search(run):
        return run.translate(alphabet)
    return run


def _parts(letters: str) -> Iterator[Part]:
    for run in _RUNS.finditer(letters):
        spelled = run.group().translate(_SPELLED)
        kind = run.lastgroup or ""
        script = Script(kind) if kind != "digits" else Script.OTHER
        yield Part(run.group().translate(_PLAIN), spelled, script, run.start(), len(run.group()))
