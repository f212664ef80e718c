"""A draft as the public would read it: the one page that knows desk and record, for staff alone."""

from typing import Any, ClassVar
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from cases.models import Record
from cases.publishing import models_by_kind, rehearse
from cases.rules import Deed, is_inside, refusal
from timeline.drafting import drafting
from timeline.models import Edition
from timeline.views.records import edition_page
from timeline.views.visit import Visit


class Preview(Visit):
    """A visit that reads the desk's own transaction, in which a draft was printed for a moment."""

    is_preview: ClassVar[bool] = True

    @property
    def using(self) -> str:
        """The desk's connection, which alone sees what is not committed."""
        return "default"


@never_cache
def preview(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """`/admin/preview/<kind>/<id>/`: the public page of a record as it stands on the desk.

    The record, and what goes along with it, is printed in a transaction that is always taken back;
    their text is not written even there.
    Raises Http404 for a record that is not there or that this person is not inside of.
    """
    model: Any = models_by_kind().get(kind)
    if model is None or not issubclass(model, Record):
        raise Http404
    record = model._default_manager.filter(pk=pk).first()
    if record is None or not is_inside(request.user, record):
        raise Http404
    with drafting(), transaction.atomic():
        rehearse(record, lambda one: not refusal(request.user, Deed.VIEW, one))
        edition = Edition.objects.current().get(record=record.pk)
        page = edition_page(Preview(request), edition, None)
        transaction.set_rollback(True)
    page["X-Robots-Tag"] = "noindex"
    return page
