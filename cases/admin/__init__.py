"""The desk's doors for staff: Django's admin, with a history that can be restored, and the door."""

from cases.admin import records, vocabulary

__all__ = ["records", "vocabulary"]
