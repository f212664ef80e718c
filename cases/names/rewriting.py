"""Rules that change how a word is spelled, each applied to what the one before has left."""

import re
from collections.abc import Callable

Read = str | Callable[[re.Match[str]], str]
Rules = tuple[tuple[re.Pattern[str], Read], ...]


def rules(*pairs: tuple[str, Read]) -> Rules:
    """Expressions, each with what stands in the place of what it finds."""
    return tuple((re.compile(pattern), read) for pattern, read in pairs)


def rewritten(spelled: str, by: Rules) -> str:
    """The word after all of the rules."""
    for pattern, read in by:
        spelled = pattern.sub(read, spelled)
    return spelled
