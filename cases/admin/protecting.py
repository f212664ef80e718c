"""Pages that protect people: what is taken from the public, and what names keep from it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from cases.accounts.proof import proof_asked
from cases.admin.forms import typed
from cases.admin.pages import PagesAdmin
from cases.identities import note_readings
from cases.models import Person, Referenced, Removal
from cases.publishing import (
    allow_again,
    earlier_editions,
    let_pass,
    places_in,
    remove,
    suppress,
    suppressible,
)
from cases.rules import Deed, NotAllowed, refusal, visible

LARGEST_NUMBER = 9


class ProtectingAdmin(PagesAdmin):
    """Adds to a ModelAdmin of records the pages that protect people."""

    def get_urls(self) -> list[URLPattern]:
        """Their addresses."""
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        views: dict[str, Callable[..., Any]] = {
            "suppress": proof_asked(self.suppress_view),
            "remove": proof_asked(self.remove_view),
            "allow": proof_asked(self.allow_view),
            "names": proof_asked(self.names_view),
        }
        own = [
            path(f"<uuid:pk>/{act}/", self._view(view), name=f"{name}_{act}")
            for act, view in views.items()
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def suppress_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Shows the earlier editions; takes those that are ticked, or a field of them, on POST."""
        record = self._record(request, pk, Deed.SUPPRESS)

        def act() -> str:
            numbers = [
                int(one)
                for one in request.POST.getlist("number")
                if one.isdecimal() and len(one) <= LARGEST_NUMBER
            ]
            suppress(
                record,
                numbers,
                by=request.user,  # type: ignore[arg-type]
                field=typed(request, "field"),
                public_note=typed(request, "public_note"),
                reason=typed(request, "reason"),
            )
            return "Taken out. Readers see that something was removed, and your note."

        if request.method == "POST" and (done := self._acted(request, record, act)):
            return done
        editions = earlier_editions(record)
        return self._page(
            request,
            "admin/cases/suppress.html",
            record,
            title=f"Take something out of earlier editions of “{record}”",
            editions=editions,
            fields=[(one, one.replace("_", " ")) for one in suppressible(editions)],
            chosen=request.POST.getlist("number"),
        )

    def remove_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Explains the three ways of taking something back; removes without a trace on POST."""
        record = self._protected(request, pk, Deed.REMOVE)

        def act() -> str:
            remove(record, by=request.user, reason=typed(request, "reason"))  # type: ignore[arg-type]
            return "Removed. The public site answers as if it had never been there."

        if request.method == "POST" and (done := self._acted(request, record, act)):
            return done
        title = f"Remove “{record}” to protect somebody"
        return self._page(request, "admin/cases/remove.html", record, title=title)

    def allow_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Shows why it was removed; lets it be published again on POST."""
        record = self._protected(request, pk, Deed.ALLOW)

        def act() -> str:
            allow_again(record, by=request.user, reason=typed(request, "reason"))  # type: ignore[arg-type]
            return "It can be published again, as a first edition."

        if request.method == "POST" and (done := self._acted(request, record, act)):
            return done
        removals = Removal.objects.filter(record=record.pk).select_related("by")
        title = f"Let “{record}” be published again"
        page = "admin/cases/allow.html"
        return self._page(request, page, record, title=title, removals=removals)

    def names_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Shows protected names in the record, and lets one pass on POST. For guardians."""
        if refusal(request.user, Deed.IDENTIFY, Person):
            raise NotAllowed("Protected names are shown to guardians alone.")
        record = self.opts.model._default_manager.filter(pk=pk).first()
        if record is None:
            raise Http404
        places = places_in([record]).get(record, [])
        people = {one.pk: one for one in Person.objects.filter(pk__in={p.person for p in places})}
        note_readings(request.user, people)
        if request.method == "POST":
            self._let_pass(request, record, people)
            places = places_in([record]).get(record, [])
        shown = [(one, people.get(one.person)) for one in places]
        title = f"Protected names in “{record}”"
        may_see = visible(self.opts.model._default_manager.all(), request.user)
        return self._page(
            request,
            "admin/cases/names.html",
            record,
            title=title,
            places=shown,
            people=[one for one in people.values() if any(p.person == one.pk for p in places)],
            may_see=may_see.filter(pk=pk).exists(),
        )

    def _let_pass(self, request: HttpRequest, record: Referenced, people: Any) -> None:
        chosen = next(
            (one for one in people.values() if str(one.pk) == typed(request, "person")), None
        )
        if chosen is None:
            messages.info(request, "That name does not stand in the record any more.")
            return
        try:
            let_pass(record, chosen, by=request.user, reason=typed(request, "reason"))  # type: ignore[arg-type]
        except ValueError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"The names of “{chosen}” may stand in this record.")

    def _protected(self, request: HttpRequest, pk: UUID, deed: Deed) -> Any:
        """The record, seen or not, for whoever may do this to protect somebody."""
        record = self.opts.model._default_manager.filter(pk=pk).first()
        if record is None:
            raise Http404
        if reason := refusal(request.user, deed, record):
            raise NotAllowed(reason)
        return record
