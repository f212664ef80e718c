"""The shelf: what the public can no longer read, for those who may read it here."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from cases.accounts.proof import proof_asked
from cases.admin.pages import PagesAdmin, names_for
from cases.models import Referenced
from cases.naming import Names
from cases.publishing import KINDS, removals_of, shelf_of
from cases.rules import Deed, refusal
from cases.words import field_in_words

Line = tuple[str, str]


class ShelfAdmin(PagesAdmin):
    """Adds the page of a record's shelf to a ModelAdmin of records."""

    def get_urls(self) -> list[URLPattern]:
        """Its address."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_shelf"
        own = path("<uuid:pk>/shelf/", self._view(proof_asked(self.shelf_view)), name=name)
        return [own, *super().get_urls()]  # type: ignore[misc]

    def shelf_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Every edition that was taken back, or that something was taken out of, in plain text."""
        record = self._record(request, pk, Deed.SHELF)
        rows = list(shelf_of(record))
        documents: list[Any] = [one.document for one in rows]
        lines = documents_in_words(documents, names_for(request))
        return self._page(
            request,
            "admin/cases/shelf.html",
            record,
            title=f"What was taken back of “{record}”",
            editions=list(zip(rows, lines, strict=True)),
        )


def taken_context(request: HttpRequest, record: Referenced) -> dict[str, Any]:
    """What a record's history shows of that which was taken from the public."""
    return {
        "removals": removals_of(record),
        "has_shelf": not refusal(request.user, Deed.SHELF, record) and shelf_of(record).exists(),
    }


def documents_in_words(documents: list[dict[str, Any]], names: Names) -> list[list[Line]]:
    """Each document as lines, a field and what stood there; records by what they are called."""
    lines = [list(_lines("", one)) for one in documents]
    ids = {key for many in lines for _, text in many if (key := _id(text))}
    called = {str(pk): name for model in KINDS for pk, name in names.there(model, ids)}
    return [[(field, called.get(text, text)) for field, text in many] for many in lines]


def _lines(field: str, value: Any) -> Iterator[Line]:
    match value:
        case dict():
            for name, inner in value.items():
                words = field_in_words(str(name))
                yield from _lines(f"{field}: {words}" if field else words, inner)
        case list():
            yield from _of_list(field, value)
        case _:
            yield field, str(value)


def _of_list(field: str, values: Iterable[Any]) -> Iterator[Line]:
    for number, inner in enumerate(values, 1):
        yield from _lines(f"{field} {number}" if isinstance(inner, dict) else field, inner)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
