"""What every admin page of a record shares: the rules, one revision a save, the door's pages."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from cases.accounts.proof import proof_asked
from cases.admin.claims import rival_claims
from cases.admin.door import DoorAdmin
from cases.admin.forms import RecordForm, typed
from cases.admin.inlines import FORM_FIELDS
from cases.admin.linking import linking_to
from cases.admin.lists import ListAdmin
from cases.admin.outside import OutsideAdmin
from cases.admin.pages import names_for
from cases.admin.pickers import PickingAdmin
from cases.admin.protecting import ProtectingAdmin
from cases.admin.revisions import RevisionsAdmin
from cases.admin.saving import SavingAdmin
from cases.admin.uploads import drop_refused
from cases.collisions import Collision, locked
from cases.history import revision
from cases.models import Person, Publication, Record, Referenced, Source
from cases.publishing import (
    KINDS,
    last_act,
    last_sent_back,
    open_submission,
    public_address_of,
    public_state,
    reads_words_of,
    with_public_state,
)
from cases.rules import Deed, ever_public, is_public, refusal, visible

WORDED = ("reference", "original_language", "title_", "summary_", "label_", "alias_")
FOR_STAFF = ("internal_notes", "assigned_to")


class RecordAdmin(  # type: ignore[misc]
    SavingAdmin,
    DoorAdmin,
    ProtectingAdmin,
    RevisionsAdmin,
    ListAdmin,
    OutsideAdmin,
    PickingAdmin,
    admin.ModelAdmin,
):
    """A record that can be printed: its public state, its history, and the door's buttons."""

    form = RecordForm
    formfield_overrides = FORM_FIELDS
    list_per_page = 50
    show_full_result_count = False
    change_form_template = "admin/cases/change_form.html"
    change_list_template = "admin/cases/change_list.html"
    object_history_template = "admin/cases/history.html"
    delete_confirmation_template = "admin/cases/delete_confirmation.html"
    search_fields: ClassVar[tuple[str, ...]] = ("reference", "title_en", "title_ru", "title_ko")
    readonly_fields: ClassVar[tuple[str, ...]] = ("public_state",)

    @admin.display(description="State")
    def public_state(self, record: Referenced) -> str:
        """Draft, in review, edition n, changed since, hidden or withdrawn."""
        return public_state(record).in_words if hasattr(record, "last_act") else "Draft"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The records that this person may see, with their state; locked where one is changed."""
        found = with_public_state(visible(super().get_queryset(request), request.user))
        is_change = request.method == "POST" and (
            (request.resolver_match and request.resolver_match.url_name) or ""
        ).endswith(("_change", "_delete"))
        # Outside a transaction nothing can be locked, and nothing is written.
        is_change = is_change and transaction.get_connection().in_atomic_block
        return found.select_for_update(of=("self",)) if is_change else found

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether this person sees the list."""
        return not refusal(request.user, Deed.VIEW, self.model)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As the rules say."""
        return not refusal(request.user, Deed.VIEW, obj or self.model)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """As the rules say."""
        return not refusal(request.user, Deed.ADD, self.model)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As the rules say."""
        return not refusal(request.user, Deed.CHANGE, obj or self.model)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As the rules say: a record that has been public is withdrawn, not deleted."""
        return not refusal(request.user, Deed.DELETE, obj or self.model)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form, which names only what this person may see."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.names, form.is_outside = names_for(request), self.is_outside(request, obj)
        return form

    def get_inline_formsets(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The rows; the names of all that they link to are looked up together."""
        found = super().get_inline_formsets(request, *args, **kwargs)
        for formset in found:
            names_for(request).learn_linked(form.instance for form in formset.formset.forms)
        return found

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What an address fills in beforehand, less what no field can take."""
        initial = super().get_changeform_initial_data(request)
        return {name: value for name, value in initial.items() if self._may_begin(name, value)}

    def _may_begin(self, name: str, value: Any) -> bool:
        try:
            target = self.opts.get_field(name).related_model
            if isinstance(target, type):
                for key in value if isinstance(value, list) else [value]:
                    target._meta.pk.to_python(key)  # type: ignore[attr-defined]
        except (FieldDoesNotExist, ValidationError, ValueError):
            return False
        return True

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing for Django's log: the history says it, sealed where that is due."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing; see `log_addition`."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Nothing; see `log_addition`."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Saves; what somebody begins is assigned to them until it is given to another."""
        if not change and hasattr(obj, "assigned_to_id") and obj.assigned_to_id is None:
            obj.assigned_to = request.user
        super().save_model(request, obj, form, change)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """After a save on to review or publishing, where that was asked for."""
        for act in ("submit", "publish"):
            if f"_{act}" in request.POST:
                return HttpResponseRedirect(self._address(act, obj))
        return super().response_change(request, obj)

    def render_change_form(  # noqa: PLR0917 (Django's signature)
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """Adds what the record's own template shows: its review and what may be done with it."""
        self._say_once(context)
        if "held" in context:
            drop_refused(request, context, context["adminform"].form.errors)
        context["names"] = names_for(request)
        if obj is not None:
            context |= _review_of(obj, request.user)
            context["may"] = {
                deed.name.lower(): not refusal(request.user, deed, obj) for deed in Deed
            }
            context["state"] = self.public_state(obj)
            context["is_hidden"] = last_act(obj, Publication.Act.HIDDEN) is not None
            context["is_removed"] = last_act(obj, Publication.Act.REMOVED) is not None
            context["was_public"] = ever_public(obj)
            context["rival_claims"] = rival_claims(obj, request.user)
            if isinstance(obj, Source | Person):
                context["used_by"] = linking_to(obj, request.user)
            context |= self.get_form_extras(request, obj)
            if isinstance(obj, Record):
                kind = KINDS[type(obj)]
                context["preview"] = reverse("preview", args=[kind, obj.pk])
                context["public_address"] = public_address_of(obj) if is_public(obj) else ""
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_form_extras(self, request: HttpRequest, record: Any) -> dict[str, Any]:
        """What the form of this kind of record shows beyond the others."""
        return {}

    def _say_once(self, context: dict[str, Any]) -> None:
        """Says on top what is no mistake: nothing is saved yet, or a colleague saved meanwhile."""
        form = context["adminform"].form
        if any(form.has_error(NON_FIELD_ERRORS, code) for code in ("back", "collision")):
            context["notice"] = form.non_field_errors()[0]
            if len(context["errors"]) == 1:
                context["errors"] = None

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Deletes behind a fresh proof, for no page brings back what was deleted."""
        return proof_asked(self.delete_proven_view)(request, object_id, extra_context)

    def delete_proven_view(self, request: HttpRequest, object_id: str, extra_context: Any) -> Any:
        """Deletes in one revision, unless somebody changed the record meanwhile."""
        context = {**(extra_context or {}), **self._what_deleting_does(request, object_id)}
        if request.method != "POST":
            return super().delete_view(request, object_id, context)
        try:
            with revision(by=request.user, reason=typed(request, "reason") or "Deleted"):
                return super().delete_view(request, object_id, context)
        except Collision as error:
            messages.error(request, f"Not deleted. {error}")
            # Without its fields the page asks again, and shows the reason that was typed.
            asked, request.POST = request.POST, QueryDict()
            return super().delete_view(request, object_id, {**context, "typed": asked})

    def _what_deleting_does(self, request: HttpRequest, object_id: str) -> dict[str, Any]:
        """The records that would lose their link to this one, and those that hold it."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return {}
        return {
            "let_go": linking_to(record, request.user, holds=False),
            "holding": linking_to(record, request.user, holds=True),
        }

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Raises Collision when the record is not the one that the person was shown."""
        seen = request.POST.get("seen_version", "")
        locked(obj, int(seen) if seen.isdecimal() else None)
        super().delete_model(request, obj)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What it is called, what it says, and what is for staff alone."""
        hidden = ("change_reason", "seen_version", *self.readonly_fields[:1])
        names = [name for name in self.get_fields(request, obj) if name not in hidden]
        titles = [name for name in names if str(name).startswith(WORDED)]
        for_staff = [name for name in names if name in FOR_STAFF]
        own = [name for name in names if name not in titles and name not in for_staff]
        groups = [("What it is called", titles), (None, own), ("For staff", for_staff)]
        return [(heading, {"fields": fields}) for heading, fields in groups if fields]


def _review_of(record: Any, user: Any) -> dict[str, Any]:
    """The review that a record is in, and the one that it came back from, as `user` may read it."""
    submission, sent_back = open_submission(record), last_sent_back(record)
    return {
        "submission": submission,
        "reads_words": submission is not None and reads_words_of(submission, user),
        "sent_back": sent_back if sent_back and reads_words_of(sent_back, user) else None,
    }
