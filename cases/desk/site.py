"""The desk's own admin site: its dashboard, and pages that belong to no one record."""

from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import OperationalError
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import SimpleTemplateResponse, TemplateResponse
from django.urls import path, reverse
from django.utils.cache import add_never_cache_headers

from cases.accounts.keeping import carried
from cases.accounts.views import ChangePassword
from cases.collisions import was_held
from cases.desk.accountlog import account_log_view
from cases.desk.asked import who_waits
from cases.desk.calendar import calendar_view, new_link_view
from cases.desk.erasures import ErasurePages
from cases.desk.exporting import export_view, may_export
from cases.desk.handbook import handbook_view, picture_view
from cases.desk.identities import IdentityPages
from cases.desk.imported import ImportedPages
from cases.desk.importing import ImportPages, may_import
from cases.desk.latest import latest_changes
from cases.desk.reading import reading_view
from cases.desk.reassigning import may_reassign, reassign_view
from cases.desk.removals import may_see_removals, removals_view
from cases.identities import may_identify, may_see_readings
from cases.models import (
    Agreement,
    CalendarLink,
    Case,
    Event,
    Figure,
    PassAsked,
    Person,
    Referenced,
    SavedFilter,
    Source,
)
from cases.publishing import held_everywhere
from cases.roles import DUTIES, Role, roles_of
from cases.rules import TERMS
from cases.sealing.keys import CannotUnseal
from cases.todo import TASKS, counts_for
from cases.words import counted

RECORDS = (Case, Event, Agreement, Figure, Source, Person)


class DeskSite(admin.AdminSite):
    """Django's admin as staff know it, with what waits to be done on its first page."""

    site_header = "The desk"
    site_title = "the desk"
    index_title = "The desk"
    index_template = "admin/cases/dashboard.html"
    enable_nav_sidebar = False

    def get_urls(self) -> list[Any]:
        """Adds the desk's own pages."""
        imports = ImportPages(self)
        return [
            *imports.urls(),
            *ImportedPages(imports).urls(),
            *IdentityPages(self).urls(),
            *ErasurePages(self).urls(),
            path("reading/", self.admin_view(reading_view), name="reading"),
            path("removals/", self.admin_view(removals_view), {"site": self}, name="removals"),
            path("reassign/", self.admin_view(reassign_view), {"site": self}, name="reassign"),
            path("handbook/", self.admin_view(handbook_view), name="handbook"),
            path("handbook/<slug:name>.md", self.admin_view(handbook_view), name="handbook-page"),
            path(
                "handbook/desk/<slug:picture>.png",
                self.admin_view(picture_view),
                name="handbook-picture",
            ),
            path(
                "accounts/log/",
                self.admin_view(account_log_view),
                {"site": self},
                name="account-log",
            ),
            path("export/", self.admin_view(export_view), {"site": self}, name="export"),
            path("calendar/", self.admin_view(new_link_view), name="calendar-link"),
            path("calendar/<str:secret>.ics", calendar_view, name="calendar"),
            *super().get_urls(),
        ]

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Leads to the log-in page, and whoever is logged in to the desk.

        Never Django's own page: it logs in whoever knows a password, without a second factor.
        """
        if request.user.is_authenticated:
            return HttpResponseRedirect(reverse("admin:index"))
        after = request.GET.get("next") or reverse("admin:index")
        query = urlencode({"next": after})
        return HttpResponseRedirect(f"{reverse(settings.LOGIN_URL)}?{query}")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """A new password for oneself; every other session ends."""
        return ChangePassword.as_view(extra_context=extra_context)(request)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Django's guard around a page; one that cannot be unsealed says so in words."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def worded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            try:
                answer = guarded(request, *args, **kwargs)
                # A page reads what it shows while it is rendered.
                return answer.render() if isinstance(answer, SimpleTemplateResponse) else answer
            except CannotUnseal as error:
                words = {"title": "This cannot be read now", "problem": str(error)}
                return self._not_now(request, "sealed.html", words)
            except OperationalError as error:
                if not was_held(error):
                    raise
                return self._not_now(request, "busy.html", {"title": "Once more, please"})

        return worded

    def _not_now(self, request: HttpRequest, template: str, words: dict[str, str]) -> HttpResponse:
        """The answer (503) to what may go well later, with all that was typed."""
        context = {**self.each_context(request), **carried(request), **words}
        page = TemplateResponse(request, f"admin/cases/{template}", context, status=503).render()
        add_never_cache_headers(page)
        return page

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The lists in the order of the work: the record, the vocabularies, the accounts."""
        found = super().get_app_list(request, app_label)
        models = {one["model"]: one for app in found for one in app["models"]}
        groups = [
            ("The record", [models.pop(one) for one in RECORDS if one in models]),
            ("Vocabularies", [models.pop(one) for one in TERMS if one in models]),
            ("Accounts", list(models.values())),
        ]
        shown = {one["model"]._meta.app_label: app for app in found for one in app["models"]}
        return [
            {**shown[group[0]["model"]._meta.app_label], "name": name, "models": group}
            for name, group in groups
            if group
        ]

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        """The dashboard: what waits for whom, the person's own filters, the latest changes."""
        user: Any = request.user
        counts = counts_for(user)
        tasks = [
            {
                "label": task.label,
                "total": sum(counts[task.name].values()),
                "lists": [
                    (
                        counted(number, str(model._meta.verbose_name)),
                        list_address(model, task=task.name),
                    )
                    for model, number in counts[task.name].items()
                ],
            }
            for task in TASKS
        ]
        held = held_everywhere() if may_identify(user) else 0
        # What is there at all, in one query: most days nobody waits.
        there = User.objects.values(
            calendar=Exists(CalendarLink.objects.filter(user=OuterRef("pk"))),
            asks=Exists(PassAsked.objects.all()),
        ).get(pk=user.pk)
        context = {
            "held": held,
            "waiting": who_waits(user) if there["asks"] else [],
            "tasks": tasks,
            "idle": [task["label"] for task in tasks if not task["total"]],
            "roles": [(role.value, DUTIES[role]) for role in Role if role in roles_of(user)],
            "saved_filters": SavedFilter.objects.filter(user=user),
            "latest": latest_changes(user),
            "may_have_calendar": bool(roles_of(user)),
            "has_calendar": there["calendar"],
            "may_import": may_import(user),
            "may_export": may_export(user),
            "may_read_log": Role.ADMINISTRATOR in roles_of(user),
            "may_identify": may_identify(user),
            "may_see_readings": may_see_readings(user),
            "may_see_removals": may_see_removals(user),
            "may_reassign": may_reassign(user),
        }
        return super().index(request, {**(extra_context or {}), **context})


def list_address(model: type[Referenced], **query: str) -> str:
    """The address of a model's list with these filters."""
    path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return f"{path}?{urlencode(query)}" if query else path
