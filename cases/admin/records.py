"""Cases, agreements, events, people, sources and figures in the admin."""

from typing import Any

from django.contrib import admin, messages
from django.http import FileResponse, Http404, HttpRequest
from django.urls import URLPattern, path

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
from cases.models import Agreement, Application, Case, Event, Figure, Person, Source
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

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Saves; says so where another case has an application of the same number."""
        super().save_related(request, form, formsets, change)
        numbers = form.instance.applications.values_list("number", flat=True)
        others = Application.objects.filter(number__in=numbers).exclude(case=form.instance)
        for one in others.select_related("case"):
            if not refusal(request.user, Deed.VIEW, one.case):
                messages.warning(
                    request,
                    f"Application {one.number} is also in the case “{one.case}”, before another "
                    "court. Is it the same matter?",
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
    list_filter = (MineFilter, "exposure")
    search_fields = ("reference", "alias_en", "alias_ru", "alias_ko")
    autocomplete_fields = ("assigned_to",)


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
        """Adds the attached file, for staff who may see the source."""
        return [
            path("<path:object_id>/file/", self._view(self.file_view), name="cases_source_file"),
            *super().get_urls(),
        ]

    def file_view(self, request: HttpRequest, object_id: str) -> FileResponse:
        """The file as an attachment under a name that tells nothing."""
        source: Any = self.get_object(request, object_id)
        if source is None or not source.file or not self.has_view_permission(request, source):
            raise Http404
        response = FileResponse(
            source.file.open("rb"),
            as_attachment=True,
            filename=f"{source.file_sha256[:16]}.bin",
            content_type="application/octet-stream",
        )
        response["Cache-Control"] = "no-store"
        return response
