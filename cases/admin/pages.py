"""What the pages of one record share: who may come in, what was typed, how an act went."""

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from cases.admin.forms import typed
from cases.collisions import Collision
from cases.history import CannotRestore
from cases.models import Referenced
from cases.naming import Names
from cases.publishing import (
    CannotPublish,
    CannotRemove,
    CannotReview,
    CannotWithdraw,
    called_in_public,
    note_told_of,
)
from cases.rules import CHANGING, Deed, NotAllowed, not_allowed, refusal

LARGEST_KEY_BITS = 63
REFUSALS = (
    CannotPublish,
    CannotRemove,
    CannotReview,
    CannotWithdraw,
    CannotRestore,
    Collision,
    NotAllowed,
)


class PagesAdmin:
    """Adds to a ModelAdmin of records what its own pages need."""

    admin_site: Any
    opts: Any
    model: Any

    def _view(self, view: Callable[..., Any]) -> Any:
        return self.admin_site.admin_view(view)

    def _record(self, request: HttpRequest, pk: UUID, deed: Deed) -> Any:
        """The record, if this person may see it and do this with it. Raises Http404, NotAllowed."""
        record = self.get_queryset(request).filter(pk=pk).first()  # type: ignore[attr-defined]
        if record is None:
            raise self._refused(request, pk)
        if reason := refusal(request.user, deed, record):
            raise not_allowed(deed, reason)
        return record

    def _inside_and(self, request: HttpRequest, pk: UUID, deed: Deed) -> Any:
        """The same, for those alone who are inside the record. Raises as `_record` does."""
        self._record(request, pk, Deed.LOOK_INSIDE)
        return self._record(request, pk, deed)

    def _closed(self, request: HttpRequest, pk: Any) -> Any:
        """The record, if the public reads it and a colleague has it in hand; None otherwise."""
        try:
            record = self.model._default_manager.filter(pk=pk).first()
        except ValidationError:
            return None
        is_closed = record is not None and refusal(request.user, Deed.VIEW, record) == CHANGING
        return record if is_closed else None

    def _refused(self, request: HttpRequest, pk: Any) -> Exception:
        """What to raise of a record that this person does not see: not now, or as of none."""
        return NotAllowed(CHANGING) if self._closed(request, pk) else Http404()

    def _acted(
        self, request: HttpRequest, record: Referenced, act: Callable[[], str]
    ) -> HttpResponse | None:
        """Does it, says how it went in the words that `act` returns, and goes on.

        After a refusal says why and returns None: the page is shown again with what was typed.
        """
        try:
            words = act()
        except REFUSALS as error:
            note_told_of(typed(request, "public_note"), error, request.user)  # type: ignore[arg-type]
            for line in str(error).splitlines():
                messages.error(request, f"Nothing was done. {line}")
            return None
        messages.success(request, words)
        if refusal(request.user, Deed.VIEW, record):
            return HttpResponseRedirect(reverse("admin:index"))
        return self._to_record(record)

    def _address(self, act: str, record: Referenced, *more: int) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{act}"
        return reverse(name, args=[record.pk, *more])

    def _to_record(self, record: Referenced) -> HttpResponseRedirect:
        return HttpResponseRedirect(self._address("change", record))

    def _page(
        self, request: HttpRequest, template: str, record: Any, **values: Any
    ) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": record,
            "object": record,
            "typed": request.POST,
            **values,
        }
        return TemplateResponse(request, template, context)


def address_of(record: Referenced, act: str = "change") -> str:
    """The address of one of a record's pages; of its form, if no other is named."""
    return reverse(f"admin:cases_{record._meta.model_name}_{act}", args=[record.pk])


def titled(request: HttpRequest, record: Referenced, words: str) -> dict[str, Any]:
    """The title of a page, `words` with “{}” for the record, and the record where it is seen.

    Where it is not, the page calls it as the public does, and leads nowhere.
    """
    if not refusal(request.user, Deed.VIEW, record):
        return {"title": words.format(f"“{record}”")}
    public = called_in_public(record)
    called = f"“{public}”" if public else f"this {record._meta.verbose_name}"
    return {"title": words.format(called), "original": None, "object": None}


def names_for(request: HttpRequest) -> Names:
    """The names for whoever sent `request`, remembered while it is answered."""
    known: Names | None = getattr(request, "_desk_names", None)
    if known is None:
        known = request._desk_names = Names(request.user)  # type: ignore[attr-defined]
    return known


def versions_seen(request: HttpRequest) -> dict[UUID, int]:
    """The versions that the page was made from, as `<id>:<version>` in the fields `seen`.

    One field may hold many, with spaces between them: a form may have only so many fields.
    """
    found = {}
    for text in " ".join(request.POST.getlist("seen")).split():
        key, _, version = text.partition(":")
        try:
            found[UUID(key)] = int(version)
        except ValueError:
            continue
    return found


def chosen_ids(request: HttpRequest) -> Collection[UUID]:
    """The records that were ticked to go along, in the fields `with`."""
    found = set()
    for text in request.POST.getlist("with"):
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found
