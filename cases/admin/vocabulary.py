"""The vocabularies in the admin."""

from typing import Any, ClassVar

from django.contrib import admin

from cases.admin.base import RecordAdmin
from cases.admin.lists import TaskFilter
from cases.models import Court, EventKind, Provision, SourceKind, Topic


class TermAdmin(RecordAdmin):
    """A vocabulary: codes and labels."""

    list_display: tuple[str, ...] = ("__str__", "reference", "label_ru", "label_ko", "public_state")
    search_fields = ("reference", "label_en", "label_ru", "label_ko")
    ordering = ("label_en",)
    list_filter: ClassVar[tuple[Any, ...]] = (TaskFilter,)


@admin.register(EventKind)
class EventKindAdmin(TermAdmin):
    """Kinds of events, each in its family."""

    list_display = ("__str__", "reference", "family", "public_state")
    list_filter = (TaskFilter, "family")


@admin.register(SourceKind)
class SourceKindAdmin(TermAdmin):
    """Kinds of sources."""


@admin.register(Court)
class CourtAdmin(TermAdmin):
    """Courts."""

    list_display = ("__str__", "reference", "country", "public_state")


@admin.register(Provision)
class ProvisionAdmin(TermAdmin):
    """Provisions of law."""

    list_display = ("__str__", "reference", "instrument", "public_state")


@admin.register(Topic)
class TopicAdmin(TermAdmin):
    """Topics."""
