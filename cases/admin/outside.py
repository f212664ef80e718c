"""What a record's pages show to those outside it: no more than the public reads, and a way to hide.

Who is inside a record stands in cases/rules.py.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst

from cases.admin.pages import PagesAdmin, address_of
from cases.documents import PLACED, never_printed
from cases.models import Citation, Referenced, Source
from cases.publishing import called_in_public, public_address_of
from cases.rules import CHANGING, closed_to, is_inside, visible

MOST_CLOSED = 50
# Shown to all, so that they know whom to ask; given to others from inside alone.
WHOSE = "assigned_to"


class OutsideAdmin(PagesAdmin):
    """Keeps what the public never reads from those who see a record from outside."""

    def is_outside(self, request: HttpRequest, record: Any) -> bool:
        """Whether this person sees `record` only as the public does. A new one is nobody else's.

        As it stood when it was opened: a form that is checked writes into it what was typed.
        """
        if record is None:
            return False
        known: dict[UUID, bool] = getattr(request, "_outside", {})
        request._outside = known  # type: ignore[attr-defined]
        return known.setdefault(record.pk, not is_inside(request.user, record))

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> Any:
        """The fields that are not in the form, neither to be read nor to be written."""
        excluded = super().get_exclude(request, obj)  # type: ignore[misc]
        if not self.is_outside(request, obj):
            return excluded
        return [*(excluded or ()), *sorted(never_printed(obj) - {WHOSE})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The fields that may be shown and not written."""
        shown = super().get_readonly_fields(request, obj)  # type: ignore[misc]
        is_given = self.is_outside(request, obj) and hasattr(obj, WHOSE)
        return [*shown, WHOSE] if is_given else shown

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The fields that are shown, whoever has to do with them."""
        names = super().get_fields(request, obj)  # type: ignore[misc]
        if not self.is_outside(request, obj):
            return names
        hidden = never_printed(obj) - {WHOSE}
        return [one for one in names if one not in hidden]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """The rows: to those outside none that stay inside the desk."""
        inlines = super().get_inlines(request, obj)  # type: ignore[misc]
        if not self.is_outside(request, obj):
            return inlines
        return [one for one in inlines if not one.model.stays_inside]

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> Any:
        """What rows are made of: to those outside only of what the public reads of them."""
        made = super().get_formset_kwargs(request, obj, inline, prefix)  # type: ignore[misc]
        if self.is_outside(request, obj) and hasattr(inline.model, "source"):
            made["queryset"] = read_outside(made["queryset"], request.user)
        return made

    def closed_ones(self, request: HttpRequest) -> list[dict[str, str]]:
        """What the public reads and a colleague has in hand: its public name, and where to hide it.

        None whose name the public does not read.
        """
        found = closed_to(self.model._default_manager.all(), request.user)
        shown = [_as_public(one) for one in found[:MOST_CLOSED]]
        return [one for one in shown if one["called"]]

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        """Where it is only closed for now, a page that says so, with what was typed meanwhile."""
        record = self._closed(request, object_id)
        if record is None:
            away: HttpResponse = super()._get_obj_does_not_exist_redirect(request, opts, object_id)  # type: ignore[misc]
            return away
        return self.closed_page(request, record)

    def closed_page(self, request: HttpRequest, record: Any) -> TemplateResponse:
        """Why a record is not opened, where it can be read, and the way to hide it all the same."""
        shown = _as_public(record)
        page = self._page(
            request,
            "admin/cases/closed.html",
            record,
            original=None,
            object=None,
            title=capfirst(shown["called"] or record._meta.verbose_name),
            reason=CHANGING,
            words=list(_texts_typed(request, self.model)),
            **shown,
        )
        page.status_code = 403
        return page


def read_outside(rows: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """The citations or observations of which the public reads what their source says.

    Their source has to be one that `user` may see, and not bear on a place that is kept back.
    """
    seen = visible(Source.objects.all(), user).order_by()
    rows = rows.filter(source__in=seen.values("pk"))
    if rows.model is not Citation:
        return rows
    return rows.exclude(field__in=PLACED, event__coordinates_public=False)


def _as_public(record: Referenced) -> dict[str, str]:
    return {
        "called": called_in_public(record),
        "public_address": public_address_of(record),
        "hide": address_of(record, "hide"),
    }


def _texts_typed(request: HttpRequest, model: Any) -> Iterator[tuple[str, str]]:
    """What was typed into the fields of a form and its rows, each with what the field is called."""
    fields = {field.name for field in model._meta.get_fields()}
    for name, values in request.POST.lists():
        *_, own = name.rpartition("-")
        is_row = own != name and not own.isupper() and own != "id"
        for text in values:
            if text.strip() and (is_row or name in fields):
                yield capfirst(own.replace("_", " ")), text
