"""Marks: tell whether texts are the same as before, to whoever has the key, and nothing else."""

import hmac
import json
from collections.abc import Iterable

from cases.sealing.keys import DeskKey, keyring


def mark_of(texts: Iterable[str], key: DeskKey | None = None) -> str:
    """64 hexadecimal digits for these texts in this order, by the current key if none is given."""
    told = json.dumps(list(texts)).encode()
    return hmac.digest((key or keyring().current).for_marks, told, "sha256").hex()


def is_mark_of(mark: str, texts: Iterable[str]) -> bool:
    """Whether a mark was made of these texts, by any key that is in use."""
    told = list(texts)
    return any(hmac.compare_digest(mark, mark_of(told, key)) for key in keyring().all)
