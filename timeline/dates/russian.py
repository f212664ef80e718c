"""Russian words for dates, as people type them, in the English that is read here."""

import re

MONTHS = {
    "january": "янв(?:ар[ьяе])?",
    "february": "фев(?:р(?:ал[ьяе])?)?",
    "march": "мар(?:т[ае]?)?",
    "april": "апр(?:ел[ьяе])?",
    "may": "ма[йяе]",
    "june": "июн[ьяе]?",
    "july": "июл[ьяе]?",
    "august": "авг(?:уст[ае]?)?",
    "september": "сент?(?:ябр[ьяе])?",
    "october": "окт(?:ябр[ьяе])?",
    "november": "ноя(?:б(?:р[ьяе])?)?",
    "december": "дек(?:абр[ьяе])?",
}
SEASONS = {
    "spring": "весн(?:а|ы|е|ой)",
    "summer": "лет(?:о|а|е|ом)",
    "autumn": "осен(?:ь|и|ью)",
    "winter": "зим(?:а|ы|е|ой)",
}
WORDS = {
    "not later than": "не (?:позднее|позже)",
    "not before": "не (?:ранее|раньше)",
    "between": "между",
    "before": "до",
    "after": "после",
    "about": "около|примерно|приблизительно|ок",
    "probably": "вероятно|возможно|предположительно",
    "early": "(?:в )?начал[оае]",
    "mid": "(?:в )?середин[ае]",
    "late": "(?:в )?кон(?:ец|ца|це)",
    "from": "со?",
    "to": "по",
    "or": "или",
    "and": "и",
    "": "(?:год(?:а|у|ом|ы|ов|ами|ах)?|гг?|во?)",
}
_REPLACED = [
    (re.compile(rf"\b(?:{pattern})\b\.?"), english)
    for english, pattern in {**MONTHS, **SEASONS, **WORDS}.items()
]
_DECADE = re.compile(r"\b([0-9]{3}0)-?е\b")


def in_english(text: str) -> str:
    """The date in English words, where it is in Russian; what is not Russian stays as it is."""
    words = _DECADE.sub(r"\1s", text.lower().replace("ё", "е"))
    for pattern, english in _REPLACED:
        words = pattern.sub(english, words)
    return " ".join(words.split())
