"""Words as the search knows them: one analyser for records and questions alike.

Text is folded (NFKC, lower case, no accents on Latin letters, ё as е) and cut into runs of one
script. A Latin or Cyrillic word is kept as it stands and by its Snowball stem; a run of Hangul,
Han or kana becomes overlapping pairs of signs, so that a name is found inside a longer word and
before any particle.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import snowballstemmer

MOST_TERMS = 12
SHORTEST_PREFIX = 2
LONGEST_WORD = 60
SAYS_LITTLE = frozenset(
    "a an and at by for from in of on or the to with в и из к на о от по с".split()  # noqa: SIM905
)

_HANGUL = "\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3"
_PAIRED = rf"[{_HANGUL}\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+"
_RUN = re.compile(rf"(?P<paired>{_PAIRED})|(?P<word>[^\W_{_PAIRED[1:-2]}]+)")
_STEMMERS = {
    "latin": snowballstemmer.stemmer("english"),
    "cyrillic": snowballstemmer.stemmer("russian"),
}


@dataclass(frozen=True, slots=True)
class Run:
    """A word, or a run of signs without spaces between words, and where it stands in the text."""

    text: str
    start: int
    end: int
    is_paired: bool


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is asked for: a word with its stem, or a run of signs."""

    text: str
    is_paired: bool

    @property
    def stem(self) -> str:
        """The stem of a word; of a run of signs, the run."""
        return self.text if self.is_paired else stem(self.text)

    @property
    def pairs(self) -> list[str]:
        """The neighbouring signs of a run, two by two; of a single sign, itself."""
        return _pairs(self.text) or [self.text]

    @property
    def is_prefix(self) -> bool:
        """Whether longer words that begin with it are found too."""
        return len(self.text) >= SHORTEST_PREFIX or self.is_paired

    def finds(self, run: Run) -> bool:
        """Whether `run` answers to this term: the same rule as the index follows."""
        if self.is_paired:
            return run.is_paired and self.text in run.text
        if run.is_paired:
            return False
        same = stem(run.text) == self.stem
        return same or (self.is_prefix and run.text.startswith(self.text))


def tokens(text: str) -> list[str]:
    """What the index holds of a text: its runs in order, then the stems that differ."""
    found, stems = [], []
    for run in runs(text):
        if run.is_paired:
            # The last sign stands alone too, so that a single sign is found wherever it is.
            found += [*_pairs(run.text), run.text[-1]]
        else:
            found.append(run.text)
            stems.append(stem(run.text))
    return found + [one for one in dict.fromkeys(stems) if one not in set(found)]


def terms(question: str) -> list[Term]:
    """What a question asks for, each once, in order; at most MOST_TERMS.

    Quotes, operators and signs that are no letters or digits part words and mean nothing else.
    Words that say little are left out beside others.
    """
    found = list(dict.fromkeys(Term(run.text, run.is_paired) for run in runs(question)))
    telling = [term for term in found if term.text not in SAYS_LITTLE]
    return (telling or found)[:MOST_TERMS]


def runs(text: str) -> Iterator[Run]:
    """The runs of a text, folded, with their places in the text as it was given."""
    folded, starts, ends = _folded(text)
    for match in _RUN.finditer(folded):
        start, end = starts[match.start()], ends[match.end() - 1]
        is_paired = match["paired"] is not None
        found = match.group() if is_paired else match.group()[:LONGEST_WORD]
        yield Run(found, start, end, is_paired)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The Snowball stem of a folded word, Russian for Cyrillic and English for Latin letters."""
    if "а" <= word[0] <= "я":
        return str(_STEMMERS["cyrillic"].stemWord(word))
    if word.isascii() and word.isalpha():
        return str(_STEMMERS["latin"].stemWord(word))
    return word


def _pairs(run: str) -> list[str]:
    return ["".join(pair) for pair in pairwise(run)]


def _folded(text: str) -> tuple[str, list[int], list[int]]:
    """The folded text and, for each of its characters, where it began and ended before."""
    if text.isascii():
        return text.lower(), list(range(len(text))), list(range(1, len(text) + 1))
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        for character in _fold(text[start:end]):
            characters.append(character)
            starts.append(start)
            ends.append(end)
    return "".join(characters), starts, ends


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """A character and the marks on it, as one; so too Hangul letters that make one syllable."""
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or not _joins(text[index]):
            yield start, index
            start = index


def _joins(character: str) -> bool:
    return bool(unicodedata.combining(character)) or "\u1160" <= character <= "\u11ff"


@lru_cache(maxsize=20_000)
def _fold(cluster: str) -> str:
    folded = unicodedata.normalize("NFKC", cluster).lower().replace("ё", "е")
    return "".join(_bare(character) for character in folded)


def _bare(character: str) -> str:
    base = unicodedata.normalize("NFD", character)[0]
    if base.isascii():
        return base
    return "" if unicodedata.combining(character) else character
