"""The forms of logging in and of setting up: allauth's, in the desk's words, each try counted."""

from typing import Any

from allauth.account.forms import LoginForm as AccountLoginForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm
from django import forms
from django.contrib import messages
from django.contrib.admin.forms import AdminPasswordChangeForm
from django.core.exceptions import ValidationError

from cases.accounts.events import note
from cases.accounts.factors import code_accepted, some_code_is_readable
from cases.accounts.throttle import TooManyTries, after_failure, count_try
from cases.models import AccountEvent

# What a browser sends for a key is checked by fido2, which trips over what no browser sends.
NO_KEY = (ValidationError, ValueError, TypeError, KeyError, AttributeError)


class KeyField(forms.JSONField):
    """What a key answered, written by the browser."""

    def __init__(self, **options: Any) -> None:
        silent = "The key did not answer. The browser needs JavaScript for keys."
        words = {"required": silent, "invalid": silent}
        super().__init__(widget=forms.HiddenInput, error_messages=words, **options)


class CodeField(forms.CharField):
    """A code from a phone or from the printed list, with or without spaces."""

    def __init__(self, **options: Any) -> None:
        typing = {"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": 20}
        super().__init__(max_length=20, widget=forms.TextInput(attrs=typing), **options)

    def to_python(self, value: Any) -> str:
        """Without spaces and hyphens."""
        return "".join(str(super().to_python(value) or "").replace("-", " ").split())


class LoginForm(AccountLoginForm):
    """Name and password, without placeholders and without offers to remember."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields["login"].widget.attrs.update(autocapitalize="none", autofocus=True)


class CodeForm(AuthenticateForm):
    """A code, after the password."""

    code = CodeField(label="Code")

    def clean_code(self) -> str:
        """The code, spent. Raises ValidationError for a wrong one, and after too many tries."""
        self.authenticator = checked_code(context.request, self.user, self.cleaned_data["code"])
        return str(self.cleaned_data["code"])


class KeyForm(AuthenticateWebAuthnForm):
    """A key's answer, after the password."""

    credential = KeyField()

    def clean_credential(self) -> Authenticator:
        """The key. Raises ValidationError for a wrong answer, and after too many tries."""
        return checked_key(context.request, self.user, super().clean_credential)


class PhoneForm(ActivateTOTPForm):
    """The first code of a phone that is being set up."""

    code = CodeField(label="Code that the phone shows now")


class NewKeyForm(AddWebAuthnForm):
    """A key that is being set up, and what its owner calls it."""

    name = forms.CharField(label="What you call it", required=False, max_length=60)
    credential = KeyField()

    def clean(self) -> dict[str, Any]:
        """The answer of the browser. Raises ValidationError where it is none."""
        try:
            return dict(super().clean())
        except NO_KEY as error:
            raise ValidationError("The key was not added. Try once more.") from error


class OwnPasswordForm(AdminPasswordChangeForm):
    """A new password for oneself; a guess at the old one counts like a guess at the door."""

    def clean_old_password(self) -> str:
        """The old password. Raises ValidationError for a wrong one, and after too many tries."""
        with_count = _counted(context.request, self.user)
        try:
            old = str(super().clean_old_password())
        except ValidationError:
            after_failure(context.request, self.user.get_username())
            raise
        with_count.succeeded()
        return old


def checked_code(request: Any, user: Any, code: str) -> Authenticator:
    """What accepted the code. Raises ValidationError, also after too many tries.

    Whoever used a printed code learns how many are left, and the log learns of it.
    """
    with_count = _counted(request, user)
    row = code_accepted(user, code)
    if row is None:
        after_failure(request, user.get_username(), AccountEvent.What.CODE_FAILED)
        why = "incorrect_code" if some_code_is_readable(user) else "unreadable"
        raise get_adapter().validation_error(why)
    with_count.succeeded()
    if row.type == Authenticator.Type.RECOVERY_CODES:
        note(AccountEvent.What.CODE_SPENT, user, by=user)
        left = len(Authenticator.objects.get(pk=row.pk).wrap().get_unused_codes())
        words = f"You used a recovery code; {left} are left. Strike it out on your list."
        messages.warning(request, words)
    return row


def checked_key(request: Any, user: Any, check: Any) -> Authenticator:
    """The key that answered. Raises ValidationError, also after too many tries."""
    with_count = _counted(request, user)
    try:
        key: Authenticator = check()
    except NO_KEY as error:
        after_failure(request, user.get_username(), AccountEvent.What.CODE_FAILED)
        raise ValidationError("The key was not accepted. Try once more.") from error
    with_count.succeeded()
    return key


def _counted(request: Any, user: Any) -> Any:
    try:
        return count_try(request, user.get_username())
    except TooManyTries as error:
        raise ValidationError("Too many tries.") from error
