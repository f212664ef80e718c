"""The pages of erasure, for guardians: requests, what each would take, decisions, and the deed."""

from collections import Counter
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.messages.storage.session import SessionStorage
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse

from cases.accounts.proof import proof_asked
from cases.erasing import (
    CannotDecide,
    CannotErase,
    CannotList,
    CannotScrub,
    Place,
    Preview,
    decide,
    erase,
    receive,
    refuse,
    scrub,
    unscrubbed,
    would_erase,
)
from cases.fields import LinesField
from cases.identities import may_identify
from cases.models import ErasureRequest, Person
from cases.models.erasure import today
from cases.rules import Deed, NotAllowed, require, visible

State = ErasureRequest.State
SHOWN = 500
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
        "that nobody wrote into the identity. It is looked for like their names, and forgotten "
        "afterwards.",
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
        person = visible(Person.objects.all(), request.user).filter(pk=pk).first()
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
            return HttpResponseRedirect(request.path)
        context: dict[str, Any] = {
            "request_": one,
            "person": Person.objects.filter(pk=one.person).first(),
            "needs_another": one.state == State.FIRST and one.first_by == request.user,
        }
        if one.is_open:
            user: Any = request.user
            preview = would_erase(one.person, by=user, also=one.also_called)
            context |= _shown(preview, set(one.spared))
        title = f"Request {one}: {one.get_state_display()}"
        return self._page(request, "admin/cases/erasure.html", title, context)

    def _act(self, request: HttpRequest, one: ErasureRequest) -> None:
        user: Any = request.user
        seen = request.POST.get("state", "")
        match request.POST.get("act"):
            case "decide":
                decide(one, by=user, spared=request.POST.getlist("spared"), seen=seen)
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


def _without_messages(request: HttpRequest) -> str | None:
    """The key of this session, in which no message is left that may name the person."""
    request.session.pop(SessionStorage.session_key, None)
    request.session.save()
    return request.session.session_key


def _scrubbed(request: HttpRequest) -> None:
    try:
        scrub()
    except CannotScrub as error:
        messages.warning(request, f"Erased. {error}")
    else:
        messages.success(request, "Erased. Nothing of them is left in the database’s own files.")


def _shown(preview: Preview, spared: set[str]) -> dict[str, Any]:
    """What a page shows of a preview: each text once, with the places that it stands in."""
    texts: dict[str, dict[str, Any]] = {}
    for place in preview.places:
        one = texts.setdefault(
            place.key,
            {
                "key": place.key,
                "excerpt": place.excerpt,
                "places": Counter(),
                "is_spared": place.key in spared,
            },
        )
        one["places"][_where(place)] += 1
    rows = [
        {**one, "places": [(*where, number) for where, number in one["places"].items()]}
        for one in list(texts.values())[:SHOWN]
    ]
    return {
        "preview": preview,
        "rows": sorted(preview.rows.items()),
        "texts": rows,
        "more": max(0, len(texts) - SHOWN),
        "files": [
            (one, reverse("admin:cases_source_change", args=[one.source]), one.key in spared)
            for one in preview.files
        ],
        "namesakes": Person.objects.filter(pk__in=preview.namesakes),
    }


def _where(place: Place) -> tuple[str, str]:
    """A place in words, and the address of the record it belongs to, "" where there is none."""
    words = f"{place.model}, {place.column}" + (" (history)" if place.is_history else "")
    if place.record is None:
        return words, ""
    model, pk = place.record
    try:
        if model == "importbatch":
            return words, reverse("admin:import-batch", args=[int(pk)])
        return words, reverse(f"admin:cases_{model}_change", args=[pk])
    except NoReverseMatch:
        return words, ""


def _require_guardian(request: HttpRequest) -> None:
    if not may_identify(request.user):
        raise NotAllowed(GUARDIANS)
