"""What a fixture names that whoever brings it may not see: to them it is not there."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import FieldDoesNotExist

from cases.exchange.fixture import Row
from cases.models import Referenced
from cases.rules import UNSEEN, Deed, refusal, visible

TAKEN = "This reference is taken. Choose another."
# No reference ends like this, so what is called so is nowhere; problems do not show it.
NOWHERE = " "


def as_seen_by(rows: list[Row], by: User) -> list[Row]:
    """The rows as they are for `by`: what they link to by a name that is not theirs is nowhere.

    So an answer to a file is the same with a hidden record of that name and without.
    """
    hidden: dict[type[Referenced], frozenset[str]] = {}

    def seen(model: type[Referenced], key: Any) -> Any:
        if model not in hidden:
            hidden[model] = _hidden(model, by)
        is_name = isinstance(key, list) and len(key) == 1 and isinstance(key[0], str)
        is_hidden = is_name and key[0] in hidden[model]
        return [f"{key[0]}{NOWHERE}"] if is_hidden else key

    return [Row(row.file, row.number, _with_links(row.data, seen)) for row in rows]


def unseen_in_words(row: Row, record: Referenced, by: User) -> str:
    """Why `by` may not write to `record`, which they do not see, in the words of their file alone.

    Its reference is not among them, nor what it is: an id is public where a reference is not.
    """
    kind = record._meta.verbose_name
    if why := refusal(by, Deed.ADD, type(record)):
        return f"{kind}: {why}"
    given = row.data.get("fields", {}).get("reference")
    if row.data.get("pk") is None and given == record.reference:
        return f"{kind} {given}: {TAKEN}"
    return f"{row.name}: {UNSEEN}"


def sees(by: User, record: Referenced) -> bool:
    """Whether `by` may see `record`, from inside or as the public reads it."""
    return visible(type(record)._default_manager.filter(pk=record.pk), by).exists()


def _hidden(model: type[Referenced], by: User) -> frozenset[str]:
    records = model._default_manager.order_by()
    seen = visible(records.all(), by).values("pk")
    return frozenset(records.exclude(pk__in=seen).values_list("reference", flat=True))


def _with_links(
    data: dict[str, Any], seen: Callable[[type[Referenced], Any], Any]
) -> dict[str, Any]:
    model = apps.get_model(data["model"])
    fields = dict(data.get("fields", {}))
    for name, value in fields.items():
        try:
            one = model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        target: Any = one.related_model
        if not (one.is_relation and isinstance(target, type) and issubclass(target, Referenced)):
            continue
        if one.many_to_many and isinstance(value, list):
            fields[name] = [seen(target, key) for key in value]
        else:
            fields[name] = seen(target, value)
    return {**data, "fields": fields}
