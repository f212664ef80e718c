"""Small words that commands and pages of the desk share."""

# The languages that a record's own words are in.
LANGUAGES = {"en": "English", "ru": "Russian", "ko": "Korean"}


def counted(number: int, noun: str) -> str:
    """“1 edition”, “2 editions”: for nouns whose plural ends in -s."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def field_in_words(path: str) -> str:
    """A field's name, with those that hold it: “citations: quote”, “title (Russian)”."""
    return ": ".join(_bare(name) for name in path.split("."))


def _bare(name: str) -> str:
    stem, _, language = name.rpartition("_")
    if stem and language in LANGUAGES:
        return f"{_bare(stem)} ({LANGUAGES[language]})"
    return name.replace("_", " ")
