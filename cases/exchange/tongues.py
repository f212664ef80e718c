"""In which of the desk's languages a text is written, told by its letters."""

import re
from collections import Counter

SCRIPTS = {
    "ko": re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]"),
    "ru": re.compile(r"[\u0400-\u04ff]"),
    "en": re.compile(r"[A-Za-z\u00c0-\u024f]"),
}


def language_of(text: str) -> str:
    """ko, ru or en, by whose letters most of the text is written; "" where it has none of them.

    A syllable of Hangul counts as two letters, for it holds that many or more.
    """
    found = Counter({code: len(script.findall(text)) for code, script in SCRIPTS.items()})
    found["ko"] *= 2
    code, most = found.most_common(1)[0]
    return code if most else ""
