"""Rows of a whole-site dump that every site makes for itself while it migrates.

Content types and permissions exist before any fixture is loaded, under keys that differ from site
to site. Their rows are not loaded; what points to them by number is pointed to this site's own.
"""

from typing import Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist

Fields = dict[str, Any]
# What tells such a row of another site from its like, and of which type each part is.
NEEDED: dict[str, dict[str, Any]] = {
    "contenttypes.contenttype": {"app_label": str, "model": str},
    "auth.permission": {"codename": str, "content_type": int | list},
}


def without_migrated(items: list[Fields], using: str) -> list[Fields]:
    """The objects of a fixture but for content types and permissions, with keys translated.

    Numbers that the fixture does not explain are left as they are.
    """
    dumped = {
        model: {
            one["pk"]: one["fields"]
            for one in items
            if one["model"].lower() == label and one.get("pk") is not None
        }
        for model, label in (
            (ContentType, "contenttypes.contenttype"),
            (Permission, "auth.permission"),
        )
    }
    types = _content_types(dumped[ContentType], using)
    keys = {ContentType: types, Permission: _permissions(dumped[Permission], types, using)}
    labels = {"contenttypes.contenttype", "auth.permission"}
    rest = [one for one in items if one["model"].lower() not in labels]
    for one in rest:
        _translate(one, keys)
    return rest


def _content_types(dumped: dict[int, Fields], using: str) -> dict[int, int]:
    here = {
        (app, model): pk
        for pk, app, model in ContentType.objects.using(using).values_list(
            "pk", "app_label", "model"
        )
    }
    named = {pk: (fields["app_label"], fields["model"]) for pk, fields in dumped.items()}
    return {pk: here[name] for pk, name in named.items() if name in here}


def _permissions(dumped: dict[int, Fields], types: dict[int, int], using: str) -> dict[int, int]:
    here = {
        (codename, kind): pk
        for pk, codename, kind in Permission.objects.using(using).values_list(
            "pk", "codename", "content_type"
        )
    }
    found = {}
    for pk, fields in dumped.items():
        kind = types.get(fields["content_type"]) if isinstance(fields["content_type"], int) else 0
        own = here.get((fields["codename"], kind or 0))
        if own is not None:
            found[pk] = own
    return found


def _translate(item: Fields, keys: dict[Any, dict[int, int]]) -> None:
    model, fields = apps.get_model(item["model"]), item.get("fields", {})
    for name, value in fields.items():
        try:
            target = model._meta.get_field(name).related_model
        except FieldDoesNotExist:
            continue
        translation = keys.get(target)
        if translation is None:
            continue
        if isinstance(value, list):
            fields[name] = [
                translation.get(one, one) if isinstance(one, int) else one for one in value
            ]
        elif isinstance(value, int):
            fields[name] = translation.get(value, value)
