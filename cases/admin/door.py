"""The door's pages for one record: send for review, decide, take back, publish, hide, withdraw."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from cases.admin.forms import typed
from cases.admin.offering import (
    ask_a_guardian,
    is_asking,
    offered,
    sent_for_review,
    under_review,
)
from cases.admin.pages import PagesAdmin, chosen_ids, titled, versions_seen
from cases.admin.staying import staying
from cases.collisions import locked
from cases.models import Event, Publication, Referenced, Submission
from cases.publishing import (
    added_since,
    approve,
    going_along,
    hide,
    last_act,
    open_submission,
    public_state,
    publish,
    reads_words_of,
    recall,
    records_of,
    send_back,
    submit,
    withdraw,
)
from cases.rules import Deed, refusal
from cases.words import counted

HIDDEN, WITHDRAWN = Publication.Act.HIDDEN, Publication.Act.WITHDRAWN


class DoorAdmin(PagesAdmin):
    """Adds the door's pages to a ModelAdmin of records."""

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
        own = [
            path(f"<uuid:pk>/{act}/", self._view(view), name=f"{name}_{act}")
            for act, view in views.items()
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def submit_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Shows what goes to review together and what it still lacks; sends it on POST."""
        record = self._record(request, pk, Deed.SUBMIT)

        def act() -> str:
            submit(record, by=request.user, comment=typed(request, "comment"))  # type: ignore[arg-type]
            return "Sent for review. A colleague will look at it."

        is_sent = request.method == "POST" and not is_asking(request)
        if is_sent and (done := self._acted(request, record, act)):
            return done
        items = sent_for_review(request, record)
        ask_a_guardian(request, items)
        return self._page(
            request,
            "admin/cases/submit.html",
            record,
            title=f"Send “{record}” for review",
            items=items,
            has_blockers=any(one["problems"] for one in items),
        )

    def review_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Shows what was sent for review; publishes it or sends it back on POST."""
        record = self._record(request, pk, Deed.REVIEW)
        submission = open_submission(record)
        if request.method == "POST" and submission is not None and not is_asking(request):
            decide = self._sending_back if "send_back" in request.POST else self._approving
            if done := self._acted(request, record, decide(request, record, submission)):
                return done
            record = self._record(request, pk, Deed.REVIEW)
            submission = open_submission(record)
        if submission is None:
            messages.info(request, "It is not in review, or no longer.")
            return self._unsent(request, record)
        records, added = records_of(submission), added_since(submission)
        items = under_review(request, records)
        more = offered(request, added, [*records, *added], but_not=Event)
        ask_a_guardian(request, [*items, *more])
        return self._page(
            request,
            "admin/cases/review.html",
            record,
            title=f"Review “{record}”",
            submission=submission,
            reads_words=reads_words_of(submission, request.user),
            items=items,
            added=more,
            is_out=public_state(record).number is not None,
        )

    def _sending_back(
        self, request: HttpRequest, record: Referenced, submission: Submission
    ) -> Callable[[], str]:
        def act() -> str:
            send_back(submission, by=request.user, comment=typed(request, "comment"))  # type: ignore[arg-type]
            return "Sent back with your comment."

        return act

    def _approving(
        self, request: HttpRequest, record: Referenced, submission: Submission
    ) -> Callable[[], str]:
        def act() -> str:
            approve(
                submission,
                by=request.user,  # type: ignore[arg-type]
                seen=versions_seen(request),
                also=chosen_ids(request),
                public_note=typed(request, "public_note"),
                corrects=record if request.POST.get("corrects") else None,
            )
            return "Approved and published."

        return act

    def recall_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Takes a submission back, on POST."""
        record = self._record(request, pk, Deed.SUBMIT)
        submission = open_submission(record)
        if request.method == "POST" and submission is not None:

            def act() -> str:
                recall(submission, by=request.user)  # type: ignore[arg-type]
                return "Taken back. It is a draft again."

            self._acted(request, record, act)
        return self._to_record(record)

    def publish_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Shows what would be printed and what stands in the way; prints on POST."""
        record = self._record(request, pk, Deed.PUBLISH)
        if request.method == "POST" and not is_asking(request):

            def act() -> str:
                return self._print(request, record)

            if done := self._acted(request, record, act):
                return done
            record = self._record(request, pk, Deed.PUBLISH)
        everything = going_along(record)
        others = [one for one in everything if one.pk != record.pk]
        items = offered(request, [record, *others], [record, *others], back=record.pk)
        ask_a_guardian(request, items)
        return self._page(
            request,
            "admin/cases/publish.html",
            record,
            title=f"Publish “{record}”",
            items=items,
            away=last_act(record, HIDDEN, WITHDRAWN),
            has_changed=len(everything) > len(others),
            is_out=public_state(record).number is not None,
        )

    def _print(self, request: HttpRequest, record: Referenced) -> str:
        """Prints the record and what was chosen with it; answers with how that went."""
        seen, chosen = versions_seen(request), chosen_ids(request)
        with transaction.atomic():
            wanted = [record, *(one for one in going_along(record) if one.pk in chosen)]
            for one in wanted:
                locked(one, seen.get(one.pk))
            printed = publish(
                wanted,
                by=request.user,  # type: ignore[arg-type]
                public_note=typed(request, "public_note"),
                corrects=record if request.POST.get("corrects") else None,
                bring_back=[record.pk] if request.POST.get("bring_back") else [],
            )
        return (
            f"Published {counted(len(printed), 'edition')}." if printed else "Nothing had changed."
        )

    def hide_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Asks once, and takes the record from the public at once."""
        record = self._hideable(request, pk)

        def act() -> str:
            hide(record, by=request.user, reason=typed(request, "reason"))  # type: ignore[arg-type]
            return "Hidden. The public can no longer read it; an editor can bring it back."

        if request.method == "POST" and (done := self._acted(request, record, act)):
            return done
        return self._page(
            request,
            "admin/cases/hide.html",
            record,
            **titled(request, record, "Hide {} now"),
            **staying(request, [record]),
        )

    def withdraw_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Explains what withdrawing does; withdraws on POST, what is hidden too."""
        record = self._record(request, pk, Deed.WITHDRAW)

        def act() -> str:
            said = {name: typed(request, name) for name in ("public_note", "reason")}
            withdraw(record, by=request.user, **said)  # type: ignore[arg-type]
            return "Withdrawn. Its address now answers with your note."

        if request.method == "POST" and (done := self._acted(request, record, act)):
            return done
        title = f"Withdraw “{record}”"
        shown = staying(request, [record])
        return self._page(request, "admin/cases/withdraw.html", record, title=title, **shown)

    def _unsent(self, request: HttpRequest, record: Referenced) -> HttpResponse:
        """Back to the record; where something was typed, first a page from which to copy it."""
        words = [text for name in ("comment", "public_note") if (text := typed(request, name))]
        if not words:
            return self._to_record(record)
        title = "What you had written"
        return self._page(request, "admin/cases/unsent.html", record, title=title, words=words)

    def _hideable(self, request: HttpRequest, pk: UUID) -> Any:
        """The record, seen or not: whatever is public may be hidden by anybody on the staff."""
        record = self.opts.model._default_manager.filter(pk=pk).first()
        if record is None or refusal(request.user, Deed.HIDE, record):
            return self._record(request, pk, Deed.HIDE)
        return record
