"""Save becomes review: what a save would change is rehearsed, shown word by word, and undone."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from cases.admin.differences import FieldChange, changes_of
from cases.admin.forms import COMMON_REASONS, reason_in
from cases.admin.merging import adopt_rows
from cases.admin.pages import names_for
from cases.admin.rows import with_more_rows, with_vanished_rows_anew
from cases.admin.uploads import drop_uploads, hold_uploads, is_unfit, names_of
from cases.history import revision
from cases.models import Referenced, SubmissionItem
from cases.rules import Deed, ever_public, refusal

BUTTONS = ("_save", "_continue", "_submit", "_publish", "_addanother", "_saveasnew")
NOT_CARRIED = {*BUTTONS, "csrfmiddlewaretoken", "change_reason", "common_reason", "_back"}


class SavingAdmin:
    """Adds the review of a save to a ModelAdmin of records."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Shows a form; on POST rehearses the save, and saves once it has been looked at."""
        view: Any = super().changeform_view  # type: ignore[misc]
        if request.method != "POST":
            return view(request, object_id, form_url, extra_context)
        with_more_rows(self, request)
        held = hold_uploads(request)
        context = {**(extra_context or {}), "held": held, "held_names": names_of(request)}
        record = None if object_id is None else self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        in_popup = IS_POPUP_VAR in request.POST and not needs_reason(record)
        if object_id is None or (in_popup and record is not None):
            with revision(by=request.user, reason=reason_in(request)):
                return self._finished(request, view(request, object_id, form_url, context))
        if record is None:
            return view(request, object_id, form_url, context)
        lacks_reason = needs_reason(record) and not reason_in(request)
        if "_confirmed" in request.POST and not lacks_reason:
            with transaction.atomic():
                with_vanished_rows_anew(self, request, record)
                with revision(by=request.user, reason=reason_in(request)):
                    response = view(request, object_id, form_url, context)
            return self._finished(request, response)
        return self._rehearsed(request, record, (object_id, form_url, context))

    def _rehearsed(self, request: HttpRequest, record: Any, call: tuple[Any, ...]) -> Any:
        """Saves, notes what that changed, and takes it all back."""
        files: dict[str, Any] = dict(request.FILES.items())
        # A file that a form refuses is left to it to say so; any other is not stored yet.
        if not any(map(is_unfit, files.values())):
            request.FILES.clear()
        changes: list[FieldChange] = []
        in_popup = request.POST.get(IS_POPUP_VAR)
        request.POST = _without_popup(request.POST)
        with transaction.atomic():
            with_vanished_rows_anew(self, request, record)
            with revision(by=request.user, reason="") as writer:
                response = super().changeform_view(request, *call)  # type: ignore[misc]
            is_saved = isinstance(response, HttpResponseRedirect)
            if is_saved and writer.revision is not None:
                changes = changes_of(record, writer.revision.pk, names_for(request))
            transaction.set_rollback(True)
        if in_popup:
            post: Any = request.POST
            post[IS_POPUP_VAR] = in_popup
        if not is_saved:
            return with_rows_adopted(response)
        request._messages._queued_messages.clear()  # type: ignore[attr-defined]
        changes += [FieldChange(name.capitalize(), "", file.name) for name, file in files.items()]
        if not changes and not {"_submit", "_publish"} & set(request.POST):
            messages.info(request, "Nothing had changed, so nothing was saved.")
            return HttpResponseRedirect(request.path)
        return self._review_page(request, record, changes)

    def _review_page(
        self, request: HttpRequest, record: Referenced, changes: list[FieldChange]
    ) -> TemplateResponse:
        carried = [
            (name, value)
            for name, values in request.POST.lists()
            if name not in NOT_CARRIED
            for value in values
        ]
        return self._page(  # type: ignore[attr-defined, no-any-return]
            request,
            "admin/cases/saving.html",
            record,
            title=f"What you are about to save in “{record}”",
            changes=changes,
            carried=carried,
            needs_reason=needs_reason(record),
            was_asked="_confirmed" in request.POST,
            reason=reason_in(request),
            common_reasons=COMMON_REASONS,
            may_publish=not refusal(request.user, Deed.PUBLISH, record),
        )

    def _finished(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if isinstance(response, HttpResponseRedirect):
            drop_uploads(request)
        return with_rows_adopted(response)


def with_rows_adopted(response: HttpResponse) -> HttpResponse:
    """The same page; after a collision rows that were left alone show what a colleague saved."""
    context = getattr(response, "context_data", None) or {}
    form = context["adminform"].form if "adminform" in context else None
    if form is not None and getattr(form, "base", None) is not None:
        formsets = [one.formset for one in context.get("inline_admin_formsets", ())]
        adopt_rows(formsets, form.base)
    return response


def _without_popup(post: Any) -> Any:
    """What was sent, as from a page of its own: a small window would close after the rehearsal."""
    copied = post.copy()
    copied.pop(IS_POPUP_VAR, None)
    return copied


def needs_reason(record: Any) -> bool:
    """Whether a change of `record` needs a reason: once it was submitted or published."""
    return (
        SubmissionItem.objects.filter(record=record.pk).exists() or ever_public(record)
        if isinstance(record, Referenced)
        else False
    )
