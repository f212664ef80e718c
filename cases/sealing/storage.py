"""The private store: every file in it is sealed, whole, for its name."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage

from cases.sealing.envelope import key_id_of_file, seal_file, unseal_file


class SealedStorage(FileSystemStorage):
    """Seals what is saved and opens it again. A file saved under a name that is taken replaces it.

    Names are made by the desk, at random or from a file's content, never by whoever uploads it.
    """

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The name itself."""
        return name

    def _save(self, name: str, content: File) -> str:
        """Writes a whole sealed file in place of none or of the one before, in one step."""
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        content.open()
        sealed = seal_file(content.read(), name)
        fresh = path.with_name(f".{secrets.token_hex(8)}.part")
        try:
            with open(fresh, "xb", opener=_for_its_owner) as file:
                file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
        return name

    def _open(self, name: str, mode: str = "rb") -> File:
        """The content. Raises CannotUnseal, and FileNotFoundError as any storage does."""
        if mode != "rb":
            raise ValueError("A sealed file is read whole, and written by saving it.")
        return ContentFile(unseal_file(Path(self.path(name)).read_bytes(), name), name)

    def key_id_of(self, name: str) -> str:
        """The id of the key that sealed a file. Raises CannotUnseal."""
        with open(self.path(name), "rb") as file:
            return key_id_of_file(file.read(64))


def files_in(storage: Any, folder: str = "") -> Iterator[str]:
    """The names of all files in a storage, folder by folder."""
    if not storage.exists(folder):
        return
    inner, files = storage.listdir(folder)
    for name in sorted(files):
        if not name.startswith("."):
            yield f"{folder}/{name}" if folder else name
    for name in sorted(inner):
        yield from files_in(storage, f"{folder}/{name}" if folder else name)


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
