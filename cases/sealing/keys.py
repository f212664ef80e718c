"""The desk's keys, and the keys that are derived from each for one purpose alone.

Keys live in the environment (DESK_KEYS), never in the database. The first is the current one, which
seals; the others only open what they sealed before a rotation.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

KEY_BYTES = 32


class CannotUnseal(Exception):
    """Something sealed cannot be read; the message says why, in words for a page."""


@dataclass(frozen=True)
class DeskKey:
    """One key: its id, which stands in every envelope, and 32 random bytes."""

    id: str
    secret: bytes = field(repr=False)

    @cached_property
    def cipher(self) -> AESGCM:
        """Seals and opens cells and files (AES-256-GCM, NIST SP 800-38D)."""
        return AESGCM(self._derived("seal"))

    @cached_property
    def for_nonces(self) -> bytes:
        """The key that nonces are made with."""
        return self._derived("nonce")

    @cached_property
    def for_names(self) -> bytes:
        """The key of the blind index."""
        return self._derived("blind index")

    @cached_property
    def for_marks(self) -> bytes:
        """The key of marks, which tell whether something is as it was."""
        return self._derived("mark")

    def _derived(self, purpose: str) -> bytes:
        """A key for one purpose (HKDF-SHA256, RFC 5869)."""
        info = f"caseline {purpose} 1".encode()
        return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=info).derive(self.secret)


class Keyring:
    """The keys in use, by id; the first is the current one."""

    def __init__(self, secrets: Mapping[str, bytes]) -> None:
        self._keys = {name: DeskKey(name, secret) for name, secret in secrets.items()}

    @property
    def current(self) -> DeskKey:
        """The key that seals."""
        return next(iter(self._keys.values()))

    @property
    def all(self) -> tuple[DeskKey, ...]:
        """Every key, the current one first."""
        return tuple(self._keys.values())

    def named(self, name: str) -> DeskKey:
        """The key with this id. Raises CannotUnseal where it is not in use here."""
        try:
            return self._keys[name]
        except KeyError as error:
            raise CannotUnseal(
                f"The key “{name}” is needed to read this, and is not among DESK_KEYS. Whoever "
                "looks after the server has to add it; docs/keys.md says how."
            ) from error


def keyring() -> Keyring:
    """The keys of the settings."""
    return _keyring_of(tuple(settings.DESK_KEYS.items()))


@cache
def _keyring_of(secrets: tuple[tuple[str, bytes], ...]) -> Keyring:
    return Keyring(dict(secrets))
