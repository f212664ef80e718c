"""What Russian adds to a Korean name, as it bends the family name and the last one: Хана Дон Хека.

So do words in Latin letters that were Russian ones before: khana-don-kheka.
"""

import re
from functools import lru_cache

from cases.names.byrussian import by_russian
from cases.names.korean import NO_KEY, korean_key
from cases.names.letters import Script

# After what a Korean syllable ends in, and after й, which goes: Цой, Цоя.
_ENDING = {
    Script.CYRILLIC: re.compile(
        "(?<=[кгнмпбрлт])(?:а|у|ом|е|ові|і)$|(?<=л)(?:я|ю|[её]м)$|(?<=[аеёиоуыэюя])(?P<y>я|ю|[её]м|е)$"
    ),
    Script.LATIN: re.compile(
        "(?<=[kgnmpbrlt])(?:a|u|om)$|(?<=l)(?:[yi][au]|yom|em)$|(?<=[aeiouy])(?P<y>[yi][au]|y?em)$"
    ),
}
_Y = {Script.CYRILLIC: "й", Script.LATIN: "y"}


@lru_cache(maxsize=50_000)
def unbent_key(spelled: str, script: Script) -> str:
    """How a word sounds in Korean without what Russian may have added; "" if it added nothing."""
    ending = _ENDING[script].search(spelled) if script in _ENDING else None
    if ending is None:
        return ""
    stem = spelled[: ending.start()] + (_Y[script] if ending["y"] else "")
    key = korean_key(stem if script is Script.CYRILLIC else by_russian(stem), script)
    return "" if key == NO_KEY else key
