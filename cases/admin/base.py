"""What every admin page of a record shares: one revision a save, history, publishing."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import FieldDoesNotExist, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from cases.admin.differences import revisions_of
from cases.admin.inlines import FORM_FIELDS
from cases.history import CannotRestore, restore, revision
from cases.models import Referenced
from cases.publishing import (
    CannotPublish,
    CannotWithdraw,
    changed_since_publication,
    public_state,
    publish,
    resting_on,
    unready,
    with_public_state,
    withdraw,
)
from cases.words import counted

LARGEST_KEY_BITS = 63


def typed(request: HttpRequest, name: str) -> str:
    """What was typed into a field, without the character that no database takes."""
    return request.POST.get(name, "").replace("\0", "").strip()


class RecordForm(forms.ModelForm):
    """A record's form, with a place to say why it is being changed."""

    change_reason = forms.CharField(
        label="Reason for this change",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For colleagues, in the history. The public does not read it.",
    )


class DeskAdmin(admin.ModelAdmin):
    """Any table of the desk: each save, delete or action is one revision by the user."""

    form = RecordForm
    formfield_overrides = FORM_FIELDS
    list_per_page = 50
    show_full_result_count = False

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Saves a form and its inlines in one revision."""
        if request.method != "POST":
            return super().changeform_view(request, *args, **kwargs)
        reason = typed(request, "change_reason")
        with revision(by=request.user, reason=reason):
            return super().changeform_view(request, *args, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What an address fills in beforehand, less what no field can take."""
        initial = super().get_changeform_initial_data(request)
        return {name: value for name, value in initial.items() if self._may_begin(name, value)}

    def _may_begin(self, name: str, value: Any) -> bool:
        try:
            field = self.opts.get_field(name)
            target = field.related_model
            if isinstance(target, type):
                keys = value if isinstance(value, list) else [value]
                for key in keys:
                    target._meta.pk.to_python(key)
        except (FieldDoesNotExist, ValidationError, ValueError):
            return False
        return True

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Deletes in one revision."""
        with revision(by=request.user, reason="Deleted"):
            return super().delete_view(request, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Runs an action in one revision."""
        if request.method != "POST":
            return super().changelist_view(request, *args, **kwargs)
        with revision(by=request.user, reason=""):
            return super().changelist_view(request, *args, **kwargs)


class RecordAdmin(DeskAdmin):
    """A record that can be printed: its public state, its history, and the door's buttons."""

    change_form_template = "admin/cases/change_form.html"
    object_history_template = "admin/cases/history.html"
    search_fields: ClassVar[tuple[str, ...]] = ("reference", "title_en", "title_ru", "title_ko")
    readonly_fields: ClassVar[tuple[str, ...]] = ("public_state",)

    @admin.display(description="With the public")
    def public_state(self, record: Referenced) -> str:
        """Draft, edition n, changed since, or withdrawn."""
        return public_state(record).in_words if hasattr(record, "last_act") else "Draft"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Records with their public state."""
        return with_public_state(super().get_queryset(request))

    def get_actions(self, request: HttpRequest) -> Any:
        """Django's actions but for deleting many at once, which would pass by the next rule."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A record that has been public is withdrawn, not deleted."""
        never_public = obj is None or getattr(obj, "last_act", None) is None
        return never_public and super().has_delete_permission(request, obj)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The form's fields, the reason last."""
        names = [name for name in self.get_fields(request, obj) if name not in ("change_reason",)]
        first = [name for name in ("public_state",) if name in names]
        rest = [name for name in names if name not in first]
        return [
            (None, {"fields": first + rest}),
            ("This change", {"fields": ["change_reason"]}),
        ]

    def get_urls(self) -> list[URLPattern]:
        """Adds publish, withdraw and restore beside Django's own addresses."""
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path(
                "<path:object_id>/publish/", self._view(self.publish_view), name=f"{name}_publish"
            ),
            path(
                "<path:object_id>/withdraw/",
                self._view(self.withdraw_view),
                name=f"{name}_withdraw",
            ),
            path(
                "<path:object_id>/restore/<int:number>/",
                self._view(self.restore_view),
                name=f"{name}_restore",
            ),
            *super().get_urls(),
        ]

    def publish_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Shows what would be printed and what stands in the way; prints on POST."""
        record = self._record_to_change(request, object_id)
        everything = changed_since_publication(resting_on([record]))
        others = [one for one in everything if one.pk != record.pk]
        if request.method == "POST":
            chosen = set(request.POST.getlist("with"))
            wanted = [record, *(one for one in others if str(one.pk) in chosen)]
            note = typed(request, "public_note")
            try:
                corrects = record if request.POST.get("corrects") else None
                printed = publish(
                    wanted,
                    by=request.user,  # type: ignore[arg-type]
                    public_note=note,
                    corrects=corrects,
                )
            except CannotPublish as error:
                for line in str(error).splitlines():
                    messages.error(request, f"Not published. {line}")
                return HttpResponseRedirect(request.path)
            words = (
                f"Published {counted(len(printed), 'edition')}."
                if printed
                else "Nothing had changed."
            )
            messages.success(request, words)
            return self._to_record(record)
        problems = unready([record, *others], {one.pk for one in everything})
        return self._page(
            request,
            "admin/cases/publish.html",
            record,
            title=f"Publish “{record}”",
            others=[(one, problems.get(one, [])) for one in others],
            problems=problems.get(record, []),
            has_changed=len(everything) > len(others),
            is_out=public_state(record).number is not None,
            kinds={one.pk: one._meta.verbose_name for one in others},
        )

    def withdraw_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Explains what withdrawing does; withdraws on POST."""
        record = self._record_to_change(request, object_id)
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
        """Every revision: who, when, why, and what it changed, in words."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        return self._page(
            request,
            "admin/cases/history.html",
            record,
            title=f"History of “{record}”",
            revisions=revisions_of(record),
            may_restore=self.has_change_permission(request, record),
        )

    def restore_view(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        """Asks before it restores; restores on POST, as a new revision."""
        record = self._record_to_change(request, object_id)
        if number.bit_length() > LARGEST_KEY_BITS:
            raise Http404
        if request.method == "POST":
            reason = typed(request, "reason") or f"Restored revision {number}"
            try:
                restore(record, number, by=request.user, reason=reason)
            except CannotRestore as error:
                messages.error(request, f"Not restored. {error}")
            else:
                messages.success(request, f"Restored as it stood after revision {number}.")
            return self._to_record(record)
        title = f"Restore “{record}” as it stood after revision {number}"
        return self._page(request, "admin/cases/restore.html", record, title=title, number=number)

    def _view(self, view: Callable[..., Any]) -> Any:
        return self.admin_site.admin_view(view)

    def _record_to_change(self, request: HttpRequest, object_id: str) -> Any:
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        return record

    def _to_record(self, record: Referenced) -> HttpResponseRedirect:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(name, args=[record.pk]))

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
