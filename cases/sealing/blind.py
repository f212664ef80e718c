"""Blind index and marks: a name or text is known again without being kept, by whoever has a key."""

import hmac
import unicodedata

from cases.sealing.keys import DeskKey, keyring

IGNORED = {"Zs", "Pd", "Cf", "Cc"}  # spaces, hyphens and dashes, characters without a shape


def folded(name: str) -> str:
    """A name as it is compared: NFKC, case folded, without spaces and hyphens."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return "".join(one for one in text if unicodedata.category(one) not in IGNORED)


def blind_index(name: str, key: DeskKey | None = None) -> str:
    """64 hexadecimal digits for a name (HMAC-SHA256), by the current key where none is given.

    "" for a name of which nothing is left when it is folded.
    """
    text = folded(name)
    if not text:
        return ""
    return hmac.digest((key or keyring().current).for_names, text.encode(), "sha256").hex()


def every_index(name: str) -> list[str]:
    """The index of a name under each key, for a search while a rotation is not yet finished."""
    return [index for key in keyring().all if (index := blind_index(name, key))]
