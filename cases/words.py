"""Small words that commands and pages of the desk share."""


def counted(number: int, noun: str) -> str:
    """“1 edition”, “2 editions”: for nouns whose plural ends in -s."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
