"""The rows that a record owns, on the record's own page."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.text import capfirst

from cases.admin.pickers import PickingAdmin
from cases.documents import PUBLIC
from cases.fields import FuzzyDateInput, LinesField
from cases.models import (
    Application,
    CaseStatus,
    Citation,
    Finding,
    Identifier,
    Observation,
    Participation,
    Party,
    Reminder,
)
from cases.models.fields import FuzzyDateField
from cases.naming import linking_fields
from cases.roles import Role, roles_of
from cases.rules import Deed, refusal

# Every form of the desk shows how a date was read, and takes an address without a scheme for https.
FORM_FIELDS: dict[Any, dict[str, Any]] = {
    FuzzyDateField: {"widget": FuzzyDateInput},
    models.URLField: {"assume_scheme": "https"},
    models.TextField: {"form_class": LinesField, "widget": AdminTextareaWidget({"rows": 4})},
}


class NamedFieldsFormSet(BaseInlineFormSet):
    """Rows of a table, where a field has no label of its own but the heading of its column."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Gives each field the words of its column as its name."""
        super().add_fields(form, index)
        for name, field in form.fields.items():
            label = "Delete this row" if name == "DELETE" else capfirst(str(field.label or name))
            field.widget.attrs.setdefault("aria-label", label)


class RuledInline(PickingAdmin):
    """Rows of a record: whoever may see or change the record may do so with them."""

    parent_model: Any

    def get_queryset(self, request: HttpRequest) -> Any:
        """The rows, with what they link to."""
        names = [field.name for field in linking_fields(self.model)]  # type: ignore[attr-defined]
        linked = [name for name in names if name not in self.model.owners]  # type: ignore[attr-defined]
        rows = super().get_queryset(request)  # type: ignore[misc]
        return rows.select_related(*linked) if linked else rows

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As for the record."""
        return not refusal(request.user, Deed.VIEW, obj or self.parent_model)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As for the record."""
        return not refusal(request.user, Deed.CHANGE, obj or self.parent_model)

    has_add_permission = has_change_permission
    has_delete_permission = has_change_permission


class WithoutTestimony:
    """Rows that cite a source; those that cite testimony are for guardians alone."""

    def get_queryset(self, request: HttpRequest) -> Any:
        """The rows that this person may see."""
        rows = super().get_queryset(request)  # type: ignore[misc]
        guards = Role.GUARDIAN in roles_of(request.user)
        return rows if guards else rows.exclude(source__is_testimony=True)


class OwnedInline(RuledInline, admin.TabularInline):
    """One row a line, none shown until it is asked for."""

    extra = 0
    template = "admin/cases/tabular.html"
    formset = NamedFieldsFormSet
    formfield_overrides = FORM_FIELDS


class CitationForm(forms.ModelForm):
    """A citation; the field it bears on is picked from those of its record."""

    record_model: ClassVar[Any] = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = citable_fields(self.record_model)
        if (own := self.instance.field) and own not in dict(known):
            known.append((own, own))
        label = self.fields["field"].label
        choices = [("", "The record as a whole"), *known]
        self.fields["field"] = forms.ChoiceField(label=label, choices=choices, required=False)


def citable_fields(model: Any) -> list[tuple[str, str]]:
    """What a citation can bear on, each with its words: the printed fields, in one language."""
    found: dict[str, str] = {}
    for name in PUBLIC[model]:
        if name not in ("original_language", "citations", "identifiers"):
            bare = name.removesuffix("_en").removesuffix("_ru").removesuffix("_ko")
            found.setdefault(bare, capfirst(bare.replace("_", " ")))
    return list(found.items())


class CitationInline(WithoutTestimony, RuledInline, admin.StackedInline):
    """Where the record's statements stand in their sources."""

    model = Citation
    template = "admin/cases/stacked.html"
    extra = 0
    autocomplete_fields = ("source",)
    fields = (("source", "locator"), ("field", "stance", "value"), "quote", "translation")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Rows that know of what kind of record they are."""
        of_this = {"record_model": self.parent_model}
        form = type("CitationForm", (CitationForm,), of_this)
        return super().get_formset(request, obj, **{**kwargs, "form": form})


class IdentifierInline(OwnedInline):
    """Numbers that others gave to it."""

    model = Identifier
    fields = ("scheme", "value", "url")


class CaseStatusInline(OwnedInline):
    """Where the case stood, since when."""

    model = CaseStatus
    fields = ("status", "since", "remark")


class ApplicationInline(OwnedInline):
    """Applications lodged in the case."""

    model = Application
    autocomplete_fields = ("court", "applicants")
    fields = ("number", "court", "lodged", "applicants")


class ReminderInline(OwnedInline):
    """What to remember, by when."""

    model = Reminder
    fields = ("due", "what", "done_on")


class PartyInline(OwnedInline):
    """The States that take part."""

    model = Party
    fields = ("country", "signed", "ratified", "left")


class ParticipationInline(OwnedInline):
    """The people who took part."""

    model = Participation
    autocomplete_fields = ("person",)
    fields = ("person", "role")


class FindingInline(OwnedInline):
    """What a decision found, for each applicant and provision."""

    model = Finding
    autocomplete_fields = ("applicant", "provision")
    fields = ("applicant", "provision", "outcome")


class ObservationInline(WithoutTestimony, RuledInline, admin.StackedInline):
    """The values of a figure."""

    model = Observation
    template = "admin/cases/stacked.html"
    formfield_overrides = FORM_FIELDS
    extra = 0
    autocomplete_fields = ("source",)
    fields = (
        ("period", "value", "denominator", "approximate"),
        ("source", "locator"),
        "remark",
    )
