"""The import on the desk: files are brought, understood, planned and imported, all or nothing."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST, require_safe

from cases.accounts.proof import proof_asked
from cases.desk.lines import lines_of_importing, lines_of_planning
from cases.desk.live import answered, live
from cases.desk.planned import entries_of, totals_of
from cases.exchange.batches import kept_mappings
from cases.exchange.csvfile import ENCODINGS
from cases.exchange.headers import (
    CannotMap,
    Shape,
    keep_columns,
    kept_for_all,
    may_keep,
    shapes_of,
)
from cases.exchange.intake import write_intake_workbook
from cases.exchange.plan import IDENTITIES, File, Plan
from cases.exchange.sheets import SHEETS
from cases.exchange.table import LARGEST, MOST_ROWS
from cases.exchange.waiting import (
    MOST_FILES,
    CannotWait,
    begin,
    bring,
    cancel,
    files_of,
    say_encodings,
    seal_of,
)
from cases.identities import may_identify
from cases.models import ImportBatch
from cases.publishing import KINDS
from cases.roles import Role, roles_of
from cases.rules import Deed, NotAllowed, refusal

A_PAGE = 50
MANY_ROWS = 2_000
LARGE_FILES = 200_000  # bytes, from which on reading may take longer than a reader waits unasked
LARGEST_KEY_BITS = 63
SALT = "import-plan"
NO_TEXTS = (".xlsx", ".xlsm", ".json", ".jsonl")  # whose encoding nobody needs to choose
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Context = dict[str, Any]


def may_import(user: Any) -> bool:
    """Whether this person may add records of any kind."""
    return any(not refusal(user, Deed.ADD, model) for model in KINDS)


def batches_for(user: Any) -> Any:
    """The imports that this person may see: those that wait are for whoever brought them."""
    own = Q(made_by=user)
    if roles_of(user) & {Role.EDITOR, Role.ADMINISTRATOR}:
        own |= ~Q(state=ImportBatch.State.WAITING)
    return ImportBatch.objects.filter(own).select_related("made_by", "undone_by")


def proved_by_guardians(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view that asks a guardian for a fresh proof: what they bring is compared with identities.

    Otherwise a borrowed session could try names in a sheet until one is found.
    """
    asking = proof_asked(view)

    def guarded(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        asked = asking if may_identify(request.user) else view
        return asked(request, *args, **options)

    return guarded


class ImportPages:
    """The pages under `import/` of the desk, up to the moment when something is imported."""

    def __init__(self, site: Any) -> None:
        self.site = site

    def urls(self) -> list[URLPattern]:
        """Their addresses."""
        acts = {
            "columns": self.columns_view,
            "files": self.files_view,
            "apply": self.apply_view,
            "cancel": self.cancel_view,
        }
        view = self.site.admin_view
        return [
            path("import/", view(self.list_view), name="import"),
            path(
                "import/workbook/", view(require_safe(self.workbook_view)), name="import-workbook"
            ),
            *(
                path(f"import/<int:number>/{act}/", view(self.act(one)), name=f"import-{act}")
                for act, one in acts.items()
            ),
        ]

    def list_view(self, request: HttpRequest) -> HttpResponse:
        """Past imports, and a form for a new one; keeps its files on POST."""
        self.require(request)
        if request.method == "POST":
            user: Any = request.user
            try:
                batch = begin(request.FILES.getlist("files"), by=user)
            except CannotWait as error:
                messages.error(request, str(error))
                return HttpResponseRedirect(request.path)
            return self.to_batch(batch)
        page = Paginator(batches_for(request.user), A_PAGE).get_page(request.GET.get("page"))
        context = {
            **self.context(request, "Import"),
            "batches": page,
            "rows": [(one, counts_for(request.user, one)) for one in page],
            "may_identify": may_identify(request.user),
            "kinds": [sheet.name for sheet in SHEETS],
            "limits": limits(),
        }
        return TemplateResponse(request, "admin/cases/import_list.html", context)

    def workbook_view(self, request: HttpRequest) -> HttpResponse:
        """The intake workbook, made on the fly."""
        self.require(request)
        response = HttpResponse(content_type=XLSX)
        write_intake_workbook(response)  # type: ignore[arg-type]
        response["Content-Disposition"] = 'attachment; filename="intake.xlsx"'
        return response

    def waiting_view(self, request: HttpRequest, batch: ImportBatch) -> HttpResponseBase:
        """What a waiting import was taken for, and what it would do."""
        try:
            with files_of(batch) as files:
                shapes = _shapes(files, batch, request)
        except CannotWait as error:
            messages.error(request, str(error))
            shapes = []
        context = {
            **self.context(request, str(batch)),
            "batch": batch,
            "shapes": [(at, one, kept_for_all(one)) for at, one in enumerate(shapes)],
            "may_keep": may_keep(request.user),  # type: ignore[arg-type]
            "asks": any(one.headers for one in shapes),
            "unanswered": {one.file for one in shapes if one.is_unanswered},
            "kinds": [sheet.name for sheet in SHEETS],
            "limits": limits(),
            "many_rows": MANY_ROWS,
            "texts": [one for one in batch.files if not one["name"].lower().endswith(NO_TEXTS)],
            "encodings": ENCODINGS.items(),
            "is_foreign": any(one.encoding for one in shapes),
        }
        work = lines_of_planning(batch, request.user)
        size = sum(one["size"] for one in batch.files)
        if size > LARGE_FILES:

            def words(plan: Any) -> str:
                fragment = {**context, **self.plan_context(request, context, plan)}
                return render_to_string("admin/cases/import_waiting.html", fragment, request)

            return live(request, {**context, "reads": True}, work, words)

        def page(plan: Any) -> HttpResponse:
            values = {**context, **self.plan_context(request, context, plan)}
            return TemplateResponse(request, "admin/cases/import.html", values)

        return answered(work, page)

    def plan_context(self, request: HttpRequest, context: Context, plan: Plan | None) -> Context:
        """What the page shows of a plan; nothing where the files are gone.

        Columns that are asked about are no problem of the table of problems.
        """
        if plan is None:
            return {"plan": None}
        asked = context["unanswered"]
        sealed = {
            "seal": seal_of(context["batch"], plan),
            "rows": plan.rows,
            "user": request.user.pk,
        }
        return {
            "plan": plan,
            "totals": totals_of(plan),
            "entries": entries_of(plan),
            "problems": [one for one in plan.problems if one.row or one.file not in asked],
            "more_problems": plan.problem_count - len(plan.problems),
            "token": signing.dumps(sealed, salt=SALT),
        }

    def columns_view(self, request: HttpRequest, batch: ImportBatch) -> HttpResponse:
        """Keeps what headers stand for, for this import and, by who may, for the next."""
        user: Any = request.user
        try:
            with files_of(batch) as files:
                shapes = _shapes(files, batch, request)
            for at, shape in enumerate(shapes):
                given = {
                    one.name: request.POST[f"column-{at}-{index}"]
                    for index, one in enumerate(shape.headers)
                    if request.POST.get(f"column-{at}-{index}", "?") != "?"
                }
                said = {name: "" if it == "-" else it for name, it in given.items()}
                keep_columns(shape, said, batch=batch, by=user)
        except (CannotMap, CannotWait) as error:
            messages.error(request, str(error))
        else:
            further = " and for the next" if may_keep(user) else " alone"
            messages.success(request, f"Kept, for this import{further}.")
        return self.to_batch(batch)

    def files_view(self, request: HttpRequest, batch: ImportBatch) -> HttpResponse:
        """Puts mended files in the place of those with the same names, or reads them otherwise."""
        named, encodings = (request.POST.getlist(name) for name in ("named", "encoding"))
        try:
            say_encodings(batch, dict(zip(named, encodings, strict=False)))
            bring(batch, request.FILES.getlist("files"), request.POST.getlist("without"))
        except CannotWait as error:
            messages.error(request, str(error))
        return self.to_batch(batch)

    def cancel_view(self, request: HttpRequest, batch: ImportBatch) -> HttpResponse:
        """Forgets a waiting import and deletes its files."""
        cancel(batch)
        messages.success(request, "Cancelled. Nothing was imported, and its files are deleted.")
        return HttpResponseRedirect(reverse("admin:import"))

    def apply_view(self, request: HttpRequest, batch: ImportBatch) -> HttpResponseBase:
        """Imports what the plan showed, all of it or nothing."""
        try:
            shown = signing.loads(request.POST.get("token", ""), salt=SALT)
        except signing.BadSignature:
            shown = {}
        if shown.get("user") != request.user.pk:
            messages.error(request, "Look at the plan first.")
            return self.to_batch(batch)
        reason = request.POST.get("reason", "").strip()
        work = lines_of_importing(batch, request.user, reason, shown["seal"])
        context = {**self.context(request, f"Import {batch.pk}"), "batch": batch}
        if shown["rows"] > MANY_ROWS:

            def words(outcome: Any) -> str:
                fragment = {**context, **outcome}
                return render_to_string("admin/cases/import_outcome.html", fragment, request)

            return live(request, {**context, "writes": True}, work, words)

        def page(outcome: Any) -> HttpResponse:
            if outcome["problems"]:
                values = {**context, **outcome}
                return TemplateResponse(request, "admin/cases/import_refused.html", values)
            messages.add_message(request, outcome["level"], outcome["words"])
            return self.to_batch(batch)

        return answered(work, page)

    def context(self, request: HttpRequest, title: str) -> Context:
        """What every page of the import shows."""
        return {**self.site.each_context(request), "title": title}

    def require(self, request: HttpRequest) -> None:
        """Raises NotAllowed for somebody who may add nothing."""
        if not may_import(request.user):
            raise NotAllowed("Your role does not allow you to import.")

    def batch(self, request: HttpRequest, number: int) -> ImportBatch:
        """The import with this number, if this person may see it. Raises Http404, NotAllowed."""
        self.require(request)
        if number.bit_length() > LARGEST_KEY_BITS:
            raise Http404
        batch: ImportBatch | None = batches_for(request.user).filter(pk=number).first()
        if batch is None:
            raise Http404
        return batch

    def act(self, view: Callable[[HttpRequest, ImportBatch], HttpResponseBase]) -> Any:
        """An act on an import while it waits, by POST; who comes too late is told so."""

        def guarded(request: HttpRequest, number: int) -> HttpResponseBase:
            batch = self.batch(request, number)
            if batch.state != ImportBatch.State.WAITING:
                messages.error(request, f"Import {batch.pk} no longer waits. Nothing was done.")
                return self.to_batch(batch)
            return proved_by_guardians(view)(request, batch)

        return require_POST(guarded)

    def to_batch(self, batch: ImportBatch) -> HttpResponseRedirect:
        """Leads to the page of an import."""
        return HttpResponseRedirect(reverse("admin:import-batch", args=[batch.pk]))


def limits() -> str:
    """What can be brought at once, in words."""
    size = LARGEST // 2**20
    return (
        f"At most {MOST_FILES} files at once, CSV or XLSX, each of at most {size} MB and "
        f"{MOST_ROWS:,} rows."
    )


def _kinds(request: HttpRequest) -> dict[str, str]:
    """The kinds that somebody said tables are of, by the table's name."""
    given = request.POST if request.method == "POST" else request.GET
    return dict(zip(given.getlist("table"), given.getlist("kind"), strict=False))


def _shapes(files: list[File], batch: ImportBatch, request: HttpRequest) -> list[Shape]:
    user: Any = request.user
    return shapes_of(files, kept_mappings(batch), _kinds(request), user)


def counts_for(user: Any, batch: ImportBatch) -> dict[str, int]:
    """What came of an import, without the counts of identities for who may not see them."""
    may = may_identify(user)
    return {name: number for name, number in batch.counts.items() if may or name not in IDENTITIES}
