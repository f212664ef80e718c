"""A name guard for the names of a test."""

from cases.names import NameGuard


def guard(*names: str) -> NameGuard:
    return NameGuard((name, name) for name in names)
