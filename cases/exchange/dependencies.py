"""The order in which objects can be loaded: what others name comes before them."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import Model


def ranks_of(labels: Iterable[str]) -> dict[str, int]:
    """By the label of a model, its place in an order in which each stands behind what it names."""
    models = {apps.get_model(label): None for label in labels}
    ordered: dict[type[Model], None] = {}
    for model in models:
        _visit(model, models, ordered, set())
    places = {model: place for place, model in enumerate(ordered)}
    return {label: places[apps.get_model(label)] for label in labels}


def _visit(
    model: type[Model],
    wanted: dict[type[Model], None],
    ordered: dict[type[Model], None],
    open_: set[type[Model]],
) -> None:
    if model in ordered or model in open_:
        return
    open_.add(model)
    for target in _named_by(model):
        if target in wanted:
            _visit(target, wanted, ordered, open_)
    ordered[model] = None


def _named_by(model: type[Model]) -> list[Any]:
    fields = (*model._meta.concrete_fields, *model._meta.many_to_many)
    return [field.related_model for field in fields if field.is_relation]
