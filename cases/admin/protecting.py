"""Pages that protect people: what is taken from the public, and what names keep from it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.text import capfirst

from cases.accounts.proof import proof_asked
from cases.admin.forms import typed
from cases.admin.pages import PagesAdmin, chosen_ids, titled
from cases.admin.staying import MOST_SHOWN, kept_notes, noted, staying, still_said, to_hide
from cases.identities import note_readings
from cases.models import Person, Referenced, Removal
from cases.publishing import (
    Place,
    Still,
    StillRead,
    allow_again,
    cited_by_these_alone,
    editions_to_suppress,
    held_after,
    held_places,
    left_of,
    left_without_source,
    left_words,
    let_pass,
    let_pass_in_note,
    passes_of,
    remove,
    shared_by_others,
    shared_notes,
    suppress,
    suppressible,
    take_back,
    take_out_left,
    traces_of,
    words_left,
)
from cases.rules import Deed, ForGuardians, ever_public, is_inside, not_allowed, refusal
from cases.words import counted

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
        """Shows the earlier editions, and what was left where something was taken back.

        On POST takes what is ticked, or a field of it.
        """
        record = self._record(request, pk, Deed.SUPPRESS)
        still: list[Still] = []

        def act() -> str:
            said = {name: typed(request, name) for name in ("public_note", "reason")}
            if "from_left" in request.POST:
                take_out_left(
                    record,
                    request.POST.getlist("left"),
                    by=request.user,  # type: ignore[arg-type]
                    keep_notes=kept_notes(request),
                    **said,
                )
                return "Taken out. Readers see your new note."
            numbers = [
                int(one)
                for one in request.POST.getlist("number")
                if one.isdecimal() and len(one) <= LARGEST_NUMBER
            ]
            try:
                suppress(
                    record,
                    numbers,
                    by=request.user,  # type: ignore[arg-type]
                    field=typed(request, "field"),
                    keep_notes=kept_notes(request),
                    parts_may_stay="parts_may_stay" in request.POST,
                    **said,
                )
            except StillRead as error:
                still.extend(error.found)
                raise
            return "Taken out. Readers see that something was removed, and your note."

        if request.method == "POST" and (done := self._acted(request, record, act)):
            return done
        editions = editions_to_suppress(record)
        moments = {one.published for one in editions}
        return self._page(
            request,
            "admin/cases/suppress.html",
            record,
            title=f"Take something out of earlier editions of “{record}”",
            editions=editions,
            fields=[(one, _in_words(one)) for one in suppressible(editions)],
            chosen=request.POST.getlist("number"),
            still=still_said(request, still),
            more_still=max(0, len(still) - MOST_SHOWN),
            notes=noted(request, [one for one in shared_notes(record) if one.moment in moments]),
            left=left_of(record),
            chosen_left=request.POST.getlist("left"),
            words=noted(request, shared_by_others(record, words_left(record))),
        )

    def remove_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Explains the three ways of taking something back; removes without a trace on POST."""
        record = self._protected(request, pk, Deed.REMOVE)

        def act() -> str:
            remove(
                record,
                by=request.user,  # type: ignore[arg-type]
                reason=typed(request, "reason"),
                hide_too=chosen_ids(request),
                keep_notes=kept_notes(request),
            )
            return "Removed. The public site answers as if it had never been there."

        if request.method == "POST" and (done := self._acted(request, record, act)):
            return done
        chosen = chosen_ids(request) if request.method == "POST" else None
        sourceless = to_hide(request, left_without_source(record), chosen)
        cited_alone = to_hide(request, cited_by_these_alone([record]), chosen)
        return self._page(
            request,
            "admin/cases/remove.html",
            record,
            **titled(request, record, "Remove {} to protect somebody"),
            sourceless=sourceless,
            cited_alone=cited_alone,
            others=sum(one["ticked"] for one in (*sourceless, *cited_alone)),
            notes=noted(request, shared_notes(record)),
            traces=traces_of(record),
            words=noted(request, left_words(record)),
            **staying(request, [record]),
        )

    def allow_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Shows when it was removed; lets it be published again on POST.

        By whom and why is for whoever is inside of the record, as everywhere.
        """
        record = self._protected(request, pk, Deed.ALLOW)

        def act() -> str:
            allow_again(record, by=request.user, reason=typed(request, "reason"))  # type: ignore[arg-type]
            return "It can be published again, as a first edition."

        if request.method == "POST" and (done := self._acted(request, record, act)):
            return done
        removals = Removal.objects.filter(record=record.pk).select_related("by")
        page = "admin/cases/allow.html"
        named = titled(request, record, "Let {} be published again")
        may_read = is_inside(request.user, record)
        return self._page(request, page, record, **named, removals=removals, may_read=may_read)

    def names_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Shows protected names in the record, and lets one pass on POST. For guardians.

        Where a guardian does not see the record, without its title and the words around them: who
        could write down any words as a name would read the draft by them.
        """
        if refusal(request.user, Deed.IDENTIFY, Person):
            raise ForGuardians("Protected names are shown to guardians alone.")
        record = self.opts.model._default_manager.filter(pk=pk).first()
        if record is None:
            raise Http404
        was_done = request.method == "POST" and self._act_on_names(request, record)
        passes = list(passes_of(record))
        held = held_places(record)
        told = {one.person for one in held.values()} | {one.person for one in passes}
        people = Person.objects.in_bulk(list(told))
        note_readings(request.user, told)
        may_see = not refusal(request.user, Deed.VIEW, record)
        shown = held if may_see else {mark: _alone(one) for mark, one in held.items()}
        return self._page(
            request,
            "admin/cases/names.html",
            record,
            **titled(request, record, "Protected names in {}"),
            places=[(mark, one, people.get(one.person)) for mark, one in shown.items()],
            passes=[(one, people.get(one.person)) for one in passes],
            chosen=() if was_done else request.POST.getlist("mark"),
            written={} if was_done else request.POST,
            may_see=may_see,
        )

    def _act_on_names(self, request: HttpRequest, record: Referenced) -> bool:
        """Takes a pass back, or lets pass what was ticked; says how it went, and whether well."""
        user: Any = request.user
        if "take_back" in request.POST:
            self._take_pass_back(request, record)
            return True
        try:
            if "pass_note" in request.POST:
                said = {"note": typed(request, "note"), "reason": typed(request, "note_reason")}
                places = let_pass_in_note(record, by=user, **said)
            else:
                marks = request.POST.getlist("mark")
                places = let_pass(record, marks, by=user, reason=typed(request, "reason"))
        except ValueError as error:
            messages.error(request, f"Nothing was let pass. {error}")
            return False
        words = f"Let pass in {counted(len(places), 'place')}, as long as the text stays as it is."
        messages.success(request, words)
        return True

    def _take_pass_back(self, request: HttpRequest, record: Referenced) -> None:
        user: Any = request.user
        number = typed(request, "take_back")
        given = next((one for one in passes_of(record) if str(one.pk) == number), None)
        if given is None or not take_back(given, by=user):
            messages.info(request, "It was taken back before.")
            return
        messages.success(request, "Taken back. The name is stopped here again.")
        if still := held_after(given):
            words = (
                f"The public still reads the name in {'; '.join(still)}. Suppress or withdraw it."
            )
            messages.warning(request, words)

    def _protected(self, request: HttpRequest, pk: UUID, deed: Deed) -> Any:
        """The record, for whoever may do this to protect somebody; seen or not once it was public.

        Of what never was there is nothing to take from the public, so nobody is led to it.
        """
        record = self.opts.model._default_manager.filter(pk=pk).first()
        if record is None:
            raise Http404
        if refusal(request.user, Deed.VIEW, record) and not ever_public(record):
            raise Http404
        if reason := refusal(request.user, deed, record):
            raise not_allowed(deed, reason)
        return record


def _alone(place: Place) -> Place:
    """A place without the words around the name."""
    return replace(place, before="", after="")


def _in_words(name: str) -> str:
    """What can be taken out, as the page calls it."""
    return capfirst(Removal(field=name).what)
