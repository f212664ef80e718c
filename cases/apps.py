"""The desk as a Django app."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class DeskAdminConfig(AdminConfig):
    """Django's admin with the desk's own site."""

    default_site = "cases.desk.site.DeskSite"


class CasesConfig(AppConfig):
    """App label `cases`; its tables are out of reach of every public request."""

    name = "cases"
    verbose_name = "The desk"
