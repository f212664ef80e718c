"""The desk as a Django app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """App label `cases`; its tables are out of reach of every public request."""

    name = "cases"
    verbose_name = "The desk"
