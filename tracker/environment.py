"""Readers of the environment: each returns a checked value or raises with advice.

Values come from the process's environment first, then from the file `.env` beside `manage.py`.
"""

import re
from base64 import b64decode
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

DATABASE_SCHEMES = ("sqlite", "postgres", "postgresql")
KEY_NAME = re.compile(r"[a-z0-9-]{1,16}")
KEY_BYTES = 32
# A name or an IPv4 address; or an IPv6 address in brackets.
EXACT_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]")


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


def exact_host_names(env: Env, name: str) -> list[str]:
    """Host names as `host_names` reads them, in lower case, without any pattern or port."""
    hosts = [host.lower().removesuffix(".") for host in host_names(env, name, default=[])]
    for host in hosts:
        if not EXACT_HOST.fullmatch(host):
            raise ImproperlyConfigured(
                f"{name} holds “{host}”. Write whole host names, such as desk.example.org: without "
                "* or a dot in front, without a port, and in Latin letters (xn--… for others)."
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


def sealing_keys(env: Env, name: str) -> dict[str, bytes]:
    """Keys by id, the current one first, from `name` or from the file that `name`_FILE names.

    Written as k2:base64, k1:base64 (in a file also a line each). Raises ImproperlyConfigured, with
    advice and without any part of a key, for anything else.
    """
    text, path = str(env.str(name, default="")), str(env.str(f"{name}_FILE", default=""))
    if bool(text) == bool(path):
        state = "are both set" if text else "are both missing"
        raise ImproperlyConfigured(
            f"{name} and {name}_FILE {state}. Set one of them. `python -m tracker.new_key` prints "
            "a line with a new key for .env; docs/keys.md says who holds it. Never set a new key "
            "in place of one that is in use: what it sealed could not be read any more."
        )
    if path:
        try:
            text = Path(path).read_text(encoding="ascii")
        except (OSError, ValueError) as error:
            raise ImproperlyConfigured(f"{name}_FILE could not be read: {error}.") from error
    keys: dict[str, bytes] = {}
    for number, part in enumerate(text.replace(",", "\n").split(), start=1):
        key, _, encoded = part.partition(":")
        secret = _decoded(encoded)
        if not KEY_NAME.fullmatch(key) or secret is None or key in keys:
            raise ImproperlyConfigured(
                f"Key {number} of {name} is not written as it should be. Write keys separated by "
                "commas, the current one first, each with an id of its own (lower-case letters, "
                "digits, hyphens), a colon, and 32 bytes in base64, as `python -m tracker.new_key` "
                "prints them."
            )
        keys[key] = secret
    if not keys:
        raise ImproperlyConfigured(f"{name} holds no key. `python -m tracker.new_key` prints one.")
    return keys


def _decoded(encoded: str) -> bytes | None:
    try:
        secret = b64decode(encoded, validate=True)
    except ValueError:
        return None
    return secret if len(secret) == KEY_BYTES else None
