"""Every address of the desk, from the site's own patterns, filled with records of the site."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.contrib import admin
from django.urls import URLPattern, get_resolver

from tests.browser.people import Colleague

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
PREVIEWED = ("case", "agreement", "event", "figure", "source")
# Patterns that are expressions, by name, with what they stand for.
EXPRESSIONS = {
    "app_list": ("admin/cases/", "admin/auth/"),
    "account_way_in": ("admin/accounts/way-in/made-up:of-nobody:at-all/",),
    None: ("admin/nothing/",),
}
# Addresses that answer with something else than a page.
NO_PAGES = (
    "autocomplete",
    "calendar",
    "cases_source_file",
    "handbook-picture",
    "import-apply",
    "import-cancel",
    "import-columns",
    "import-files",
    "import-workbook",
    "jsi18n",
    "logout",
    "reading",
)
# What refuses to be read, and with which answer; all others are read with 200.
REFUSED = {
    "autocomplete": 403,
    "cases_source_file": 404,
    **dict.fromkeys(("import-apply", "import-cancel", "import-columns", "import-files"), 405),
    "erasure": 404,  # nobody has asked
    "logout": 405,
    "auth_user_bring-back": 404,  # nobody is suspended
    **dict.fromkeys(("mfa_deactivate_totp", "mfa_remove_webauthn", "mfa_view_recovery_codes"), 404),
    "view_on_site": 404,
    None: 404,
}
MODELS = [model._meta for model in admin.site._registry]


def routes() -> Iterator[tuple[str | None, str, bool]]:
    """Name, route, and whether it is an expression, of every pattern under /admin/."""
    yield from (found for found in _walk(get_resolver(), "") if found[1].startswith("admin/"))


def _walk(resolver: Any, before: str) -> Iterator[tuple[str | None, str, bool]]:
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield one.name, route, not hasattr(one.pattern, "_route")
        else:
            yield from _walk(one, route)


def sections() -> dict[str, list[tuple[str | None, str, bool]]]:
    """The routes by the model they belong to; those of the site itself under "site"."""
    found: dict[str, list[tuple[str | None, str, bool]]] = {"site": []}
    for name, route, is_expression in routes():
        model = next(
            (one for one in MODELS if route.startswith(f"admin/{one.app_label}/{one.model_name}/")),
            None,
        )
        key = model.model_name if model else "site"
        found.setdefault(str(key), []).append((name, route, is_expression))
    return found


class Walker:
    """Fills routes with what there is at a running site."""

    def __init__(self, somebody: Colleague) -> None:
        self.somebody = somebody
        self.record = cache(self._record)

    def addresses(self, section: str) -> Iterator[tuple[str | None, str]]:
        """Name and address of every pattern of a section. Raises KeyError for an unknown one."""
        for name, route, is_expression in sections()[section]:
            if is_expression:
                yield from ((name, f"/{path}") for path in EXPRESSIONS[name])
            elif name == "preview":
                yield from ((name, self._filled(route, one)) for one in PREVIEWED)
            else:
                yield name, self._filled(route, section)

    def _filled(self, route: str, section: str) -> str:
        return "/" + PARAMETER.sub(lambda found: self._value(found[1], section), route)

    def _value(self, name: str, section: str) -> str:
        values = {
            "kind": lambda: section,
            "pk": lambda: self.record(section),
            "object_id": lambda: self.record(section),
            "id": lambda: self.record(section),
            "content_type_id": lambda: "1",
            "secret": self._secret,
            "uidb64": lambda: "MQ",
            "token": lambda: "a-b",
            "name": lambda: "first-day",
            "picture": lambda: "dashboard",
            **dict.fromkeys(("number", "earlier", "later"), lambda: self._revision(section)),
        }
        return str(values[name]())

    def _record(self, section: str) -> str:
        meta = next((one for one in MODELS if one.model_name == section), MODELS[0])
        self.somebody.opens(f"/admin/{meta.app_label}/{meta.model_name}/")
        link = self.somebody.page.locator("#result_list tbody th a").first.get_attribute("href")
        found = re.search(r"/([^/]+)/change/", str(link))
        assert found, f"the list of {section} is empty"
        return found[1]

    def _revision(self, section: str) -> str:
        if section not in {meta.model_name for meta in MODELS}:
            return "1"  # the desk's own pages count imports: the first is the seed's dossier
        self.somebody.opens(f"/admin/cases/{section}/{self.record(section)}/history/")
        row = self.somebody.page.locator("#content tbody th[scope=row]").last
        return row.inner_text()

    def _secret(self) -> str:
        self.somebody.opens("/admin/")
        self.somebody.presses("Make a new address; the old one stops")
        said = self.somebody.page.locator(".messagelist").inner_text()
        found = re.search(r"/calendar/([^/]+)[.]ics", said)
        assert found, said
        return found[1]
