"""What the desk says after an act, carried to the next page by a cookie that only the desk gets."""

from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class StaffCookieStorage(CookieStorage):
    """Messages name records, so their cookie is sent below /admin/ alone, as the session's is."""

    def _update_cookie(self, encoded_data: str, response: Any) -> None:
        """Sets the cookie, or ends it, at the path of the session's."""
        super()._update_cookie(encoded_data, response)  # type: ignore[misc]
        response.cookies[self.cookie_name]["path"] = settings.SESSION_COOKIE_PATH


class StaffMessages(FallbackStorage):
    """That cookie, and the session for what does not fit into it."""

    storage_classes = (StaffCookieStorage, SessionStorage)
