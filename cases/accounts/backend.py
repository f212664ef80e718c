"""Who may log in with a password: active staff, and nobody after too many tries."""

from typing import Any

from axes.backends import AxesStandaloneBackend
from django.contrib.auth.backends import ModelBackend

from cases.accounts.throttle import count_try


class StaffBackend(AxesStandaloneBackend, ModelBackend):
    """Django's accounts with passwords, for active staff, each try counted before it is checked."""

    def authenticate(
        self,
        request: Any,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> Any:
        """The member of staff, or None. Raises TooManyTries, which Django takes for a no."""
        if username is None or password is None:
            return None
        counted = count_try(request, username)
        user = ModelBackend.authenticate(self, request, username=username, password=password)
        if user is not None:
            counted.succeeded()
        return user

    def user_can_authenticate(self, user: Any) -> bool:
        """Active staff alone, at log-in and at every request after it."""
        return bool(user and user.is_active and user.is_staff)
