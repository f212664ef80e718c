"""Accounts, kept by administrators; roles are given there, and nothing finer."""

from typing import Any

from allauth.account.admin import EmailAddress
from allauth.mfa.admin import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html

from cases.accounts.events import What, note
from cases.accounts.factors import has_factor
from cases.accounts.known import way_in
from cases.accounts.proof import proof_asked
from cases.accounts.sessions import end_access
from cases.accounts.suspension import bring_back, suspend
from cases.accounts.throttle import lift_limits
from cases.roles import Role, roles_of
from cases.rules import takers
from cases.words import counted

DUTIES_HERE = "What they may do"
OWN_ROLES = "A colleague has to change your own roles, and whether you can log in."
# What allauth would show of second factors and mail addresses is for nobody.
for held in (Authenticator, EmailAddress):
    admin.site.unregister(held)
admin.site.unregister(User)
admin.site.unregister(Group)


class ReasonForm(forms.Form):
    """Why an account is brought back."""

    reason = forms.CharField(
        label="Reason, for the log of accounts",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Give a reason: the log of accounts keeps it."},
    )


class SuspendForm(ReasonForm):
    """Why an account is suspended, and who goes on with its work."""

    taker = forms.ModelChoiceField(
        User.objects.none(),
        label="Who goes on with the work",
        required=False,
        empty_label="Nobody for now",
        help_text="Somebody who writes records; yourself only if you are an editor.",
        error_messages={"invalid_choice": "Choose who goes on with the work from the list."},
    )

    def __init__(self, *args: Any, account: User, by: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["taker"].queryset = takers(by).exclude(pk=account.pk)  # type: ignore[attr-defined]


@admin.register(User)
class AccountAdmin(UserAdmin):
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
            {
                "fields": ("is_staff", "groups"),
                "description": "Staff can log in. Roles add up: give as many as the person needs.",
            },
        ),
        ("The account", {"fields": ("is_active", "second_factor", "deeds")}),
        ("Since when", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "password1", "password2", "is_staff", "groups")}),
    )

    @admin.display(description="Roles")
    def roles(self, user: User) -> str:
        """The person's roles in words."""
        return ", ".join(sorted(roles_of(user))) or "None"

    @admin.display(description="Second factor")
    def second_factor(self, user: User) -> str:
        """Whether there is one."""
        return "Set up" if has_factor(user) else "None"

    @admin.display(description="Suspend")
    def standing(self, user: User) -> str:
        """Leads to the page that suspends the account, or brings it back."""
        act, words = ("suspend", "Suspend…") if user.is_active else ("bring-back", "Bring back…")
        address = reverse(f"admin:auth_user_{act}", args=[user.pk])
        return format_html('<a href="{}" aria-label="{}: {}">{}</a>', address, words, user, words)

    @admin.display(description="What can be done")
    def deeds(self, user: User) -> str:
        """Links to what is done to an account besides changing it."""
        log = f"{reverse('admin:account-log')}?account={user.get_username()}"
        lift = reverse("admin:auth_user_lift", args=[user.pk])
        return format_html(
            '{} · <a href="{}">Lift the limit on tries…</a> · <a href="{}">What happened</a>',
            self.standing(user),
            lift,
            log,
        )

    def get_urls(self) -> list[Any]:
        """Adds suspending, bringing back, and lifting the limit on tries."""
        acts = {
            "suspend": self.suspend_view,
            "bring-back": self.bring_back_view,
            "lift": self.lift_view,
        }
        own = [
            path(f"<int:pk>/{act}/", self.admin_site.admin_view(view), name=f"auth_user_{act}")
            for act, view in acts.items()
        ]
        # Nobody chooses a colleague's password on the web: a browser left open would be enough.
        django = [one for one in super().get_urls() if one.name != "auth_user_password_change"]
        return [*own, *django]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The name too, once there is an account: nobody takes over what stands by another's.

        Nor does anybody give themselves a role: an administrator would read identities.
        """
        if obj is None:
            return self.readonly_fields
        own = ("is_staff", "groups") if obj.pk == request.user.pk else ()
        return (*self.readonly_fields, "username", *own)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Says beside one's own roles who changes them."""
        found = super().get_fieldsets(request, obj)
        if obj is None or obj.pk != request.user.pk:
            return found
        return [
            (name, {**options, "description": OWN_ROLES} if name == DUTIES_HERE else options)
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

    def suspend_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Explains, asks why and who goes on with the work, and suspends."""
        account = self._other(request, pk, is_active=True)

        def act(form: Any) -> str:
            by: Any = request.user
            given = form.cleaned_data
            moved = suspend(account, by=by, reason=given["reason"], taker=given["taker"])
            return f"{account} is suspended; {counted(moved, 'record')} changed hands."

        form = SuspendForm(request.POST or None, account=account, by=request.user)
        return self._deed(request, account, form, act, f"Suspend {account}")

    def bring_back_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks why, and brings back."""
        account = self._other(request, pk, is_active=False)

        def act(form: Any) -> str:
            by: Any = request.user
            bring_back(account, by=by, reason=form.cleaned_data["reason"])
            return f"{account} can log in again."

        form = ReasonForm(request.POST or None)
        return self._deed(request, account, form, act, f"Bring {account} back")

    @method_decorator(proof_asked)
    def lift_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Explains, and lets somebody try again before the hour is over."""
        account = self._one(request, pk)
        if request.method == "POST":
            lift_limits(account)
            note(What.LIFTED, account, by=request.user)
            address = request.build_absolute_uri(way_in(account, lent=True))
            words = f"{account} can try again. If somebody goes on guessing, give them this address"
            messages.success(request, f"{words}, which holds for a day: {address}")
            return HttpResponseRedirect(reverse("admin:auth_user_changelist"))
        context = self._context(request, account, "Lift the limit on tries")
        return TemplateResponse(request, "admin/accounts/lift.html", context)

    @method_decorator(proof_asked)
    def _deed(
        self, request: HttpRequest, account: User, form: Any, act: Any, title: str
    ) -> HttpResponse:
        if request.method == "POST" and form.is_valid():
            messages.success(request, act(form))
            return HttpResponseRedirect(reverse("admin:auth_user_changelist"))
        context = {**self._context(request, account, title), "form": form}
        return TemplateResponse(request, "admin/accounts/suspend.html", context)

    def _context(self, request: HttpRequest, account: User, title: str) -> dict[str, Any]:
        frame = self.admin_site.each_context(request)
        opts = self.model._meta
        return {**frame, "opts": opts, "account": account, "original": account, "title": title}

    def _one(self, request: HttpRequest, pk: int) -> User:
        account = User.objects.filter(pk=pk).first()
        if not self._may(request):
            raise PermissionDenied
        if account is None:
            raise Http404
        if not self.has_change_permission(request, account):
            raise PermissionDenied
        return account

    def _other(self, request: HttpRequest, pk: int, *, is_active: bool) -> User:
        account = self._one(request, pk)
        if account.pk == request.user.pk:
            raise PermissionDenied("Nobody suspends themselves. Ask another administrator.")
        if account.is_active != is_active:
            raise Http404
        return account

    def get_queryset(self, request: HttpRequest) -> Any:
        """Accounts with their roles; superusers only for superusers. Pickers find active staff."""
        found = super().get_queryset(request).prefetch_related("groups")
        if not self._keeps(request):
            return found.filter(is_active=True, is_staff=True)
        return found if request.user.is_superuser else found.filter(is_superuser=False)

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

    def _may(self, request: HttpRequest) -> bool:
        return Role.ADMINISTRATOR in roles_of(request.user)

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
