"""The pages of identities: one person's, the search by name, and the log of who read what."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.forms.models import BaseInlineFormSet, inlineformset_factory
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from cases.accounts.proof import proof_asked
from cases.collisions import Collision
from cases.desk.held import say_held
from cases.fields import FuzzyDateFormField, LinesField
from cases.identities import (
    change_identity,
    find_by_name,
    may_identify,
    may_see_readings,
    note_readings,
    read_identity,
    somebody_known,
)
from cases.models import Identity, IdentityName, IdentityReading, NamesHeld, Person
from cases.names import NOT_LOOKED_FOR, is_looked_for
from cases.publishing import described, editions_holding, models_by_kind, recount_held
from cases.rules import Deed, ForGuardians, NotAllowed, require, visible
from timeline.dates import parse

A_PAGE = 100
MORE_NAMES = 3
LONGEST_NAME = 300


# Why an identity is changed is kept in the open, so it is chosen, and tells nothing of anybody.
REASONS = (
    "Something more is known",
    "Something is different now",
    "A mistake is set right",
    "Something is not needed any more",
)


class IdentityForm(forms.ModelForm):
    """What is known of who somebody is, beside their names, and why it is changed."""

    birth_date = FuzzyDateFormField(required=False, label="Born")
    contacts = LinesField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="How to reach them, and whom to ask if they cannot be reached.",
    )
    notes = LinesField(required=False, widget=forms.Textarea(attrs={"rows": 4}))
    telling = LinesField(
        required=False,
        label="What tells who it is",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=Identity._meta.get_field("telling").help_text,
    )
    reason = forms.ChoiceField(
        label="Why is it changed?", choices=[("", "Choose"), *((one, one) for one in REASONS)]
    )
    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Identity
        fields = ("birth_date", "contacts", "notes", "telling")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        born = self.instance.birth_date
        self.initial["birth_date"] = parse(born) if born else None
        self.initial["seen_version"] = self.instance.version

    def clean_birth_date(self) -> str:
        """The date in exact notation, "" where none was typed."""
        date = self.cleaned_data["birth_date"]
        return str(date) if date else ""


class NameForm(forms.ModelForm):
    """One name of a person, and what it is."""

    class Meta:
        model = IdentityName
        fields = ("name", "kind")

    def clean_name(self) -> str:
        """Refuses what would be looked for nowhere."""
        name: str = self.cleaned_data["name"]
        if name and not is_looked_for(name):
            raise ValidationError(NOT_LOOKED_FOR)
        return name


class NameFormSet(BaseInlineFormSet):
    """The names of one person, each with what it is."""

    def clean(self) -> None:
        """Refuses one name twice."""
        super().clean()
        rows = [one.cleaned_data for one in self.forms if hasattr(one, "cleaned_data")]
        given = [
            (row.get("kind"), row["name"])
            for row in rows
            if row.get("name") and not row.get("DELETE")
        ]
        if len(set(given)) < len(given):
            raise ValidationError("One of the names is there twice.")


NAMES = inlineformset_factory(
    Identity,
    IdentityName,
    form=NameForm,
    formset=NameFormSet,
    extra=MORE_NAMES,
)


class IdentityPages:
    """The pages of identities at a desk."""

    def __init__(self, site: Any) -> None:
        self.site = site

    def urls(self) -> list[URLPattern]:
        """Their addresses. No name is ever a part of one."""
        view = self.site.admin_view
        return [
            path(
                "cases/person/<uuid:pk>/identity/",
                view(proof_asked(self.identity_view)),
                name="cases_person_identity",
            ),
            path(
                "cases/person/<uuid:pk>/identity/editions/",
                view(proof_asked(self.editions_view)),
                name="cases_person_editions",
            ),
            path("identities/held/", view(proof_asked(self.held_view)), name="identity-held"),
            path("identities/", view(proof_asked(self.search_view)), name="identities"),
            path("identities/readings/", view(self.readings_view), name="identity-readings"),
        ]

    @transaction.atomic
    def identity_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Who a person is; saves what was typed on POST. Raises Http404, NotAllowed."""
        user: Any = request.user
        person = somebody_known(pk, by=user)
        if person is None:
            raise Http404
        require(user, Deed.IDENTIFY, person)
        identity = read_identity(person, by=user)
        form = IdentityForm(request.POST or None, instance=identity)
        names = NAMES(request.POST or None, instance=identity, prefix="names")
        if request.method == "POST" and form.is_valid() and names.is_valid():
            try:
                change_identity(
                    person,
                    form.instance,
                    names,
                    by=user,
                    reason=form.cleaned_data["reason"],
                    seen=form.cleaned_data["seen_version"],
                )
            except Collision:
                form.add_error(None, MEANWHILE)
            else:
                messages.success(request, "Saved. That you changed it is noted in the log.")
                say_held(request, person)
                return HttpResponseRedirect(request.path)
        context = {"person": person, "form": form, "names": names}
        title = f"Identity of “{person}”"
        return self._page(request, "admin/cases/identity.html", title, context)

    @transaction.atomic
    def editions_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """The editions that hold a name of this person already. Raises Http404, NotAllowed."""
        user: Any = request.user
        person = somebody_known(pk, by=user)
        if person is None:
            raise Http404
        read_identity(person, by=user)
        rows = [(_what(row), places) for row, places in editions_holding(person, by=user)]
        title = f"What the public reads that holds a name of “{person}”"
        context = {"person": person, "rows": rows}
        return self._page(request, "admin/cases/identity_editions.html", title, context)

    @transaction.atomic
    def held_view(self, request: HttpRequest) -> HttpResponse:
        """Whose names the public reads; counts anew for everybody on POST. Raises NotAllowed."""
        user: Any = request.user
        if not may_identify(user):
            raise ForGuardians("Who somebody is, is for guardians alone.")
        if request.method == "POST":
            recount_held(Person.objects.values_list("pk", flat=True))
            messages.success(request, "Counted anew, in everything that the public reads.")
        rows = NamesHeld.objects.all()
        people = visible(Person.objects.filter(pk__in=rows.values("record")), user).in_bulk()
        note_readings(user, people)
        found = [(one, people[one.record]) for one in rows if one.record in people]
        title = "Published places that hold a protected name"
        return self._page(request, "admin/cases/identity_held.html", title, {"rows": found})

    def search_view(self, request: HttpRequest) -> HttpResponse:
        """Asks for a name, and on POST says whose it is. Raises NotAllowed."""
        user: Any = request.user
        if not may_identify(user):
            raise ForGuardians("Who somebody is, is for guardians alone.")
        name = request.POST.get("name", "").replace("\0", "").strip()[:LONGEST_NAME]
        context: dict[str, Any] = {"name": name, "was_asked": bool(name)}
        if name:
            context["found"] = find_by_name(name, by=user)
        return self._page(request, "admin/cases/identities.html", "Find by real name", context)

    def readings_view(self, request: HttpRequest) -> HttpResponse:
        """Who read, searched, changed or exported identities, newest first. Raises NotAllowed."""
        if not may_see_readings(request.user):
            raise NotAllowed("This log is for guardians and administrators.")
        readings = IdentityReading.objects.select_related("by")
        page = Paginator(readings, A_PAGE).get_page(request.GET.get("page"))
        people = {one.person for one in page.object_list if one.person}
        seen = visible(Person.objects.filter(pk__in=people), request.user).in_bulk()
        rows = [(one, seen.get(one.person)) for one in page.object_list]
        context = {"rows": rows, "page": page, "may_identify": may_identify(request.user)}
        title = "Who read identities"
        return self._page(request, "admin/cases/identity_readings.html", title, context)

    def _page(
        self, request: HttpRequest, template: str, title: str, context: dict[str, Any]
    ) -> HttpResponse:
        """Rendered at once, so that what it shows is read in the transaction that notes it."""
        values = {**self.site.each_context(request), "title": title, **context}
        return TemplateResponse(request, template, values).render()


def _what(row: Any) -> dict[str, Any]:
    """What holds a name, in words, and where to act on its record."""
    kind, record, reference, where = described(row)
    model = models_by_kind()[kind]._meta
    address = f"admin:{model.app_label}_{model.model_name}"
    return {
        "kind": model.verbose_name,
        "reference": reference,
        "where": where,
        "names": reverse(f"{address}_names", args=[record]),
        "remove": reverse(f"{address}_remove", args=[record]),
    }


MEANWHILE = (
    "A colleague saved this identity while you were writing. Your own text is still here, unsaved. "
    "Open the page in a second window, compare, and save there what is still to be changed."
)
