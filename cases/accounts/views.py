"""Pages of accounts: logging in, second factors, and the one-time link of a recovery."""

from collections.abc import Sequence
from typing import Any

from allauth.account.internal.stagekit import clear_login
from allauth.account.views import LoginView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from cryptography.fernet import InvalidToken
from csp.decorators import csp_update
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import PasswordChangeView, PasswordResetConfirmView
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from cases.accounts.events import What, note
from cases.accounts.factors import Type, factor_changed, has_factor, is_readable, phone_step
from cases.accounts.forms import OwnPasswordForm
from cases.accounts.known import make_known, take_token, way_in
from cases.accounts.middleware import OVER
from cases.accounts.proof import proof_asked
from cases.accounts.sessions import end_access

ENTRANCE = "admin/accounts/"
ELSEWHERE = (
    "You are logged out everywhere else. If you had an address for your calendar, it has stopped."
)
PHONE, KEY = "Codes from a phone", "A key or passkey"


class DeskPage:
    """Gives a page of allauth the frame of the desk.

    Django's and allauth's views know more verbs, some of which do the deed without its form.
    """

    http_method_names: Sequence[str] = ("get", "head", "post", "options")
    title = ""
    request: Any

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """What every page of the desk shows, and the title."""
        found: dict[str, Any] = super().get_context_data(**context)  # type: ignore[misc]
        return {**admin.site.each_context(self.request), **found, "title": self.title}


def asked_again(view: Any) -> Any:
    """A page for somebody logged in, who has shown within ten minutes that it is they."""
    return method_decorator([login_required, proof_asked], name="dispatch")(view)


class ChangesFactors(DeskPage):
    """A page of allauth whose form changes what somebody logs in with, and which is logged."""

    what: What
    factor = ""
    words = ""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Does it, logs it, and ends the person's other sessions."""
        answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        self.done(form)
        factor_changed(self.request, self.what, self.factor)
        if self.words:
            messages.success(self.request, f"{self.words} {ELSEWHERE}")
        return answer

    def done(self, form: Any) -> None:
        """What else belongs to it, in the same transaction."""


class Entrance(DeskPage):
    """A page whose form may be the last before somebody is in: their browser is known then."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Goes on."""
        answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        if self.request.user.is_authenticated:
            make_known(self.request, answer, self.request.user)
        return answer


class LogIn(Entrance, LoginView):
    """Name and password."""

    template_name = f"{ENTRANCE}login.html"
    title = "Log in to the desk"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Adds whether a session was over, and how long one lasts."""
        found = super().get_context_data(**context)
        return {
            **found,
            "was_over": self.request.GET.get(OVER) and self.request.method == "GET",
            "hours": settings.SESSION_HOURS,
            "idle_minutes": settings.SESSION_IDLE_MINUTES,
        }

    def _redirect_to_pending_stage(self, request: Any, stage: Any) -> None:
        """Whoever comes back here from the second factor begins anew, maybe as somebody else."""
        clear_login(request)


class SecondFactor(Entrance, AuthenticateView):
    """The code or the key, after the password."""

    template_name = f"{ENTRANCE}code.html"
    title = "Your second factor"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Adds what this person has."""
        found = super().get_context_data(**context)
        user = self.stage.login.user
        types = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
        has_key = Type.WEBAUTHN in types
        options = found["js_data"]["request_options"] if has_key else None
        return {**found, "types": types, "options": options}


@method_decorator(login_required, name="dispatch")
class Factors(DeskPage, IndexView):
    """What somebody has set up, and what they can set up."""

    template_name = f"{ENTRANCE}factors.html"
    title = "Your second factors"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Adds whether one has to be set up before anything else."""
        found = super().get_context_data(**context)
        phone = found["authenticators"].get(Type.TOTP)
        codes = found["authenticators"].get(Type.RECOVERY_CODES)
        are_lost = bool(codes) and not is_readable(codes.instance)
        return {
            **found,
            "phone": phone,
            "phone_is_lost": bool(phone) and not is_readable(phone.instance),
            "keys": found["authenticators"].get(Type.WEBAUTHN, []),
            "codes_left": len(codes.get_unused_codes()) if codes and not are_lost else None,
            "codes_are_lost": are_lost,
            "has_factor": has_factor(self.request.user),
            "is_required": settings.REQUIRE_SECOND_FACTOR,
        }


# The picture for the phone's camera is part of the page; no other page may show such pictures.
@method_decorator(csp_update({"img-src": ["data:"]}), name="dispatch")
@asked_again
class AddPhone(ChangesFactors, ActivateTOTPView):
    """Setting up a phone."""

    template_name = f"{ENTRANCE}phone.html"
    title = "Set up codes from a phone"
    what, factor, words = What.FACTOR_ADDED, PHONE, "The phone is set up."

    def done(self, form: Any) -> None:
        """The phone's first code is spent."""
        phone = Authenticator.objects.get(user=self.request.user, type=Type.TOTP)
        phone.data["last_step"] = phone_step(form.secret, form.cleaned_data["code"]) or 0
        phone.save(update_fields=["data"])


@asked_again
class RemovePhone(ChangesFactors, DeactivateTOTPView):
    """Removing a phone."""

    template_name = f"{ENTRANCE}remove.html"
    title = "Remove the phone"
    what, factor, words = What.FACTOR_REMOVED, PHONE, "The phone is removed."


@asked_again
class AddKey(ChangesFactors, AddWebAuthnView):
    """Setting up a security key or a passkey."""

    template_name = f"{ENTRANCE}key.html"
    title = "Set up a security key or a passkey"
    what, factor, words = What.FACTOR_ADDED, KEY, "The key is set up."

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Adds what the browser is to ask the key."""
        found = super().get_context_data(**context)
        return {**found, "options": found["js_data"]["creation_options"]}


@asked_again
class RemoveKey(ChangesFactors, RemoveWebAuthnView):
    """Removing a key."""

    template_name = f"{ENTRANCE}remove.html"
    title = "Remove a key"
    success_url = reverse_lazy("mfa_index")
    what, factor, words = What.FACTOR_REMOVED, KEY, "The key is removed."

    def form_valid(self, form: Any) -> HttpResponse:
        """Removes it, unless it is the last factor where everybody must have one."""
        adapter = get_adapter()
        key = self.get_object()
        if not adapter.can_delete_authenticator(key):
            messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
            return HttpResponseRedirect(reverse("mfa_index"))
        return super().form_valid(form)


class ReadsCodes(DeskPage):
    """A page that counts or shows recovery codes, unless they cannot be read any more."""

    def dispatch(self, request: Any, *args: Any, **options: Any) -> Any:
        """The page, or the one that says so and offers new codes."""
        try:
            return super().dispatch(request, *args, **options)  # type: ignore[misc]
        except InvalidToken:
            return HttpResponseRedirect(reverse("mfa_index"))


@asked_again
class RecoveryCodes(ReadsCodes, ViewRecoveryCodesView):
    """The recovery codes, shown once to be printed."""

    template_name = f"{ENTRANCE}recovery_codes.html"
    title = "Your recovery codes"


@asked_again
class NewRecoveryCodes(ReadsCodes, ChangesFactors, GenerateRecoveryCodesView):
    """New recovery codes in place of the old, which are worth nothing from then on."""

    template_name = f"{ENTRANCE}new_codes.html"
    title = "Make new recovery codes"
    what = What.CODES_MADE


@asked_again
class ChangePassword(DeskPage, PasswordChangeView):
    """A new password for oneself; every other session ends."""

    title = "Password change"
    form_class = OwnPasswordForm
    success_url = reverse_lazy("admin:password_change_done")

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Keeps it, and logs it."""
        answer: HttpResponse = super().form_valid(form)
        end_access(form.user, but=self.request.session.session_key)
        note(What.PASSWORD, form.user, by=form.user)
        make_known(self.request, answer, form.user)
        return answer


@asked_again
class OwnWayIn(DeskPage, TemplateView):
    """The address that makes any browser known, for its owner to keep with the password."""

    template_name = f"{ENTRANCE}own_way_in.html"
    title = "Your own way in"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Adds an address, new at each look, and how long it holds."""
        address = self.request.build_absolute_uri(way_in(self.request.user))
        found = super().get_context_data(**context)
        return {**found, "address": address, "days": settings.KNOWN_DAYS}


class WayIn(DeskPage, TemplateView):
    """Makes the browser known that opens this address, whoever is in front of it."""

    template_name = f"{ENTRANCE}way_in.html"
    title = "Past the guessers"

    def post(self, request: Any, token: str) -> HttpResponse:
        """Has the browser keep the token, and leads to the log-in page."""
        answer = HttpResponseRedirect(reverse("account_login"))
        take_token(request, answer, token)
        return answer


class Recover(DeskPage, PasswordResetConfirmView):
    """A new password, by the one-time link that a command printed."""

    template_name = f"{ENTRANCE}recover.html"
    title = "Choose a new password"
    success_url = reverse_lazy("account_login")

    def get_user(self, uidb64: str) -> Any:
        """Whose link it is, if they can log in at all."""
        user = super().get_user(uidb64)
        return user if user and user.is_active and user.is_staff else None

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Keeps it, ends every session of the account, and has them log in with it."""
        answer: HttpResponse = super().form_valid(form)
        end_access(form.user)
        note(What.PASSWORD, form.user, by=None, detail="By the one-time link of a recovery")
        make_known(self.request, answer, form.user)
        messages.success(self.request, "The password is changed. Now log in with it.")
        return answer
