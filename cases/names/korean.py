"""How a word sounds in Korean: one key for its syllables in Hangul, Latin and Cyrillic letters.

All systems of romanisation are read at once, with what people write in passports: g and k are one;
so are j, ch and ts; eo, o, u and eu; e, yeo, yo and yu; final ng and n. Where words begin 리 is 이,
and 로 is 노, as in the South. A word that cannot be a row of Korean syllables has no key.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from cases.names.letters import Script
from cases.names.rewriting import rewritten, rules

NO_KEY = "?"
# What Korean writes onto a name.
ONTO = re.compile(
    "(?:씨|님|군|양|옹|선생|여사|박사|교수|기자|대표|위원장|위원|장관|의원|목사|동지|동무|아저씨|아주머니|할머니|할아버지"
    "|부부|가족|일가|측|네|들)*(?:이?라는|이?라고|이?란|이?랑|이?나|이?며|이?든지|이?자|입니다|이?었다|였다|이?다|인|일"
    "|은|는|이|가|을|를|의|에게서|에게|에서|에|께서|께|과|와|하고|한테서|한테|보다|처럼|같이|만큼|까지|부터|마저|조차|밖에"
    "|도|만|으로서|으로써|으로|로서|로써|로|랑|아|야|여|및|등)*"
)
_FIRST = "g kk n d tt r m b pp s ss - j jj ch k t p h".split()  # noqa: SIM905
_MIDDLE = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split()  # noqa: SIM905
_LAST = "- k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split()  # noqa: SIM905
_LETTERS = "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я".split()  # noqa: SIM905
_READ = "a b w g d e yo j z i y k l m n o p r s t u p h ts ch sh sh - eu - e yu ya".split()  # noqa: SIM905
_AFTER_VOWEL = re.compile("(?<=[аеёиоуыэюя])е")
# Of Ukraine, where the names of these letters are the same.
_MORE_LETTERS, _MORE_READ = "і ї є ґ".split(), "i i ye g".split()  # noqa: SIM905
_CYRILLIC = {
    ord(a): b.strip("-") for a, b in zip(_LETTERS + _MORE_LETTERS, _READ + _MORE_READ, strict=True)
}
_OPEN = "[аеёиоуыэюяії]"
# As Koreans of the Soviet Union spell, and newspapers did: Ким Ир Сен, Юн Сер Ми, Тен Хе Ран.
_SOVIET = rules(
    ("ьо", "ё"),
    (rf"(?<=с)е(?=н(?!а)|[рлкгпб](?!{_OPEN}))", "о"),
    (rf"(?<=[чжц])е(?=[нрлкгмпб](?!{_OPEN}))", "о"),
    (r"[тд][еёэ](?=н(?!а))", "чо"),
    (rf"[тд]я(?=н(?!{_OPEN}))", "ча"),
    (rf"(?<=д)[еэ](?=[кг](?!{_OPEN}))", "о"),
)


def _by_spelling(**many: str) -> dict[str, str]:
    return {spelled: key for key, spellings in many.items() for spelled in spellings.split()}


_INITIALS = _by_spelling(
    k="k g kk gg kh gh", t="t d tt dd th", p="p b pp bb ph", s="s sh ss", h="h", m="m", n="n",
    c="ch j z ts jj tch dj dz cch chh jh zh tsh tz cz chj chz", l="l r rh rr ll lr rl",
)  # fmt: skip
_FINALS = _by_spelling(k="k g ck", n="n ng", l="l r", m="m", p="p b", t="t")
# What meets where a syllable ends and another begins, and what is written there by no system.
_MET = ("kh", "kk", "nn")
_DOUBLED = ("gg", "tt", "dd", "pp", "bb", "ss", "jj")
_VOWELS = _by_spelling(
    a="a aa", W="wa oa ua", A="ya", i="i yi ui ee ie eui wi uy y iy euy",
    o="o oo u eo eu ou wo woo weo wu uo", E="yeo yo yoo yu you yeou",
    e="e ae ai ay ye yae oe oi oy we wae wai ey ei",
    io="ieu iu ieo io", ie="iae", ia="ia",
)  # fmt: skip
# A y belongs to the vowel after it: Ko-yong, and not Koy-ong.
_VOWEL = re.compile(
    "|".join(
        f"{one}(?![aeiou])" if one.endswith("y") else one
        for one in sorted(_VOWELS, key=len, reverse=True)
    )
    + "|."
)
_CLUSTERS = re.compile("[aeiouwy]+|[^aeiouwy]+")
# What is written in Latin letters by no system: for, made, read, out, why, can, twin, going.
_FOREIGN = re.compile(
    "(?<=[aeiouwy])r(?![aeiouwyh])|[aeiouwy].*[^aeiouwysjh]e$|(?<![sjyh])ea|(?<![yjhs])ou"
    "|(?<![aeiouw])y(?![aeiou])|c(?![hk])|[^aeiouwykgh]w|ing(?![aeiouy])"
)
_SILENT = re.compile("(?<=[aeiouy])h(?![aeiouwy])|(?<=a)r(?=k)|(?<=^h[ue])r$|(?<=^y)ee$")
_NORTHERN = re.compile("^(?:l(?=[iEA])|n(?=[EA]))")
_JOINT = re.compile(
    "(?<=[aAeEioW])(?=[kntlmpsch]?[aAeEioW])|(?<=[aAeEioW][kntlmp])(?=[kntlmpsch]?[aAeEioW])"
)


def hangul_in_latin(text: str) -> list[str]:
    """Each syllable of Hangul in the Revised Romanization, other signs as they are."""
    return [_syllable(sign) for sign in text]


def cyrillic_in_latin(text: str) -> str:
    """Cyrillic letters as Kontsevich wrote Korean with them."""
    return text.translate(_CYRILLIC)


@lru_cache(maxsize=50_000)
def korean_key(spelled: str, script: Script = Script.LATIN) -> str:
    """The key of a word; NO_KEY if it cannot be Korean."""
    if script is Script.HANGUL:
        return "".join(korean_key(syllable) for syllable in hangul_in_latin(spelled))
    if script is Script.CYRILLIC:
        spelled = _AFTER_VOWEL.sub("йе", rewritten(spelled, _SOVIET))
        spelled = cyrillic_in_latin(spelled)
    spelled = _SILENT.sub("", spelled)
    if script is not Script.CYRILLIC and _FOREIGN.search(spelled):
        return NO_KEY
    clusters = _CLUSTERS.findall(spelled)
    key = ""
    for place, cluster in enumerate(clusters):
        is_last = place == len(clusters) - 1
        sounds = _cluster(cluster, is_first=place == 0, is_last=is_last)
        if sounds is None:
            return NO_KEY
        key += sounds
    key = _word_begun(key).replace("nl", "n").replace("nnE", "nE")
    return key.replace("E", "e") or NO_KEY


@lru_cache(maxsize=50_000)
def joints(key: str) -> tuple[int, ...]:
    """Where in a key a syllable may begin, but not at its start."""
    return tuple(found.start() for found in _JOINT.finditer(key) if found.start())


def softened(key: str) -> str:
    """A key with each l in it as where a word begins: Miran may be Mi Ran."""
    kept = ""
    for start, end in pairwise((0, *joints(key), len(key))):
        kept += _word_begun(key[start:end])
    return kept


def variants(key: str) -> Iterator[str]:
    """A key, and what becomes of it where people write e for eo, as in Чен, or join n and g."""
    shapes = [key, key.replace("co", "ce")]
    shapes += [one.replace("nk", "n") for one in shapes]
    yield from dict.fromkeys(shapes)


def _word_begun(key: str) -> str:
    key = _NORTHERN.sub("", key)
    return f"n{key[1:]}" if key[:1] == "l" else key


def _cluster(cluster: str, is_first: bool, is_last: bool) -> str | None:
    """The sounds of some vowels or consonants in a row; None if Korean has no such row."""
    if cluster[0] in "aeiouwy":
        sounds = [_VOWELS.get(vowel) for vowel in _VOWEL.findall(cluster)]
        return None if None in sounds else "".join(map(str, sounds))
    if is_first or is_last:
        known = _INITIALS if is_first else _FINALS
        return None if is_first and is_last else known.get(cluster)
    return _between_vowels(cluster)


def _between_vowels(cluster: str) -> str | None:
    """The sounds of consonants in which a syllable ends and another begins, or of one alone."""
    if cluster in _MET:
        return cluster
    if cluster in _INITIALS and cluster not in _DOUBLED:
        return _INITIALS[cluster]
    for width in (2, 1):
        final, initial = _FINALS.get(cluster[:width]), cluster[width:]
        if final and (not initial or initial in _INITIALS):
            return final + _INITIALS.get(initial, "")
    return None


def _syllable(sign: str) -> str:
    place = ord(sign) - 0xAC00
    if not 0 <= place < 11_172:
        return sign
    first, rest = divmod(place, 588)
    middle, last = divmod(rest, 28)
    return (_FIRST[first] + _MIDDLE[middle] + _LAST[last]).replace("-", "")
