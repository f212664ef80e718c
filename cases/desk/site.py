"""The desk's own admin site: its dashboard, and pages that belong to no one record."""

from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.decorators import secure_admin_login
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import SimpleTemplateResponse, TemplateResponse
from django.urls import path, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator

from cases.accounts.events import What, note
from cases.accounts.proof import proof_asked
from cases.accounts.sessions import end_sessions
from cases.accounts.suspension import reassign
from cases.desk.accountlog import account_log_view
from cases.desk.calendar import calendar_view, new_link_view
from cases.desk.erasures import ErasurePages
from cases.desk.exporting import export_view, may_export
from cases.desk.handbook import handbook_view, picture_view
from cases.desk.identities import IdentityPages
from cases.desk.imported import ImportedPages
from cases.desk.importing import ImportPages, may_import
from cases.desk.latest import latest_changes
from cases.desk.reading import reading_view
from cases.desk.removals import may_see_removals, removals_view
from cases.identities import may_identify, may_see_readings
from cases.models import (
    Agreement,
    CalendarLink,
    Case,
    Event,
    Figure,
    Person,
    Referenced,
    SavedFilter,
    Source,
)
from cases.publishing import held_everywhere
from cases.roles import DUTIES, Role, roles_of
from cases.rules import TERMS, NotAllowed
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
            path("reassign/", self.admin_view(self.reassign_view), name="reassign"),
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
        """Leads to the log-in page, with its limits on tries and its second factor."""
        answer: HttpResponse = secure_admin_login(super().login)(request, extra_context)
        return answer

    @method_decorator(proof_asked)
    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """A new password for oneself; every other session ends."""
        answer = super().password_change(request, extra_context)
        if request.method == "POST" and isinstance(answer, HttpResponseRedirect):
            end_sessions(request.user, but=request.session.session_key)
            note(What.PASSWORD, request.user, by=request.user)
        return answer

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
                context = {**self.each_context(request), "title": "This cannot be read now"}
                context["problem"] = str(error)
                template = "admin/cases/sealed.html"
                page = TemplateResponse(request, template, context, status=503).render()
                add_never_cache_headers(page)
                return page

        return worded

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
        context = {
            "held": held,
            "tasks": tasks,
            "idle": [task["label"] for task in tasks if not task["total"]],
            "roles": [(role.value, DUTIES[role]) for role in Role if role in roles_of(user)],
            "saved_filters": SavedFilter.objects.filter(user=user),
            "latest": latest_changes(user),
            "calendar": CalendarLink.objects.filter(user=user).first(),
            "may_import": may_import(user),
            "may_export": may_export(user),
            "may_read_log": Role.ADMINISTRATOR in roles_of(user),
            "may_identify": may_identify(user),
            "may_see_readings": may_see_readings(user),
            "may_see_removals": may_see_removals(user),
            "may_reassign": bool(roles_of(user) & {Role.EDITOR, Role.ADMINISTRATOR}),
        }
        return super().index(request, {**(extra_context or {}), **context})

    def reassign_view(self, request: HttpRequest) -> HttpResponse:
        """Gives all of one colleague's work to another, in one revision."""
        if not roles_of(request.user) & {Role.EDITOR, Role.ADMINISTRATOR}:
            raise NotAllowed("Only an editor or an administrator can do this.")
        people = {
            str(one.pk): one for one in User.objects.filter(is_staff=True).order_by("username")
        }
        if request.method == "POST":
            by: Any = request.user
            giver = people.get(request.POST.get("from", ""))
            taker = people.get(request.POST.get("to", ""))
            if giver is None or taker is None or giver == taker or not taker.is_active:
                messages.error(request, "Choose two different people; the second must be active.")
            else:
                number = reassign(giver, taker, by)
                words = f"{counted(number, 'record')} of {giver} now with {taker}."
                messages.success(request, words)
                return HttpResponseRedirect("/admin/")
        context = {**self.each_context(request), "title": "Reassign work", "people": people}
        return TemplateResponse(request, "admin/cases/reassign.html", context)


def list_address(model: type[Referenced], **query: str) -> str:
    """The address of a model's list with these filters."""
    path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return f"{path}?{urlencode(query)}" if query else path
