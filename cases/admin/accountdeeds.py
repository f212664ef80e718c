"""What is done to an account besides changing it: suspend, bring back, lift the limit on tries."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator

from cases.accounts.events import What, note
from cases.accounts.known import way_in
from cases.accounts.proof import proof_asked
from cases.accounts.suspension import bring_back, cautions, suspend
from cases.accounts.throttle import lift_limits
from cases.roles import Role, roles_of
from cases.rules import takers
from cases.words import counted


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


class AccountDeeds:
    """The pages of these deeds, for the admin of accounts. Whoever administers suspends anybody.

    To bring back and to lift, one has to be allowed to change the account.
    """

    model: type[User]
    admin_site: Any
    has_change_permission: Callable[..., bool]

    def get_urls(self) -> list[Any]:
        """Adds the three; takes away the page that sets a password."""
        acts = {
            "suspend": self.suspend_view,
            "bring-back": self.bring_back_view,
            "lift": self.lift_view,
        }
        own = [
            path(f"<int:pk>/{act}/", self.admin_site.admin_view(view), name=f"auth_user_{act}")
            for act, view in acts.items()
        ]
        django: list[Any] = super().get_urls()  # type: ignore[misc]
        # Nobody chooses a colleague's password on the web: a browser left open would be enough.
        return [*own, *(one for one in django if one.name != "auth_user_password_change")]

    def suspend_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Explains, asks why and who goes on with the work, and suspends."""
        account = self._other(request, pk, is_active=True)
        by: Any = request.user

        def act(form: Any) -> str:
            given = form.cleaned_data
            moved = suspend(account, by=by, reason=given["reason"], taker=given["taker"])
            return f"{account} is suspended; {counted(moved, 'record')} changed hands."

        form = SuspendForm(request.POST or None, account=account, by=by)
        told = cautions(account, by)
        return self._deed(request, account, form, act, title=f"Suspend {account}", told=told)

    def bring_back_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks why, and brings back."""
        account = self._may_change(request, self._other(request, pk, is_active=False))

        def act(form: Any) -> str:
            by: Any = request.user
            bring_back(account, by=by, reason=form.cleaned_data["reason"])
            return f"{account} can log in again."

        form = ReasonForm(request.POST or None)
        return self._deed(request, account, form, act, title=f"Bring {account} back")

    @method_decorator(proof_asked)
    def lift_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Explains, and lets somebody try again before the hour is over."""
        account = self._may_change(request, self._one(request, pk))
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
        self,
        request: HttpRequest,
        account: User,
        form: Any,
        act: Callable[[Any], str],
        *,
        title: str,
        told: Sequence[str] = (),
    ) -> HttpResponse:
        if request.method == "POST" and form.is_valid():
            messages.success(request, act(form))
            return HttpResponseRedirect(reverse("admin:auth_user_changelist"))
        context = {**self._context(request, account, title), "form": form, "cautions": told}
        return TemplateResponse(request, "admin/accounts/suspend.html", context)

    def _context(self, request: HttpRequest, account: User, title: str) -> dict[str, Any]:
        frame = self.admin_site.each_context(request)
        opts = self.model._meta
        return {**frame, "opts": opts, "account": account, "original": account, "title": title}

    def _one(self, request: HttpRequest, pk: int) -> User:
        if not self._may(request):
            raise PermissionDenied
        account = User.objects.filter(pk=pk).first()
        if account is None:
            raise Http404
        return account

    def _other(self, request: HttpRequest, pk: int, *, is_active: bool) -> User:
        account = self._one(request, pk)
        if account.pk == request.user.pk:
            raise PermissionDenied("Nobody suspends themselves. Ask another administrator.")
        if account.is_active != is_active:
            raise Http404
        return account

    def _may_change(self, request: HttpRequest, account: User) -> User:
        if not self.has_change_permission(request, account):
            raise PermissionDenied("Only somebody who may do everything can do this.")
        return account

    def _may(self, request: HttpRequest) -> bool:
        return Role.ADMINISTRATOR in roles_of(request.user)
