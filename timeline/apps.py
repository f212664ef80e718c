"""The record as a Django app."""

from django.apps import AppConfig


class TimelineConfig(AppConfig):
    """App label `timeline`; only its tables can be read through the alias `public`."""

    name = "timeline"
    verbose_name = "The record"
