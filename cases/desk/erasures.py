"""The pages of erasure, for guardians: requests, what each would take, decisions, and the deed."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.messages.storage.session import SessionStorage
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from cases.accounts.proof import proof_asked
from cases.accounts.sessions import row_key
from cases.desk.erasuresent import chosen_in, has_other_files, may_choose, unkept_of
from cases.desk.erasureshown import shown
from cases.erasing import (
    NEEDED,
    CannotDecide,
    CannotErase,
    CannotList,
    CannotScrub,
    agree,
    choices_of,
    choose,
    decide,
    decided_on,
    erase,
    no_guardians,
    preview_for,
    receive,
    refuse,
    scrub,
    unscrubbed,
    words_of_counts,
)
from cases.fields import LinesField
from cases.identities import (
    may_identify,
    note_readings,
    somebody_known,
    telling_requests,
)
from cases.models import ErasureRequest, Person
from cases.models.erasure import today
from cases.rules import Deed, ForGuardians, require

State = ErasureRequest.State
GUARDIANS = "Erasing somebody is for guardians alone."


class RequestForm(forms.Form):
    """That somebody is to be erased: who asked, when, and why it is right."""

    received = forms.DateField(
        label="Received on", initial=today, widget=forms.DateInput(attrs={"type": "date"})
    )
    asked_in = forms.CharField(
        label="Asked in",
        max_length=120,
        help_text="The file or letter in which it is asked, by its number. Write no name here.",
    )
    reason = LinesField(
        label="Why it is right",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Kept, sealed, for guardians. A name in it goes when the person goes.",
    )
    also_called = LinesField(
        label="Also called",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What else gives them away, a line each: a nickname, a telephone number, a name "
        "that nobody wrote into the identity. It is looked for like their names, which is noted, "
        "and kept, sealed, until they are erased. Another guardian has to agree to it before you "
        "read what it finds in records that you may not open.",
    )


class ErasurePages:
    """The pages of erasure at a desk."""

    def __init__(self, site: Any) -> None:
        self.site = site

    def urls(self) -> list[URLPattern]:
        """Their addresses."""
        view = self.site.admin_view
        return [
            path("erasures/", view(self.list_view), name="erasures"),
            path("erasures/<uuid:pk>/", view(self.request_view), name="erasure"),
            path(
                "cases/person/<uuid:pk>/erasure/", view(self.new_view), name="cases_person_erasure"
            ),
        ]

    def list_view(self, request: HttpRequest) -> HttpResponseBase:
        """Every request, the first due first, and what is done. Raises NotAllowed."""
        _require_guardian(request)
        requests = list(ErasureRequest.objects.select_related("first_by", "second_by"))
        people = Person.objects.in_bulk([one.person for one in requests])
        rows = [(one, people.get(one.person)) for one in requests]
        context = {
            "waiting": [row for row in rows if row[0].is_open],
            "closed": [row for row in rows if not row[0].is_open],
            "unscrubbed": unscrubbed().count(),
        }
        return self._page(request, "admin/cases/erasures.html", "Requests to be erased", context)

    def new_view(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        """Writes down a request for a person. Raises Http404, NotAllowed."""
        person = somebody_known(pk, by=request.user)  # type: ignore[arg-type]
        if person is None:
            raise Http404
        require(request.user, Deed.IDENTIFY, person)  # type: ignore[arg-type]
        asked: HttpResponseBase = proof_asked(self._new)(request, person)
        return asked

    def request_view(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        """One request with all that would go; decides, refuses or erases on POST.

        Raises Http404, NotAllowed, CannotUnseal.
        """
        _require_guardian(request)
        one = ErasureRequest.objects.filter(pk=pk).first()
        if one is None:
            raise Http404
        asked: HttpResponseBase = proof_asked(self._request)(request, one)
        return asked

    def _new(self, request: HttpRequest, person: Person) -> HttpResponseBase:
        user: Any = request.user
        form = RequestForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                made = receive(person.pk, by=user, **form.cleaned_data)
            except CannotDecide as error:
                form.add_error(None, str(error))
            else:
                return HttpResponseRedirect(reverse("admin:erasure", args=[made.pk]))
        title = f"Erase “{person}”"
        return self._page(
            request, "admin/cases/erasure_new.html", title, {"form": form, "person": person}
        )

    def _request(self, request: HttpRequest, one: ErasureRequest) -> HttpResponseBase:
        if request.method == "POST":
            try:
                self._act(request, one)
            except (CannotDecide, CannotErase, CannotList) as error:
                messages.error(request, str(error))
                one = ErasureRequest.objects.get(pk=one.pk)
                if words := unkept_of(request, one):
                    return self._shown(request, one, words)
            _, _, number = request.POST.get("act", "").partition("-")
            onward = f"?page={number}#texts" if number.isdecimal() else ""
            return HttpResponseRedirect(request.path + onward)
        return self._shown(request, one)

    def _shown(
        self, request: HttpRequest, one: ErasureRequest, unkept: dict[str, str] | None = None
    ) -> HttpResponseBase:
        """The page of a request, with the words that were typed and could not be sent."""
        context: dict[str, Any] = {
            "request_": one,
            "person": Person.objects.filter(pk=one.person).first(),
            "needs_another": one.state == State.FIRST and one.first_by == request.user,
            "may_choose": may_choose(one, request.user),
            "no_guardians": no_guardians(one),
            "went": words_of_counts(one.counts),
            **(unkept or {}),
        }
        # What is shown is read in the transaction that notes it.
        with transaction.atomic():
            if one.is_open:
                context |= self._preview(request, one)
            elif telling_requests().filter(pk=one.pk).exists():
                note_readings(request.user, [one.person])
            title = f"Request {one}: {one.get_state_display()}"
            return self._page(request, "admin/cases/erasure.html", title, context)

    def _preview(self, request: HttpRequest, one: ErasureRequest) -> dict[str, Any]:
        user: Any = request.user
        choices = choices_of(one, user) if may_choose(one, user) else decided_on(one)
        preview, agreed = preview_for(one, user, choices.left_out)
        by = user if len(agreed) < NEEDED else None
        return {
            **shown(preview, choices, request.GET.get("page"), by),
            "has_agreed": user in agreed,
            "has_other_files": has_other_files(one, preview, choices),
        }

    def _act(self, request: HttpRequest, one: ErasureRequest) -> None:
        user: Any = request.user
        seen = request.POST.get("state", "")
        match request.POST.get("act", "").partition("-")[0]:
            case "choose":
                choose(one, chosen_in(request, one), by=user, seen=seen)
                messages.success(request, "Your choices are kept. Nothing is decided by that.")
            case "agree":
                if may_choose(one, user):
                    choose(one, chosen_in(request, one), by=user, seen=seen)
                agree(one, by=user, shown=request.POST.get("mark", ""))
                messages.success(request, "You agree to what is looked for. Nothing is decided.")
            case "decide":
                self._decide(request, one, seen)
                messages.success(request, "Your decision is noted.")
            case "refuse":
                refuse(one, by=user, reason=request.POST.get("refusal", ""), seen=seen)
                messages.success(request, "Refused. Nothing was erased.")
            case "erase":
                if request.POST.get("sure") != "yes":
                    raise CannotErase("Tick that you know it cannot be undone.")
                erase(one, by=user, session=_without_messages(request))
                # Once it is committed, outside any transaction; in a test's there is none of it.
                transaction.on_commit(lambda: _scrubbed(request))
            case _:
                raise CannotDecide("Choose what is to be done.")

    def _page(
        self, request: HttpRequest, template: str, title: str, context: dict[str, Any]
    ) -> HttpResponseBase:
        values = {**self.site.each_context(request), "title": title, **context}
        return TemplateResponse(request, template, values).render()

    def _decide(self, request: HttpRequest, one: ErasureRequest, seen: str) -> None:
        """Decides, once every text is shown. What is ticked and typed is kept in any case."""
        user: Any = request.user
        chosen = chosen_in(request, one)
        choose(one, chosen, by=user, seen=seen)
        preview, _ = preview_for(one, user, chosen.left_out)
        decide(
            one,
            by=user,
            spared=chosen.spared,
            left_out=chosen.left_out,
            note=chosen.note,
            seen=seen,
            shown=request.POST.get("mark", ""),
            unseen=preview.closed,
            shown_files=request.POST["keys"].split() if "keys" in request.POST else None,
        )


def _without_messages(request: HttpRequest) -> str | None:
    """The key of this session's row, in which no message is left that may name the person."""
    request.session.pop(SessionStorage.session_key, None)
    request.session.save()
    return row_key(request.session.session_key or "")


def _scrubbed(request: HttpRequest) -> None:
    try:
        scrub()
    except CannotScrub as error:
        messages.warning(request, f"Erased. {error}")
    else:
        messages.success(
            request,
            "Erased. Of the names that were looked for, nothing is left in the database’s own "
            "files. What is written otherwise, or stands in a picture, is for you to look for.",
        )


def _require_guardian(request: HttpRequest) -> None:
    if not may_identify(request.user):
        raise ForGuardians(GUARDIANS)
