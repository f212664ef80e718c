"""How a word sounds in Russian: one key for its spellings and its endings.

Passports, newspapers and libraries spell a name each in its own way: Хрущёв, Khrushchev, Chruščëv,
Chruschtschow, Khrouchtchev. So in a key all sibilants are one (S), e and o are one, glides are left
out, and so is the end of the word, which is bent: Щербаковой, Щербакову.
"""

import re
from functools import lru_cache

from cases.names.letters import Script
from cases.names.rewriting import rewritten, rules

_LETTERS = "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я".split()  # noqa: SIM905
_READ = "a b v g d e e S S i i k l m n o p r S t u v h S S S S - i - e u a".split()  # noqa: SIM905
# Of Ukraine, Belarus and Central Asia.
_MORE_LETTERS = "і ї є ґ ў ј қ ғ ұ ү ө һ ҳ ә ң ҷ җ ҡ ҙ ҫ".split()  # noqa: SIM905
_MORE_READ = "i i e g u i k g u u o h h a n S S k S S".split()  # noqa: SIM905
_CYRILLIC = {
    ord(a): b.strip("-") for a, b in zip(_LETTERS + _MORE_LETTERS, _READ + _MORE_READ, strict=True)
}
_SHORTEST_STEM = 2
_ENDING = re.compile(
    "(?:ого|его|ому|ему|ыми|ими|ами|ями|ым|им|ом|ем|ём|ой|ей|ёй|ою|ею|ую|юю|ая|яя|ый|ий|ых|их|ах|ях"
    "|ам|ям|[ыиаяуюеоьй])$"
)
# What is left off where an ending would leave too little: Цою.
_LAST_VOWEL = re.compile("[ыиаяуюеоьй]$")
# ж may be written j, and j may be ж: what else there is to a name goes with both.
_HUSHED = {
    Script.CYRILLIC: [(re.compile("дж|[жҷҗ]"), "й")],
    Script.LATIN: [(re.compile("dzh|dj|zh|d?sch"), "j"), (re.compile("j(?!$)"), "zh")],
}
# How else a name may be read or meant: х that is written ch, ц that is written c, г that is written
# h, and a vowel that is left out before an ending, as in Павла, Льва, Зайца.
_ALSO = {
    script: [(re.compile(pattern), read) for pattern, read in pairs]
    for script, pairs in {
        Script.CYRILLIC: [
            ("х", "ч"),
            ("ц", "к"),
            ("г", "х"),
            ("ө", "у"),
            ("[еоё](?=ль?$|ц$|к$|нь$)|(?<=^л)е(?=в$)", ""),
        ],
        Script.LATIN: [
            ("kh|(?<![cstz])h", "ch"),
            ("(?<![cstzkpg])h", "g"),
            ("gh?(?![uh])", "h"),
            ("(?<![sth])ch", "h"),
            ("ts|z(?=o)", "c"),
            ("c(?=[aou])", "ts"),
            ("[eo](?=l$|ts$|c$|z$|k$)|(?<=^l)e(?=[vw]$)", ""),
        ],
    }.items()
}
_RULES = rules(
    (r"'", ""),
    (r"schtsch|chtch|shtch|stch|shch|schch|tsch|tch|sch|ch|sh|zh|tsh|cz|ts|tz|dzh|dz|dj", "S"),
    (r"c(?=[eiyj])|^c(?=h)|c$", "S"),
    (r"[szž]", "S"),
    (r"kh", "h"),
    (r"gh", "g"),
    (r"x", "kS"),
    (r"ck|[cq]", "k"),
    (r"gu(?=[ei])", "g"),
    (r"ph|th(?=[aeiouy])", lambda found: "v" if found[0] == "ph" else "t"),
    (r"[wf]", "v"),
    (r"iou|you|ou", "u"),
    # Glides, and what follows a vowel like one.
    (r"[yij]+(?=[aeou])|(?<=[aeou])[yij]+", ""),
    (r"[yj]", "i"),
    (r"(?<=[dt])er$", "r"),
)
_PATRONYMIC = re.compile("[ei]v(?:iS|n)$|[^aeiu]iSn?$|iniSn$")


@lru_cache(maxsize=50_000)
def russian_key(spelled: str, script: Script = Script.LATIN) -> str:
    """The key of a word, without its ending; "" where nothing is left of it."""
    if script is Script.CYRILLIC:
        stems = (_ENDING.sub("", spelled), _LAST_VOWEL.sub("", spelled), spelled)
        stem = next((one for one in stems if len(one) >= _SHORTEST_STEM), spelled)
        return _folded(stem.translate(_CYRILLIC))
    return _folded(rewritten(spelled, _RULES))


def shapes(spelled: str, script: Script) -> set[str]:
    """The keys of a word in a name: what may be read in two ways is read in both."""
    both = {spelled, *(pattern.sub(read, spelled) for pattern, read in _HUSHED[script])}
    others = {pattern.sub(read, one) for one in both for pattern, read in _ALSO[script]}
    return {russian_key(one, script) for one in both | others} - {""}


def is_patronymic(key: str) -> bool:
    """Whether a word with this key is a patronymic or may be one: Сергеевич, Сергеевна."""
    return bool(_PATRONYMIC.search(key))


def _folded(key: str) -> str:
    """Without doubled letters and vowels at its end, in which languages differ most."""
    key = re.sub(r"[yij]+(?=[aeou])|(?<=[aeou])i+", "", key.replace("o", "e"))
    key = re.sub(r"[td]S", "S", key)
    key = re.sub(r"(.)\1+", r"\1", key)
    stem = key.rstrip("aeiu")
    return stem if len(stem) >= _SHORTEST_STEM else key
