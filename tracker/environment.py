"""Readers of the environment: each returns a checked value or raises with advice.

Values come from the process's environment first, then from the file `.env` beside `manage.py`.
"""

from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

DATABASE_SCHEMES = ("sqlite", "postgres", "postgresql")


def open_environment(folder: Path) -> Env:
    """The environment, completed by `folder/.env` where that file exists."""
    env = Env()
    env.read_env(str(folder / ".env"), recurse=False)
    return env


def required_text(env: Env, name: str, advice: str, *, at_least: int = 1) -> str:
    """A text that must be set. Raises ImproperlyConfigured with `advice` when it is not."""
    value = str(env.str(name, default=""))
    if len(value) < at_least:
        raise ImproperlyConfigured(f"{name} is missing or too short. {advice}")
    return value


def switch(env: Env, name: str, *, default: bool) -> bool:
    """on/off, true/false, yes/no or 1/0. Raises ImproperlyConfigured for anything else."""
    try:
        return bool(env.bool(name, default=default))
    except EnvError as error:
        raise ImproperlyConfigured(f"{name} is “{env.str(name)}”. Write on or off.") from error


def whole_number(env: Env, name: str, *, default: int, at_least: int, at_most: int) -> int:
    """A whole number within bounds. Raises ImproperlyConfigured for anything else."""
    text = str(env.str(name, default=str(default))).strip()
    if not (text.isascii() and text.isdigit() and at_least <= int(text) <= at_most):
        raise ImproperlyConfigured(
            f"{name} is “{text}”. Write a whole number from {at_least} to {at_most}."
        )
    return int(text)


def host_names(env: Env, name: str, *, default: list[str]) -> list[str]:
    """Host names separated by commas, without scheme or path."""
    hosts = [host.strip() for host in env.list(name, default=default) if host.strip()]
    for host in hosts:
        if "/" in host or " " in host:
            raise ImproperlyConfigured(
                f"{name} holds “{host}”. Write host names separated by commas, such as "
                "record.example.org, without https:// and without a path."
            )
    return hosts


def origins(env: Env, name: str) -> list[str]:
    """Addresses with scheme separated by commas, such as https://record.example.org."""
    given: list[str] = env.list(name, default=[])
    values = [value.strip() for value in given if value.strip()]
    for value in values:
        if urlsplit(value).scheme not in {"http", "https"}:
            raise ImproperlyConfigured(
                f"{name} holds “{value}”. Write addresses with their scheme, such as "
                "https://record.example.org, separated by commas."
            )
    return values


def database(env: Env, name: str, *, default: str) -> dict[str, object]:
    """A database URL as Django's settings for it.

    `sqlite:///relative/or/absolute/path` or `postgres://user:password@host:port/name`.
    Raises ImproperlyConfigured for any other scheme or a URL without a database name.
    """
    url = str(env.str(name, default="")) or default
    if urlsplit(url).scheme not in DATABASE_SCHEMES:
        raise ImproperlyConfigured(
            f"{name} begins with “{url.split(':', maxsplit=1)[0]}”. "
            "Write sqlite:///caseline.sqlite3 or postgres://user:password@host:5432/name."
        )
    try:
        parsed = dict(dj_database_url.parse(url))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} could not be read: {error}.") from error
    if not parsed.get("NAME"):
        raise ImproperlyConfigured(f"{name} names no database after the last slash.")
    return parsed


def role_name(env: Env, name: str, *, default: str) -> str:
    """The name of a PostgreSQL role: lower-case letters, digits and underscores."""
    value = str(env.str(name, default=default))
    if not value.replace("_", "").isalnum() or value != value.lower():
        raise ImproperlyConfigured(
            f"{name} is “{value}”. Write lower-case letters, digits and underscores only."
        )
    return value
