"""A record's history for staff: its revisions, any two compared, and one brought back."""

from typing import Any
from uuid import UUID

from django.contrib.admin.utils import unquote
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path

from cases.admin.differences import FieldChange, changes_of, difference, history_of, revisions_of
from cases.admin.forms import COMMON_REASONS, reason_in
from cases.admin.pages import LARGEST_KEY_BITS, names_for, versions_seen
from cases.admin.saving import needs_reason
from cases.admin.shelf import ShelfAdmin, taken_context
from cases.collisions import locked
from cases.exposure import require_same_exposure, why_not_restore
from cases.history import CannotRestore, restore, revision
from cases.models import Person, Referenced
from cases.naming import Names
from cases.publishing import recount_on_commit
from cases.rules import Deed, NotAllowed, guardians, refusal

REVISIONS_A_PAGE = 50
LONGEST_NUMBER = 19


class RevisionsAdmin(ShelfAdmin):
    """Adds the pages of its history to a ModelAdmin of records."""

    def get_urls(self) -> list[URLPattern]:
        """The addresses of comparing and restoring beside the others."""
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path(
                "<uuid:pk>/restore/<int:number>/",
                self._view(self.restore_view),
                name=f"{name}_restore",
            ),
            path(
                "<uuid:pk>/compare/<int:earlier>/<int:later>/",
                self._view(self.compare_view),
                name=f"{name}_compare",
            ),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Every revision: who, when, why, and what it changed, in words; any two to compare."""
        record = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        if record is None:
            raise self._refused(request, unquote(object_id))
        if reason := refusal(request.user, Deed.LOOK_INSIDE, record):
            raise NotAllowed(reason)
        marked = [_number(request.GET.get(name, "")) for name in ("earlier", "later")]
        if all(marked) and "page" not in request.GET:
            return HttpResponseRedirect(self._address("compare", record, *sorted(marked)))
        rows = history_of(record).select_related("history_user")
        page = Paginator(rows, REVISIONS_A_PAGE).get_page(request.GET.get("page"))
        revisions = revisions_of(record, list(page.object_list), names_for(request))
        numbers = [one.number for one in revisions]
        advised = [*numbers[1:2], 0][0], numbers[0] if numbers else 0
        earlier, later = (one or other for one, other in zip(marked, advised, strict=True))
        return self._page(
            request,
            "admin/cases/history.html",
            record,
            title=f"History of “{record}”",
            revisions=revisions,
            page=page,
            earlier=earlier,
            later=later,
            elsewhere=sorted({earlier, later} - {0, *numbers}, reverse=True),
            newest=history_of(record).values_list("revision_id", flat=True).first(),
            may_restore=not refusal(request.user, Deed.CHANGE, record),
            **taken_context(request, record),
        )

    def compare_view(
        self, request: HttpRequest, pk: UUID, earlier: int, later: int
    ) -> HttpResponse:
        """What changed between two revisions, word by word."""
        record = self._record(request, pk, Deed.LOOK_INSIDE)
        if max(earlier, later).bit_length() > LARGEST_KEY_BITS:
            raise Http404
        try:
            changes = difference(record, earlier, later, names_for(request))
        except LookupError as error:
            raise Http404 from error
        return self._page(
            request,
            "admin/cases/compare.html",
            record,
            title=f"“{record}” from revision {earlier} to {later}",
            changes=changes,
        )

    def restore_view(self, request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
        """Shows what restoring would change; restores on POST, as a new revision with a reason."""
        record = self._inside_and(request, pk, Deed.CHANGE)
        if number.bit_length() > LARGEST_KEY_BITS:
            raise Http404
        reason = reason_in(request)
        lacks_reason = needs_reason(record) and not reason
        if request.method == "POST" and not lacks_reason:

            def act() -> str:
                with transaction.atomic():
                    fresh = locked(record, versions_seen(request).get(record.pk))
                    words = reason or f"Restored revision {number}"
                    require_same_exposure(fresh, number, by=request.user)  # type: ignore[arg-type]
                    restore(fresh, number, by=request.user, reason=words)
                    if isinstance(fresh, Person):
                        recount_on_commit([fresh.pk])
                return f"Restored as it stood after revision {number}."

            if done := self._acted(request, record, act):
                return done
            record = self._inside_and(request, pk, Deed.CHANGE)
        changes, obstacle = _what_restoring_changes(record, number, names_for(request))
        return self._page(
            request,
            "admin/cases/restore.html",
            record,
            title=f"Restore “{record}” as it stood after revision {number}",
            number=number,
            changes=changes,
            obstacle=obstacle,
            for_guardians=why_not_restore(record, number, request.user),  # type: ignore[arg-type]
            guardians=guardians(),
            needs_reason=needs_reason(record),
            was_asked=request.method == "POST" and lacks_reason,
            reason=reason,
            common_reasons=COMMON_REASONS,
        )


def _number(text: str) -> int:
    """The number of a revision; 0 where it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < LONGEST_NUMBER else 0


def _what_restoring_changes(
    record: Referenced, number: int, names: Names
) -> tuple[list[FieldChange], str]:
    """What would change, found by doing it and taking it back; or else what stands in the way."""
    fresh = type(record)._base_manager.get(pk=record.pk)
    with transaction.atomic():
        try:
            with revision(by=None, reason="") as writer:
                restore(fresh, number, by=None, reason="")
            found = changes_of(fresh, writer.revision.pk, names) if writer.revision else []
        except CannotRestore as error:
            return [], str(error)
        finally:
            transaction.set_rollback(True)
    return found, ""
