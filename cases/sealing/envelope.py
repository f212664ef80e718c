"""Envelopes: a text or a file, sealed for one place, so that it opens there and nowhere else.

AES-256-GCM. The associated data names the version, the key and the place (table, column and row; or
a file's name), so that an envelope copied to another row or field does not open. The nonce is the
first 96 bits of an HMAC-SHA256 over associated data and content: the same text in the same place
gives the same envelope, which the desk's history relies on (docs/adr/0009).
"""

import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag

from cases.sealing.keys import CannotUnseal, DeskKey, keyring

NONCE_BYTES = 12
SHAPE = re.compile(r"sealed:1:([a-z0-9-]{1,16}):([A-Za-z0-9_-]+={0,2})")
FILE_HEAD = re.compile(rb"caseline sealed file 1 ([a-z0-9-]{1,16})\n")
NO_ENVELOPE = (
    "What is kept here is not sealed as it should be, so it is not shown. Whoever looks after the "
    "server has to find out who wrote it."
)
WRONG_KEY = (
    "This cannot be read: the key “{}” among DESK_KEYS is not the one it was sealed with, or it "
    "was changed or moved in the database. docs/keys.md says what to do."
)


class Place(NamedTuple):
    """Where an envelope belongs: a table, a column and a row."""

    table: str
    column: str
    row: str


def row_name(key: object) -> str:
    """A row's key as associated data: a UUID as 32 hexadecimal digits, anything else as text."""
    return key.hex if isinstance(key, UUID) else str(key)


def seal(text: str, place: Place) -> str:
    """The text sealed for `place` with the current key; an empty text stays empty."""
    if not text:
        return ""
    key = keyring().current
    sealed = _sealed(key, text.encode(), _bound(key.id, *place))
    return f"sealed:1:{key.id}:{urlsafe_b64encode(sealed).decode()}"


def unseal(envelope: str, place: Place) -> str:
    """The text that was sealed for `place`. Raises CannotUnseal for anything else."""
    if not envelope:
        return ""
    name, sealed = _opened_shape(envelope)
    return _unsealed(keyring().named(name), sealed, _bound(name, *place)).decode()


def is_envelope(text: str) -> bool:
    """Whether a text has the form of an envelope."""
    return SHAPE.fullmatch(text) is not None


def key_id_of(envelope: str) -> str:
    """The id of the key that sealed an envelope. Raises CannotUnseal where it is none."""
    return _opened_shape(envelope)[0]


def seal_file(content: bytes, name: str) -> bytes:
    """The content sealed for a file of this name in the store."""
    key = keyring().current
    head = f"caseline sealed file 1 {key.id}\n".encode()
    return head + _sealed(key, content, _bound(key.id, "file", name))


def unseal_file(sealed: bytes, name: str) -> bytes:
    """The content that was sealed for this name. Raises CannotUnseal for anything else."""
    head = FILE_HEAD.match(sealed)
    if head is None:
        raise CannotUnseal(NO_ENVELOPE)
    key = head[1].decode()
    return _unsealed(keyring().named(key), sealed[head.end() :], _bound(key, "file", name))


def key_id_of_file(sealed: bytes) -> str:
    """The id of the key that sealed a file. Raises CannotUnseal where none did."""
    head = FILE_HEAD.match(sealed)
    if head is None:
        raise CannotUnseal(NO_ENVELOPE)
    return head[1].decode()


def _bound(*parts: str) -> bytes:
    """The associated data: each part with its length before it, so that no two places are one."""
    encoded = [part.encode() for part in ("caseline", "1", *parts)]
    return b"".join(len(part).to_bytes(4) + part for part in encoded)


def _sealed(key: DeskKey, content: bytes, bound: bytes) -> bytes:
    nonce = hmac.digest(key.for_nonces, sha256(bound).digest() + content, "sha256")[:NONCE_BYTES]
    return nonce + key.cipher.encrypt(nonce, content, bound)


def _unsealed(key: DeskKey, sealed: bytes, bound: bytes) -> bytes:
    try:
        return key.cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound)
    except (InvalidTag, ValueError) as error:
        raise CannotUnseal(WRONG_KEY.format(key.id)) from error


def _opened_shape(envelope: str) -> tuple[str, bytes]:
    shape = SHAPE.fullmatch(envelope)
    if shape is None:
        raise CannotUnseal(NO_ENVELOPE)
    try:
        return shape[1], urlsafe_b64decode(shape[2])
    except ValueError as error:
        raise CannotUnseal(NO_ENVELOPE) from error
