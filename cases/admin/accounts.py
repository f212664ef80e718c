"""Accounts, kept by administrators; roles are given there, and nothing finer."""

from typing import Any

from allauth.account.admin import EmailAddress
from allauth.mfa.admin import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import BooleanField, ExpressionWrapper, F, Q, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html

from cases.accounts.events import What, note
from cases.accounts.factors import has_factor
from cases.accounts.proof import proof_asked
from cases.accounts.sessions import end_access
from cases.admin.accountdeeds import AccountDeeds
from cases.roles import DUTIES, roles_given_to, roles_of

DUTIES_HERE = "What they may do"
OWN_ROLES = "A colleague has to change your own roles, and whether you can log in."
DOES_ALL = "This account may do everything; only somebody who may do everything changes it."
LABELS = {
    "email": "E-mail address",
    "is_staff": "May log in",
    "groups": "Roles",
    "is_active": "In use",
    "last_login": "Last logged in (UTC)",
    "date_joined": "Made (UTC)",
}
HELP = {
    "username": "The history says it beside what they did.",
    "email": "For colleagues to look up. Nothing is ever sent there.",
    "is_staff": "Whoever may not log in opens nothing. To close an account at once, suspend it.",
    "groups": "Roles add up: give as many as the person needs.",
    "is_active": "An account is in use until it is suspended.",
}
NEW_NAME = "Letters, digits and @ . + - _ alone. Choose one that says nothing of the person."
FOR_THE_FIRST_TIME = "Long and random. Give it in person: it is changed after the first log-in."
# What allauth would show of second factors and mail addresses is for nobody.
for held in (Authenticator, EmailAddress):
    admin.site.unregister(held)
admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class AccountAdmin(AccountDeeds, UserAdmin):
    """Accounts of staff. Only a superuser makes or changes a superuser."""

    list_display = ("username", "first_name", "last_name", "roles", "second_factor", "standing")
    list_filter = ("is_active", "groups")
    search_fields = ("username", "first_name", "last_name")
    filter_horizontal = ()
    readonly_fields = ("is_active", "last_login", "date_joined", "second_factor", "deeds")
    fieldsets = (
        (
            None,
            {
                "fields": ("username",),
                "description": "The name stays, so that nobody can take it later. Whoever forgot "
                "the password gets a link from whoever runs the machine (recover_account).",
            },
        ),
        ("The person", {"fields": ("first_name", "last_name", "email")}),
        (
            DUTIES_HERE,
            {"fields": ("is_staff", "groups")},
        ),
        ("The account", {"fields": ("is_active", "second_factor", "deeds")}),
        ("Since when", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "password1", "password2", "is_staff", "groups")}),
    )

    @admin.display(description="Roles")
    def roles(self, user: User) -> str:
        """The person's roles in words, and whether they are in force."""
        words = "All" if user.is_superuser else ", ".join(sorted(roles_given_to(user))) or "None"
        if not user.is_active:
            return f"{words} (suspended)"
        return words if user.is_staff else f"{words} (may not log in)"

    @admin.display(description="Second factor")
    def second_factor(self, user: User) -> str:
        """Whether there is one."""
        return "Set up" if has_factor(user) else "None"

    @admin.display(description="Suspend")
    def standing(self, user: Any) -> str:
        """Leads to the page that suspends the account, or brings it back."""
        if user.is_own:
            return "Your own account"
        if user.is_above and not user.is_active:
            return "Suspended"
        act, words = ("suspend", "Suspend…") if user.is_active else ("bring-back", "Bring back…")
        address = reverse(f"admin:auth_user_{act}", args=[user.pk])
        return format_html('<a href="{}" aria-label="{}: {}">{}</a>', address, words, user, words)

    @admin.display(description="What can be done")
    def deeds(self, user: Any) -> str:
        """Links to what is done to an account besides changing it."""
        log = f"{reverse('admin:account-log')}?account={user.get_username()}"
        happened = format_html('<a href="{}">What happened</a>', log)
        if user.is_above:
            return format_html("{} · {}", self.standing(user), happened)
        lift = reverse("admin:auth_user_lift", args=[user.pk])
        words = '{} · <a href="{}">Lift the limit on tries…</a> · {}'
        return format_html(words, self.standing(user), lift, happened)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any
    ) -> Any:
        """The form, in the desk's own words."""
        form = super().get_form(
            request, obj, change=change, labels=LABELS, help_texts=HELP, **options
        )
        if obj is None:
            form.base_fields["username"].help_text = NEW_NAME
            form.base_fields["password1"].help_text = FOR_THE_FIRST_TIME
            form.base_fields["password2"].help_text = "The same once more."
        return form

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Roles to tick, each with what it is for."""
        field: Any = super().formfield_for_manytomany(
            db_field, request, widget=forms.CheckboxSelectMultiple, **options
        )
        field.label_from_instance = _with_duty
        return field

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The name too, once there is an account: nobody takes over what stands by another's.

        Nor does anybody give themselves a role: an administrator would read identities.
        """
        if obj is None:
            return self.readonly_fields
        own = ("is_staff", "groups") if obj.pk == request.user.pk else ()
        return (*self.readonly_fields, "username", *own)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Says beside roles that cannot be changed here who changes them."""
        found = super().get_fieldsets(request, obj)
        if obj is None or not (obj.is_own or obj.is_superuser):
            return found
        words = " ".join([DOES_ALL] * obj.is_superuser + [OWN_ROLES] * obj.is_own)
        return [
            (name, {**options, "description": words} if name == DUTIES_HERE else options)
            for name, options in found
        ]

    @method_decorator(proof_asked)
    def changeform_view(self, request: HttpRequest, *args: Any, **options: Any) -> Any:
        """The form of an account, behind a fresh proof."""
        return super().changeform_view(request, *args, **options)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Saves the roles; notes what is new about them, and has the person log in anew."""
        before = set(form.instance.groups.values_list("name", flat=True)) if change else set()
        super().save_related(request, form, formsets, change)
        after = set(form.instance.groups.values_list("name", flat=True))
        words = [f"+ {name}" for name in sorted(after - before)]
        words += [f"− {name}" for name in sorted(before - after)]
        if "is_staff" in form.changed_data:
            words.append("+ may log in" if form.instance.is_staff else "− may log in")
        if not change:
            note(What.CREATED, form.instance, by=request.user, detail=", ".join(words))
        elif words:
            note(What.ROLES, form.instance, by=request.user, detail=", ".join(words))
            end_access(form.instance)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Accounts, and which is the reader's own or above them. Pickers find active staff."""
        own = ExpressionWrapper(Q(pk=request.user.pk), BooleanField())
        above: Any = Value(False) if request.user.is_superuser else F("is_superuser")
        found = super().get_queryset(request).annotate(is_own=own, is_above=above)
        return found if self._keeps(request) else found.filter(is_active=True, is_staff=True)

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        """Names of people for whoever keeps accounts; pickers of a colleague know user names."""
        return self.search_fields if self._keeps(request) else ("username",)

    def get_actions(self, request: HttpRequest) -> Any:
        """None: accounts are suspended one by one, and never deleted."""
        return {}

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """What the list's filters offer, no more: nobody asks for a password's hash by letters."""
        return lookup in ("is_active__exact", "groups__id__exact")

    def _keeps(self, request: HttpRequest) -> bool:
        """Whether an administrator is at the pages of accounts: no picker asks from there."""
        at_home = request.path.startswith(reverse("admin:auth_user_changelist"))
        return at_home and self._may(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Administrators alone."""
        return self._may(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators alone; pickers of a colleague ask for staff by name."""
        picks = request.path == "/admin/autocomplete/" and bool(roles_of(request.user))
        return picks or self._may(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Administrators alone."""
        return self._may(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators; a superuser's account only by a superuser."""
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return self._may(request) and not above

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: the history names accounts. Suspend one instead."""
        return False


def _with_duty(group: Group) -> str:
    duty = {str(role): duty for role, duty in DUTIES.items()}.get(group.name)
    return f"{group.name}: {duty}" if duty else group.name
