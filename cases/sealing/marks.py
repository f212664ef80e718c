"""Marks: tell whether texts are the same as before, to whoever has the key, and nothing else.

What two guardians decided to erase, and what a pass of the name guard was given for, is known again
by its mark.
"""

import hmac
import json
from collections.abc import Iterable

from cases.sealing.keys import DeskKey, keyring


def mark_of(texts: Iterable[str], key: DeskKey | None = None) -> str:
    """64 hexadecimal digits for these texts in this order, by the current key if none is given."""
    told = json.dumps(list(texts)).encode()
    return hmac.digest((key or keyring().current).for_marks, told, "sha256").hex()


def every_mark(*texts: str) -> list[str]:
    """The mark of these texts under each key that is in use, the current one first."""
    return [mark_of(texts, key) for key in keyring().all]


def is_mark_of(mark: str, texts: Iterable[str]) -> bool:
    """Whether a mark was made of these texts, by any key that is in use."""
    return any(hmac.compare_digest(mark, one) for one in every_mark(*texts))
