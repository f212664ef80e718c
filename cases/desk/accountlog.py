"""What happened to accounts, for administrators."""

from typing import Any

from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template.response import TemplateResponse

from cases.models import AccountEvent
from cases.roles import Role, roles_of
from cases.rules import NotAllowed

ON_A_PAGE = 100


def account_log_view(request: HttpRequest, site: Any) -> TemplateResponse:
    """The log, newest first; of one account with `?account=<name>`. Raises NotAllowed."""
    if Role.ADMINISTRATOR not in roles_of(request.user):
        raise NotAllowed("Only an administrator can read this.")
    events = AccountEvent.objects.select_related("account", "by")
    account = None
    if name := request.GET.get("account", ""):
        account = User.objects.filter(username=name).first()
        events = events.filter(account=account) if account else events.none()
    page = Paginator(events, ON_A_PAGE).get_page(request.GET.get("p"))
    title = f"What happened to the account {account}" if account else "What happened to accounts"
    context = {**site.each_context(request), "title": title, "page": page, "account": account}
    return TemplateResponse(request, "admin/accounts/log.html", context)
