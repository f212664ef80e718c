"""Korean names that were spelled with Russian letters first, as Latin letters then spell these.

So do passports and courts of Russia: 한동혁 is Хан Дон Хек to them, and that Khan Don Khek. What
Russian letters mean is put back, as far as Latin ones tell it: kh is h, chkh is ch, khv is hw.
"""

import re
from functools import lru_cache

from cases.names.rewriting import rewritten, rules

_RULES = rules(
    (r"'", ""),
    (r"chzh|tszh|dzh|zh", "j"),
    (r"(ch|[pt]|(?<![aeiouy])k)kh", r"\1"),
    (r"kh", "h"),
    (r"(?<=[kh])v(?=[aeioy])", "w"),
    # Of Koreans of the Soviet Union: Kim Ir Sen, Ten Khe Ran.
    (r"(?:(?<=[sj])|(?<=ch))e(?=[nrlkgpb](?![aeiouy]))", "eo"),
    (r"[td](?:e|yo)(?=n(?![aeiouy]))", "jeo"),
    (r"[td][yi]a(?=n(?![aeiouy]))", "ja"),
    (r"(?<![aeiouy])i(?=u|a(?!e))|(?<=[^aeiouy])j(?=[aou])", "y"),
    (r"(?<![aeiou])y(?=[nmklr])", "eu"),
    (r"(?<=[aeiou])r(?![aeiouy])", "l"),
)
_TELLING = re.compile("kh|zh|[kh]v|cher|iu|^ia|(?<![aeiou])y[nmk]")


@lru_cache(maxsize=50_000)
def by_russian(spelled: str) -> str:
    """A word in Latin letters as systems of Korean would spell what it may mean."""
    return rewritten(spelled, _RULES)


def is_telling(spelled: str) -> bool:
    """Whether no other system spells so: a word with a capital may be meant without that."""
    return bool(_TELLING.search(spelled))
