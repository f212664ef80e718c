"""A record's form: it knows which version it was opened from, and keeps what was typed."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.utils import ErrorDict
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from cases.admin.differences import since_version
from cases.admin.merging import adopt, base_of
from cases.collisions import in_words
from cases.models import Referenced, Source
from cases.models.testimony import kept_from_testimony
from cases.naming import Names
from cases.rules import printed_version
from timeline.dates import EdtfDate

GOING_ON = frozenset(("_back", "_rows"))
COMMON_REASONS = (
    "A date was corrected",
    "A source was added",
    "New information",
    "Spelling or wording",
    "Translation",
    "At the request of a person concerned",
)


@dataclass(frozen=True)
class Rival:
    """One field that a colleague saved meanwhile: as it was, as it is, as it was typed here."""

    name: str
    before: str
    theirs: str
    mine: str


class RecordForm(forms.ModelForm):
    """A record's form, with the version it was opened from and the reason for the change."""

    # For whoever reads the form: its class is made anew for each request.
    names: ClassVar[Names]
    is_outside: ClassVar[bool] = False
    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    change_reason = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rivals: list[Rival] = []
        self.base: Any = None
        if hasattr(self.instance, "version") and not self.instance._state.adding:
            self.initial["seen_version"] = self.instance.version

    def full_clean(self) -> None:
        """Checks the form; where somebody only goes on with it, says no more than that."""
        super().full_clean()
        if self.is_bound and GOING_ON & set(self.data):
            self._errors = ErrorDict()
            words = "Nothing is saved yet. Go on where you were."
            self.add_error(None, ValidationError(words, code="back"))

    def clean(self) -> dict[str, Any]:
        """Refuses to save over a colleague's change."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.instance._state.adding or not hasattr(self.instance, "version"):
            return cleaned
        if GOING_ON & set(self.data):
            return cleaned
        seen = self._may_have_seen(cleaned.get("seen_version"))
        if seen != self.instance.version:
            self._keep_both(seen)
            raise ValidationError(
                f"{self._who_saved(seen)} Your own text is still here, unsaved. Compare "
                "below, then save again to put yours in place of theirs.",
                code="collision",
            )
        return cleaned

    def _may_have_seen(self, version: int | None) -> int | None:
        """The version that the form was opened from, as the form says; None where that is not so.

        Those outside see no older one than was printed last, so none is compared for them.
        """
        if self.is_outside and version is not None and version < printed_version(self.instance):
            return None
        return version

    def _who_saved(self, seen: int | None) -> str:
        """Who saved meanwhile, and to those inside the record also why."""
        return in_words(self.instance, seen, with_reasons=not self.is_outside)

    def _keep_both(self, seen: int | None) -> None:
        """Notes the three-way difference; the next save is one over the version of now."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("seen_version")] = str(self.instance.version)
        self.data = data
        self.base = None if seen is None else base_of(self.instance, seen)
        if seen is None or self.base is None:
            return
        adopted = adopt(self, self.base)
        self.rivals = [
            Rival(one.name, one.before, one.after, self._mine(one.field, adopted))
            for one in since_version(self.instance, seen, self.names)
            if not self.is_outside or one.field in self.fields
        ]

    def _mine(self, name: str, adopted: set[str]) -> str:
        if not name:
            return "See the rows below"
        return "Nothing new, so theirs stands" if name in adopted else self._typed(name)

    def _typed(self, name: str) -> str:
        if name not in self.fields:
            return ""
        value = self.cleaned_data.get(name, self[name].value())
        if isinstance(value, EdtfDate):
            return value.wording()
        if isinstance(value, QuerySet):
            return self.names.of(value.model, value.values_list("pk", flat=True))
        if isinstance(value, Referenced):
            return self.names.of(type(value), [value.pk])
        if isinstance(value, list):
            return ", ".join(sorted(str(one) for one in value))
        choices = dict(getattr(self.fields[name], "choices", None) or {}) if not value else {}
        return str(choices.get(value, value) if value is not None else "")


class SourceForm(RecordForm):
    """A source's form; an address that is known already leads to the source that has it."""

    def clean_is_testimony(self) -> bool:
        """The mark. Raises ValidationError where the public would go on reading what is marked."""
        is_marked: bool = self.cleaned_data["is_testimony"]
        if is_marked and (why := kept_from_testimony(self.instance)):
            raise ValidationError(why, code="public")
        return is_marked

    def clean_url(self) -> str:
        """The address. Raises ValidationError, with a link, where another source has it."""
        address: str = self.cleaned_data["url"]
        known = Source.objects.filter(url=address).exclude(pk=self.instance.pk).first()
        if address and known is not None and not self.names.sees(Source, known.pk):
            raise ValidationError(
                "A colleague has recorded a source with this address already, and it is not yours "
                "to see. An editor can assign it to you; ask for it by the address.",
                code="known",
            )
        if address and known is not None:
            link = reverse("admin:cases_source_change", args=[known.pk])
            raise ValidationError(
                format_html('This address is known already: <a href="{}">{}</a>.', link, known),
                code="known",
            )
        return address


def typed(request: HttpRequest, name: str) -> str:
    """What was typed into a field, without the character that no database takes."""
    return request.POST.get(name, "").replace("\0", "").strip()


def reason_in(request: HttpRequest) -> str:
    """The reason that was typed, or else the one that was picked."""
    picked = typed(request, "common_reason")
    return typed(request, "change_reason") or (picked if picked in COMMON_REASONS else "")
