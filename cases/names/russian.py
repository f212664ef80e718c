"""How a word sounds in Russian: one key for its spellings and its endings.

Passports, newspapers and libraries spell a name each in its own way: Хрущёв, Khrushchev, Chruščëv,
Chruschtschow, Khrouchtchev. So in a key all sibilants are one (S), e and o are one, glides are left
out, and so is the end of the word, which is bent: Щербаковой, Щербакову.
"""

import re
from functools import lru_cache

from cases.names.letters import Script

_LETTERS = "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я і ї є ґ ў ј".split()  # noqa: SIM905
_READ = "a b v g d e e S S i i k l m n o p r S t u v h S S S S - i - e u a i i e g u i".split()  # noqa: SIM905
_CYRILLIC = {ord(a): b.strip("-") for a, b in zip(_LETTERS, _READ, strict=True)}
_SHORTEST_STEM = 2
_ENDING = re.compile(
    "(?:ого|его|ому|ему|ыми|ими|ами|ями|ым|им|ом|ем|ём|ой|ей|ёй|ою|ею|ую|юю|ая|яя|ый|ий|ых|их|ах|ях"
    "|ам|ям|[ыиаяуюеоьй])$"
)
# How else a name may be read or meant: ж that is written j, х that is written ch, ц that is written
# c, and a vowel that is left out before an ending, as in Павла, Льва, Зайца.
_ALSO = {
    script: [(re.compile(pattern), read) for pattern, read in pairs]
    for script, pairs in {
        Script.CYRILLIC: [
            ("ж", "й"),
            ("х", "ч"),
            ("ц", "к"),
            ("[еоё](?=ль?$|ц$|к$|нь$)|(?<=^л)е(?=в$)", ""),
        ],
        Script.LATIN: [
            ("zh|sch", "j"),
            ("j(?!$)", "zh"),
            ("kh|(?<![cstz])h", "ch"),
            ("(?<![sth])ch", "h"),
            ("ts|z(?=o)", "c"),
            ("c(?=[aou])", "ts"),
            ("[eo](?=l$|ts$|c$|z$|k$)|(?<=^l)e(?=[vw]$)", ""),
        ],
    }.items()
}
_RULES = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"'", ""),
        (r"schtsch|chtch|shtch|stch|shch|schch|tsch|tch|sch|ch|sh|zh|tsh|cz|ts|tz|dz|dj", "S"),
        (r"c(?=[eiyj])|^c(?=h)|c$", "S"),
        (r"[szž]", "S"),
        (r"kh", "h"),
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
)
_PATRONYMIC = re.compile("[ei]v(?:iS|n)$|[^aeiu]iSn?$|iniSn$")


@lru_cache(maxsize=50_000)
def russian_key(spelled: str, script: Script = Script.LATIN) -> str:
    """The key of a word, without its ending; "" where nothing is left of it."""
    if script is Script.CYRILLIC:
        stem = _ENDING.sub("", spelled)
        return _folded((stem if len(stem) >= _SHORTEST_STEM else spelled).translate(_CYRILLIC))
    for pattern, sound in _RULES:
        spelled = pattern.sub(sound, spelled)
    return _folded(spelled)


def shapes(spelled: str, script: Script) -> set[str]:
    """The keys of a word in a name: what may be read in two ways is read in both."""
    others = [pattern.sub(read, spelled) for pattern, read in _ALSO[script]]
    return {russian_key(one, script) for one in (spelled, *others)} - {""}


def is_patronymic(key: str) -> bool:
    """Whether a word with this key is a patronymic or may be one: Сергеевич, Сергеевна."""
    return bool(_PATRONYMIC.search(key))


def _folded(key: str) -> str:
    """Without doubled letters and vowels at its end, in which languages differ most."""
    key = re.sub(r"[yij]+(?=[aeou])|(?<=[aeou])i+", "", key.replace("o", "e"))
    key = re.sub(r"(.)\1+", r"\1", key)
    stem = key.rstrip("aeiu")
    return stem if len(stem) >= _SHORTEST_STEM else key
