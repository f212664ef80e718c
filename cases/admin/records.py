"""Cases, agreements, events, people, sources and figures in the admin."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import Value
from django.db.models.functions import Replace
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils import timezone

from cases.accounts.proof import proof_asked
from cases.admin.base import RecordAdmin
from cases.admin.forms import SourceForm
from cases.admin.inlines import (
    ApplicationInline,
    CaseStatusInline,
    CitationInline,
    FindingInline,
    IdentifierInline,
    ObservationInline,
    ParticipationInline,
    PartyInline,
    ReminderInline,
)
from cases.admin.lists import MineFilter, TaskFilter, dated
from cases.admin.staying import staying
from cases.desk.held import say_held
from cases.exposure import FIELDS as EXPOSURE
from cases.exposure import may_expose
from cases.history import revision
from cases.models import Agreement, Application, Case, Event, Figure, Person, Reminder, Source
from cases.publishing import recount_on_commit, traces_of
from cases.reminders import suggestions
from cases.rules import Deed, refusal


@admin.register(Case)
class CaseAdmin(RecordAdmin):
    """Cases, with their statuses, applications and reminders."""

    list_display = ("__str__", "reference", "assigned_to", "public_state")
    list_filter = (TaskFilter, MineFilter, "topics", "assigned_to")
    list_select_related = ("assigned_to",)
    autocomplete_fields = ("courts", "topics", "assigned_to")
    inlines = (
        CaseStatusInline,
        ApplicationInline,
        IdentifierInline,
        CitationInline,
        ReminderInline,
    )

    def get_urls(self) -> list[URLPattern]:
        """Adds the act of taking up a reminder that an event suggests."""
        return [
            path("<uuid:pk>/remind/", self._view(self.remind_view), name="cases_case_remind"),
            *super().get_urls(),
        ]

    def get_form_extras(self, request: HttpRequest, record: Any) -> dict[str, Any]:
        """The reminders that the case's events suggest, for whoever may add them."""
        if refusal(request.user, Deed.CHANGE, record) or self.is_outside(request, record):
            return {}
        return {"suggestions": suggestions(record, timezone.now().date(), request.user)}

    def remind_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """The reminders that the case's events suggest; adds the chosen one on POST."""
        case = self._inside_and(request, pk, Deed.CHANGE)
        found = suggestions(case, timezone.now().date(), request.user)
        if request.method == "POST":
            chosen = (request.POST.get("due"), request.POST.get("what"))
            wanted = [one for one in found if (one.due.isoformat(), one.what) == chosen]
            for one in wanted:
                with revision(by=request.user, reason="Reminder added"):
                    Reminder.objects.create(case=case, due=one.due, what=one.what)
                messages.success(request, f"You will be reminded on {one.due:%-d %B %Y}.")
            if not wanted:
                messages.info(request, "That reminder is there already, or its day has passed.")
            return HttpResponseRedirect(request.path)
        title = f"Reminders for “{case}”"
        return self._page(request, "admin/cases/remind.html", case, title=title, suggestions=found)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Saves; says so where another case has an application of the same number."""
        super().save_related(request, form, formsets, change)
        numbers = {_bare(one.number) for one in form.instance.applications.all()}
        others = Application.objects.alias(bare=Replace("number", Value(" "))).exclude(
            case=form.instance
        )
        for one in others.filter(bare__in=numbers).select_related("case"):
            if not refusal(request.user, Deed.VIEW, one.case):
                messages.warning(
                    request,
                    f"Application {one.number} is also in the case “{one.case}”. Is it the same "
                    "matter?",
                )


@admin.register(Agreement)
class AgreementAdmin(RecordAdmin):
    """Agreements, with their parties."""

    list_display = ("__str__", "reference", "kind", dated("signed"), "public_state")
    list_filter = (TaskFilter, MineFilter, "kind", "text_standing")
    date_hierarchy = "signed_earliest"
    autocomplete_fields = ("predecessor", "assigned_to")
    inlines = (PartyInline, IdentifierInline, CitationInline)


@admin.register(Event)
class EventAdmin(RecordAdmin):
    """Events, with people, findings and citations."""

    list_display = ("__str__", dated("date"), "kind", "standing", "public_state")
    list_filter = (TaskFilter, MineFilter, "kind__family", "standing", "kind")
    list_select_related = ("kind",)
    date_hierarchy = "date_earliest"
    autocomplete_fields = ("kind", "cases", "agreements", "figures", "topics", "assigned_to")
    inlines = (ParticipationInline, FindingInline, IdentifierInline, CitationInline)


@admin.register(Figure)
class FigureAdmin(RecordAdmin):
    """Figures, with their observations."""

    list_display = ("__str__", "reference", "unit", "reporting_body", "public_state")
    list_filter = (TaskFilter, MineFilter, "reporting_body")
    autocomplete_fields = ("compare_with", "assigned_to")
    inlines = (ObservationInline, CitationInline)


@admin.register(Person)
class PersonAdmin(RecordAdmin):
    """People, by alias. There is no field for a real name here."""

    list_display = ("__str__", "reference", "exposure", "public_state")
    list_filter = (TaskFilter, MineFilter, "exposure")
    search_fields = ("reference", "alias_en", "alias_ru", "alias_ko")
    autocomplete_fields = ("assigned_to",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Whether the public may read an alias is decided by guardians; others read what is."""
        fields = super().get_readonly_fields(request, obj)
        return fields if may_expose(request.user) else (*fields, *EXPOSURE)

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        """Notes whether what the public may call them has changed."""
        names = {one for one in form.changed_data if one == "exposure" or one.startswith("alias_")}
        request._names_changed = bool(names)  # type: ignore[attr-defined]
        return super().save_form(request, form, change)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Deletes; where the public reads a name that only the record told is counted no more."""
        pk = obj.pk
        super().delete_model(request, obj)
        recount_on_commit([pk])

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Tells guardians where the public reads the alias of somebody new already."""
        say_held(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """After a save that is meant, tells guardians where the public reads a name already."""
        if getattr(request, "_names_changed", False):
            if "_confirmed" in request.POST:
                say_held(request, obj)
            else:
                # A small window saves without asking; what is only rehearsed is never committed.
                recount_on_commit([obj.pk])
        return super().response_change(request, obj)


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    """Sources, with testimony and the consent it was given under."""

    list_display = ("__str__", "reference", "kind", "publisher", dated("published"), "public_state")
    list_filter = (TaskFilter, MineFilter, "kind", "is_testimony")
    date_hierarchy = "published_earliest"
    list_select_related = ("kind",)
    search_fields = (*RecordAdmin.search_fields, "publisher", "url")
    readonly_fields = (
        *RecordAdmin.readonly_fields,
        "file_sha256",
        "file_size",
        "file_type",
    )
    form = SourceForm
    autocomplete_fields = ("kind", "assigned_to")
    inlines = (IdentifierInline,)

    def get_urls(self) -> list[URLPattern]:
        """Adds the attached file, for those inside the source."""
        return [
            path("<path:object_id>/file/", self._view(self.file_view), name="cases_source_file"),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Says what the public still reads, where that keeps it from being marked as testimony."""
        form = context["adminform"].form
        if form.has_error("is_testimony", "public"):
            context["traces"] = traces_of(form.instance)
            context |= staying(request, [form.instance])
        return super().render_change_form(request, context, *args, **kwargs)

    def file_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """The file, to those inside the source; of testimony behind a fresh proof."""
        source: Any = self.get_object(request, object_id)
        if source is None or not source.file or self.is_outside(request, source):
            raise Http404
        sends = proof_asked(_attachment) if source.is_testimony else _attachment
        return sends(request, source)


def _attachment(request: HttpRequest, source: Any) -> FileResponse:
    """The file of a source, unsealed, under a name that tells nothing."""
    response = FileResponse(
        source.file.open("rb"),
        as_attachment=True,
        filename=f"{source.file_sha256[:16]}.bin",
        content_type="application/octet-stream",
    )
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _bare(number: str) -> str:
    """An application number without the spaces that some write into it."""
    return number.replace(" ", "")
