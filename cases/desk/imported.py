"""An import that was done: what it brought, its publication, and how to undo it."""

from collections.abc import Callable, Generator, Iterable
from itertools import islice
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from cases.accounts.proof import proof_asked
from cases.desk.importing import (
    MANY_ROWS,
    Context,
    ImportPages,
    counts_for,
    proved_by_guardians,
)
from cases.desk.lines import lines_of_looking, lines_of_publishing
from cases.desk.live import answered, live
from cases.exchange.outgoing import (
    written_by,
)
from cases.exchange.undoing import (
    FOR_GUARDIANS,
    CannotUndo,
    Undoing,
    still_public,
    undo,
    what_undoing_does,
)
from cases.history import CannotRestore
from cases.historyrows import CREATED
from cases.identities import may_identify
from cases.models import ImportBatch, Referenced, Source
from cases.publishing import WARNING, CannotWithdraw, note_told_of
from cases.rules import Deed, NotAllowed, refusal, require, visible
from cases.words import counted

A_PAGE = 100
MOST_LISTED = 200
UNDOING = {
    "deleted": "Would be deleted",
    "restored": "Would be brought back to how they stood before",
    "withdrawn": "Are public, and would be withdrawn with your note",
    "kept": "Were public once, and stay on the desk",
    "cited": "Are cited by other records, and stay public as they are",
    "still_public": "Are public as the import left them, until they are published anew",
    "changed_since": "Were changed since the import",
}


class ImportedPages:
    """The pages of one import: the first leads on while it waits, the others are for later."""

    def __init__(self, pages: ImportPages) -> None:
        self.pages = pages

    def urls(self) -> list[URLPattern]:
        """Their addresses."""
        view = self.pages.site.admin_view
        return [
            path("import/<int:number>/", view(self.batch_view), name="import-batch"),
            path(
                "import/<int:number>/publish/",
                view(self._of_applied(self.publish_view)),
                name="import-publish",
            ),
            path(
                "import/<int:number>/undo/",
                view(self._of_applied(proof_asked(self.undo_view))),
                name="import-undo",
            ),
        ]

    def batch_view(self, request: HttpRequest, number: int) -> HttpResponseBase:
        """What an import would do while it waits; what it did once it is done."""
        batch = self.pages.batch(request, number)
        if batch.state == ImportBatch.State.WAITING:
            return proved_by_guardians(self.pages.waiting_view)(request, batch)
        written = written_by(batch)
        seen = seen_by(request.user, [(model, pk) for model, pk, _ in written])
        paged = Paginator([one for one in written if one[1] in seen], A_PAGE)
        page = paged.get_page(request.GET.get("page"))
        context = {
            **self._context(request, batch, f"Import {batch.pk}"),
            "is_below": False,
            "counts": counts_for(request.user, batch),
            "records": _named(page.object_list),
            "page": page,
            "unseen": len(written) - len(seen),
            "is_applied": batch.state == ImportBatch.State.APPLIED,
            "may_publish": _may_publish(request.user),
            "still_public": _still_public(batch, request.user),
        }
        return TemplateResponse(request, "admin/cases/import_done.html", context)

    def publish_view(self, request: HttpRequest, batch: ImportBatch) -> HttpResponseBase:
        """Shows what would be printed, and what stands in the way; prints on POST."""
        if not _may_publish(request.user):
            raise NotAllowed("Only an editor can do this.")
        context = self._context(request, batch, f"Publish what import {batch.pk} brought")
        is_many = len(written_by(batch)) > MANY_ROWS
        if request.method == "POST":
            note = request.POST.get("public_note", "").strip()
            work = lines_of_publishing(batch, request.user, note, request.POST.get("digest", ""))
            return self._acted(request, context, work, is_many)
        looked = lines_of_looking(batch, request.user)
        template = "admin/cases/import_outgoing.html"
        if is_many:

            def words(out: Any) -> str:
                values = {**context, **_outgoing(request, out)}
                return render_to_string(template, values, request)

            return live(request, {**context, "reads": True}, looked, words)

        def page(out: Any) -> HttpResponse:
            values = {**context, **_outgoing(request, out)}
            return TemplateResponse(request, "admin/cases/import_publish.html", values)

        return answered(looked, page)

    def undo_view(self, request: HttpRequest, batch: ImportBatch) -> HttpResponseBase:
        """Shows what undoing would do with each record; does it on POST."""
        user: Any = request.user
        note = request.POST.get("public_note", "").strip()
        if request.method == "POST":
            try:
                undo(
                    batch,
                    by=user,
                    also_changed="also_changed" in request.POST,
                    public_note=note,
                )
            except (CannotUndo, CannotRestore, CannotWithdraw, NotAllowed) as error:
                note_told_of(note, error, user)
                messages.error(request, f"Nothing was undone. {error}")
            else:
                messages.success(request, f"Import {batch.pk} is undone.")
                return self.pages.to_batch(batch)
        doing = what_undoing_does(batch)
        context = {
            **self._context(request, batch, f"Undo import {batch.pk}"),
            "groups": _groups(doing, user),
            "doing": doing,
            "obstacle": _obstacle(doing, user),
            "note": note,
        }
        return TemplateResponse(request, "admin/cases/import_undo.html", context)

    def _acted(
        self,
        request: HttpRequest,
        context: Context,
        work: Generator[str, None, Context],
        is_many: bool,
    ) -> HttpResponseBase:
        if is_many:

            def words(outcome: Any) -> str:
                values = {**context, **outcome}
                return render_to_string("admin/cases/import_outcome.html", values, request)

            return live(request, {**context, "publishes": True}, work, words)

        def page(outcome: Any) -> HttpResponse:
            messages.add_message(request, outcome["level"], outcome["words"])
            return self.pages.to_batch(context["batch"])

        return answered(work, page)

    def _context(self, request: HttpRequest, batch: ImportBatch, title: str) -> Context:
        return {**self.pages.context(request, title), "batch": batch, "is_below": True}

    def _of_applied(
        self, view: Callable[[HttpRequest, ImportBatch], HttpResponseBase]
    ) -> Callable[..., HttpResponseBase]:
        """A page of an import that was done and not undone; others lead back to its first page."""

        def guarded(request: HttpRequest, number: int) -> HttpResponseBase:
            batch = self.pages.batch(request, number)
            if batch.state != ImportBatch.State.APPLIED:
                messages.error(request, f"{batch.get_state_display()}. There is nothing to do.")
                return self.pages.to_batch(batch)
            return view(request, batch)

        return guarded


def seen_by(user: Any, records: Iterable[tuple[type[Referenced], UUID]]) -> set[UUID]:
    """Those of these records that are there and that `user` may see. A query for each model."""
    by_model: dict[type[Referenced], set[UUID]] = {}
    for model, pk in records:
        by_model.setdefault(model, set()).add(pk)
    found: set[UUID] = set()
    for model, pks in by_model.items():
        there = visible(model._default_manager.all(), user).order_by()
        found |= pks & set(there.values_list("pk", flat=True).iterator())
    return found


def _named(rows: Iterable[tuple[type[Referenced], UUID, str]]) -> list[Context]:
    rows = list(rows)
    by_model: dict[type[Referenced], list[UUID]] = {}
    for model, pk, _ in rows:
        by_model.setdefault(model, []).append(pk)
    there = {
        pk: one
        for model, pks in by_model.items()
        for pk, one in model._base_manager.in_bulk(pks).items()
    }
    return [
        {**_linked(there[pk]), "was_made": kind == CREATED} for _, pk, kind in rows if pk in there
    ]


def _linked(record: Referenced) -> Context:
    name = record._meta.model_name
    return {
        "record": record,
        "kind": record._meta.verbose_name,
        "address": reverse(f"admin:cases_{name}_change", args=[record.pk]),
    }


def _still_public(batch: ImportBatch, user: Any) -> list[Context]:
    """Of an import that is undone, what the public still reads, with where to publish it anew."""
    if batch.state != ImportBatch.State.UNDONE:
        return []
    records = still_public(batch)
    seen = seen_by(user, [(type(one), one.pk) for one in records])
    return [
        {
            **_linked(one),
            "publish": reverse(f"admin:cases_{one._meta.model_name}_publish", args=[one.pk]),
        }
        for one in records
        if one.pk in seen
    ]


def _may_publish(user: Any) -> bool:
    return not refusal(user, Deed.PUBLISH, Source)


def _outgoing(request: HttpRequest, out: Any) -> Context:
    """What would be printed, as far as the reader may see it."""
    records = [*out.ready, *out.told, *(one for one, _ in [*out.blocked, *out.named])]
    seen = seen_by(request.user, [(type(one), one.pk) for one in records])
    return {
        "out": out,
        "ready": [_linked(one) for one in out.ready if one.pk in seen],
        "told": [_linked(one) if one.pk in seen else {} for one in out.told],
        "warning": WARNING,
        "named": [{**_linked(one), "read": it} for one, it in out.named if one.pk in seen],
        "blocked": [
            {**(_linked(one) if one.pk in seen else {}), "problems": words}
            for one, words in out.blocked
        ],
    }


def _groups(doing: Undoing, user: Any) -> list[Context]:
    """What undoing does, by kind of deed, with the records that the reader may see."""
    groups = []
    for name, words in UNDOING.items():
        records: list[Referenced] = getattr(doing, name)
        if records:
            seen = seen_by(user, [(type(one), one.pk) for one in records])
            shown = [_linked(one) for one in records if one.pk in seen]
            groups.append(
                {
                    "words": f"{words}: {counted(len(records), 'record')}",
                    "records": shown[:MOST_LISTED],
                    "more": len(records) - len(shown[:MOST_LISTED]),
                }
            )
    # Of identities only how many is said, and to guardians alone.
    lines = doing.identities.lines if may_identify(user) else []
    return [*groups, *({"words": f"{words.capitalize()}: {number}"} for words, number in lines)]


def _obstacle(doing: Undoing, user: Any) -> str:
    """Why this person cannot undo it, as the first records tell; "" where they can.

    Undoing asks the rules about each record in any case.
    """
    if doing.identities and not may_identify(user):
        return FOR_GUARDIANS
    try:
        for deed, record in islice(doing.deeds, MOST_LISTED):
            require(user, deed, record)
    except NotAllowed as error:
        return str(error)
    return ""
