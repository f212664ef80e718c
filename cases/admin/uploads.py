"""Files that were chosen in a form which is not saved yet: kept, so that nobody chooses them twice.

A held file lies in the private store under a random name. The page carries a signed token for it,
good for one person and one day.
"""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core import signing
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.utils import timezone

from cases.filetypes import UnfitFile, type_of

FOLDER = "held"
SUFFIX = "__held"
KEPT = timedelta(days=1)


def hold_uploads(request: HttpRequest) -> dict[str, str]:
    """Puts the files of earlier tries into `request.FILES`, and keeps those of this one.

    Returns the tokens to carry on in the page, by field name; `request.POST` holds them too.
    """
    post: Any = request.POST.copy()
    files: Any = request.FILES
    for name, file in list(files.items()):
        # Whose it is stands in its name, for whoever would erase it has to say so.
        held_as = f"{FOLDER}/{request.user.pk}-{secrets.token_hex(16)}"
        path = default_storage.save(held_as, file)
        file.seek(0)
        post[name + SUFFIX] = _token(request, path, file.name, file.content_type)
    for key in [key for key in post if key.endswith(SUFFIX)]:
        name = key.removesuffix(SUFFIX)
        if name not in files:
            held = _held(request, post[key])
            if held is None:
                del post[key]
            else:
                files[name] = held
    request.POST = post
    return {key: post[key] for key in post if key.endswith(SUFFIX)}


def drop_uploads(request: HttpRequest) -> None:
    """Deletes the held files of a request that was saved, and all that are older than a day."""
    for key in request.POST:
        if key.endswith(SUFFIX) and (found := _read(request, request.POST[key])):
            default_storage.delete(found["path"])
    if default_storage.exists(FOLDER):
        limit = timezone.now() - KEPT
        for name in default_storage.listdir(FOLDER)[1]:
            path = f"{FOLDER}/{name}"
            if default_storage.get_modified_time(path) < limit:
                default_storage.delete(path)


def drop_refused(request: HttpRequest, context: dict[str, Any], refused: Iterable[str]) -> None:
    """Forgets the held files of refused fields, so that nobody has to send them again."""
    post: Any = request.POST
    for key in [name + SUFFIX for name in refused if name + SUFFIX in context["held"]]:
        if found := _read(request, post[key]):
            default_storage.delete(found["path"])
        del post[key], context["held"][key]
    context["held_names"] = names_of(request)


def is_unfit(file: Any) -> bool:
    """Whether a file is of a type that no form takes."""
    file.seek(0)
    try:
        type_of(file.read())
    except UnfitFile:
        return True
    finally:
        file.seek(0)
    return False


def names_of(request: HttpRequest) -> list[str]:
    """The names of the files that are held for this form."""
    found = [_read(request, request.POST[key]) for key in request.POST if key.endswith(SUFFIX)]
    return [one["name"] for one in found if one]


def _token(request: HttpRequest, path: str, name: str, kind: str) -> str:
    held = {"path": path, "name": name, "type": kind, "user": request.user.pk}
    return signing.dumps(held, salt="held-upload")


def _read(request: HttpRequest, token: str) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = signing.loads(token, salt="held-upload", max_age=KEPT)
    except signing.BadSignature:
        return None
    return found if found["user"] == request.user.pk else None


def _held(request: HttpRequest, token: str) -> SimpleUploadedFile | None:
    found = _read(request, token)
    if found is None or not default_storage.exists(found["path"]):
        return None
    with default_storage.open(found["path"]) as file:
        return SimpleUploadedFile(found["name"], file.read(), found["type"])
