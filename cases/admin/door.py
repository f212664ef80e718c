"""The door's pages for one record: send for review, publish, hide, withdraw, history, restore."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from cases.admin.differences import difference, revisions_of
from cases.admin.forms import typed
from cases.collisions import Collision, locked
from cases.history import CannotRestore, restore
from cases.models import Referenced, Submission
from cases.publishing import (
    CannotPublish,
    CannotReview,
    CannotWithdraw,
    approve,
    going_along,
    hide,
    open_submission,
    public_state,
    publish,
    recall,
    records_of,
    send_back,
    submit,
    unready,
    withdraw,
)
from cases.rules import Deed, NotAllowed, refusal
from cases.words import counted

LARGEST_KEY_BITS = 63
REFUSALS = (CannotPublish, CannotReview, CannotWithdraw, CannotRestore, Collision, NotAllowed)


class DoorAdmin:
    """Adds the door's pages to a ModelAdmin of records."""

    admin_site: Any
    opts: Any

    def get_urls(self) -> list[URLPattern]:
        """The door's addresses beside Django's own."""
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        views: dict[str, Callable[..., Any]] = {
            "submit": self.submit_view,
            "review": self.review_view,
            "recall": self.recall_view,
            "publish": self.publish_view,
            "hide": self.hide_view,
            "withdraw": self.withdraw_view,
        }
        return [
            *(
                path(f"<uuid:pk>/{act}/", self._view(view), name=f"{name}_{act}")
                for act, view in views.items()
            ),
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

    def submit_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Shows what goes to review together and what it still lacks; sends it on POST."""
        record = self._record(request, pk, Deed.SUBMIT)
        if request.method == "POST":
            comment = typed(request, "comment")
            return self._acted(
                request,
                record,
                lambda: submit(record, by=request.user, comment=comment),  # type: ignore[arg-type]
                "Sent for review. A colleague will look at it.",
            )
        items = going_along(record)
        return self._page(
            request,
            "admin/cases/submit.html",
            record,
            title=f"Send “{record}” for review",
            items=self._items(request, items),
            has_blockers=bool(unready(items, {one.pk for one in items})),
        )

    def review_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Shows what was sent for review; publishes it or sends it back on POST."""
        record = self._record(request, pk, Deed.REVIEW)
        submission = open_submission(record)
        if submission is None:
            messages.info(request, "It is not in review.")
            return self._to_record(record)
        if request.method == "POST":
            return self._decided(request, record, submission)
        items = records_of(submission)
        return self._page(
            request,
            "admin/cases/review.html",
            record,
            title=f"Review “{record}”",
            submission=submission,
            items=self._items(request, items, by=request.user),
            is_out=public_state(record).number is not None,
        )

    def _decided(
        self, request: HttpRequest, record: Referenced, submission: Submission
    ) -> HttpResponse:
        user: Any = request.user
        if "send_back" in request.POST:
            comment = typed(request, "comment")
            words = "Sent back with your comment."
            return self._acted(
                request, record, lambda: send_back(submission, by=user, comment=comment), words
            )
        return self._acted(
            request,
            record,
            lambda: approve(
                submission,
                by=user,
                seen=_versions(request),
                public_note=typed(request, "public_note"),
                corrects=record if request.POST.get("corrects") else None,
            ),
            "Approved and published.",
        )

    def recall_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Takes a submission back, on POST."""
        record = self._record(request, pk, Deed.SUBMIT)
        submission = open_submission(record)
        if request.method != "POST" or submission is None:
            return self._to_record(record)
        user: Any = request.user
        return self._acted(
            request, record, lambda: recall(submission, by=user), "Taken back. It is a draft again."
        )

    def publish_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Shows what would be printed and what stands in the way; prints on POST."""
        record = self._record(request, pk, Deed.PUBLISH)
        everything = going_along(record)
        others = [one for one in everything if one.pk != record.pk]
        if request.method == "POST":
            chosen = set(request.POST.getlist("with"))
            wanted = [record, *(one for one in others if str(one.pk) in chosen)]
            return self._printed(request, record, wanted)
        return self._page(
            request,
            "admin/cases/publish.html",
            record,
            title=f"Publish “{record}”",
            items=self._items(request, [record, *others], by=request.user),
            has_changed=len(everything) > len(others),
            is_out=public_state(record).number is not None,
        )

    def _printed(
        self, request: HttpRequest, record: Referenced, wanted: list[Referenced]
    ) -> HttpResponse:
        seen = _versions(request)
        try:
            with transaction.atomic():
                for one in wanted:
                    locked(one, seen.get(one.pk))
                printed = publish(
                    wanted,
                    by=request.user,  # type: ignore[arg-type]
                    public_note=typed(request, "public_note"),
                    corrects=record if request.POST.get("corrects") else None,
                )
        except REFUSALS as error:
            for line in str(error).splitlines():
                messages.error(request, f"Not published. {line}")
            return HttpResponseRedirect(request.path)
        words = (
            f"Published {counted(len(printed), 'edition')}." if printed else "Nothing had changed."
        )
        messages.success(request, words)
        return self._to_record(record)

    def hide_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Asks once, and takes the record from the public at once."""
        record = self._hideable(request, pk)
        if request.method == "POST":
            user: Any = request.user
            words = "Hidden. The public can no longer read it; an editor can bring it back."
            return self._acted(request, record, lambda: hide(record, by=user), words)
        return self._page(request, "admin/cases/hide.html", record, title=f"Hide “{record}” now")

    def withdraw_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Explains what withdrawing does; withdraws on POST."""
        record = self._record(request, pk, Deed.WITHDRAW)
        note = typed(request, "public_note")
        if request.method == "POST":
            try:
                withdraw(record, by=request.user, public_note=note)  # type: ignore[arg-type]
            except CannotWithdraw as error:
                messages.error(request, str(error))
            else:
                messages.success(request, "Withdrawn. Its address now answers with your note.")
                return self._to_record(record)
        title = f"Withdraw “{record}”"
        return self._page(request, "admin/cases/withdraw.html", record, title=title, note=note)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Every revision: who, when, why, and what it changed, in words; any two to compare."""
        record = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        if record is None:
            raise Http404
        if not self.has_view_permission(request, record):  # type: ignore[attr-defined]
            raise PermissionDenied
        chosen = [request.GET.get(name, "") for name in ("earlier", "later")]
        if all(one.isdecimal() and len(one) < 19 for one in chosen):
            earlier, later = sorted(map(int, chosen))
            return HttpResponseRedirect(self._address("compare", record, earlier, later))
        return self._page(
            request,
            "admin/cases/history.html",
            record,
            title=f"History of “{record}”",
            revisions=revisions_of(record),
            may_restore=not refusal(request.user, Deed.CHANGE, record),
        )

    def compare_view(
        self, request: HttpRequest, pk: UUID, earlier: int, later: int
    ) -> HttpResponse:
        """What changed between two revisions, word by word."""
        record = self._record(request, pk, Deed.VIEW)
        if max(earlier, later).bit_length() > LARGEST_KEY_BITS:
            raise Http404
        try:
            changes = difference(record, earlier, later)
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
        """Asks before it restores; restores on POST, as a new revision."""
        record = self._record(request, pk, Deed.CHANGE)
        if number.bit_length() > LARGEST_KEY_BITS:
            raise Http404
        if request.method == "POST":
            reason = typed(request, "reason") or f"Restored revision {number}"

            def act() -> None:
                with transaction.atomic():
                    fresh = locked(record, _versions(request).get(record.pk))
                    restore(fresh, number, by=request.user, reason=reason)

            return self._acted(
                request, record, act, f"Restored as it stood after revision {number}."
            )
        title = f"Restore “{record}” as it stood after revision {number}"
        return self._page(request, "admin/cases/restore.html", record, title=title, number=number)

    def _acted(
        self, request: HttpRequest, record: Referenced, act: Callable[[], Any], words: str
    ) -> HttpResponse:
        """Does it, and says how it went. After a refusal the same page is shown again."""
        try:
            act()
        except REFUSALS as error:
            for line in str(error).splitlines():
                messages.error(request, line)
            return HttpResponseRedirect(request.path)
        messages.success(request, words)
        if refusal(request.user, Deed.VIEW, record):
            return HttpResponseRedirect(reverse("admin:index"))
        return self._to_record(record)

    def _items(
        self, request: HttpRequest, records: list[Referenced], by: Any = None
    ) -> list[dict[str, Any]]:
        """Records with what has to be mended in each, and where to mend it."""
        problems = unready(records, {one.pk for one in records}, by)
        return [
            {
                "record": one,
                "kind": one._meta.verbose_name,
                "problems": problems.get(one, []),
                "address": reverse(f"admin:cases_{one._meta.model_name}_change", args=[one.pk]),
                "history": reverse(f"admin:cases_{one._meta.model_name}_history", args=[one.pk]),
                "may_see": not refusal(request.user, Deed.VIEW, one),
            }
            for one in records
        ]

    def _view(self, view: Callable[..., Any]) -> Any:
        return self.admin_site.admin_view(view)

    def _record(self, request: HttpRequest, pk: UUID, deed: Deed) -> Any:
        """The record, if this person may see it and do this with it. Raises Http404, NotAllowed."""
        record = self.get_queryset(request).filter(pk=pk).first()  # type: ignore[attr-defined]
        if record is None:
            raise Http404
        if reason := refusal(request.user, deed, record):
            raise NotAllowed(reason)
        return record

    def _hideable(self, request: HttpRequest, pk: UUID) -> Any:
        """The record, seen or not: whatever is public may be hidden by anybody on the staff."""
        record = self.opts.model._default_manager.filter(pk=pk).first()
        if record is None or refusal(request.user, Deed.HIDE, record):
            return self._record(request, pk, Deed.HIDE)
        return record

    def _address(self, act: str, record: Referenced, *more: int) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{act}"
        return reverse(name, args=[record.pk, *more])

    def _to_record(self, record: Referenced) -> HttpResponseRedirect:
        return HttpResponseRedirect(self._address("change", record))

    def _page(
        self, request: HttpRequest, template: str, record: Any, **values: Any
    ) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": record,
            "object": record,
            **values,
        }
        return TemplateResponse(request, template, context)


def _versions(request: HttpRequest) -> dict[UUID, int]:
    """The versions that the page was made from, as `<id>:<version>` in the fields `seen`."""
    found = {}
    for text in request.POST.getlist("seen"):
        key, _, version = text.partition(":")
        try:
            found[UUID(key)] = int(version)
        except ValueError:
            continue
    return found
