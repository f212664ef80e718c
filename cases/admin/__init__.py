"""The desk's doors for staff: Django's admin, with a history that can be restored, and the door."""

from cases.admin import accounts, checks, records, vocabulary

__all__ = ["accounts", "checks", "records", "vocabulary"]
