"""What is checked before the desk starts: keys, the way there, and that nobody erased is back."""

from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from cases.erasing import problems, unscrubbed
from cases.keycheck import key_problems
from cases.models import KeyCanary
from cases.publishing import UnreadableList, unlisted_acts


@register(Tags.database)
def check_keys(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Says at the start that a key is missing or wrong, before a page has to.

    A wrong one stops the start, for it would seal under the name of another. A missing one does
    not: an office in danger takes its key away, and the public goes on reading.
    """
    if "default" not in (databases or ()):
        return []
    if KeyCanary._meta.db_table not in connections["default"].introspection.table_names():
        return []
    return [
        Warning(one.words, id="cases.W001") if one.is_missing else Error(one.words, id="cases.E001")
        for one in key_problems()
    ]


@register(Tags.database)
def check_erasures(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Stops the start where a backup brought somebody back; says that bytes have yet to go.

    A database that is not migrated yet may be migrated: the server asks again before it starts.
    """
    if "default" not in (databases or ()) or not _is_migrated():
        return []
    found: list[CheckMessage] = [Error(one, id="cases.E002") for one in problems()]
    if unscrubbed().exists():
        words = "Somebody was erased, but bytes may be left in the files of the database."
        found.append(Warning(words, hint="Run `manage.py erase_person --scrub`.", id="cases.W003"))
    return found


@register(Tags.database)
def check_removals(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Says which acts a restore would undo unnoticed, for the removal list lacks them.

    A list that cannot be read stops the start already, by `check_erasures`.
    """
    if "default" not in (databases or ()) or not _is_migrated():
        return []
    try:
        missing = len(unlisted_acts())
    except UnreadableList:
        return []
    words = (
        f"{missing} of the acts by which something was taken from the public are not on the "
        f"removal list {settings.REMOVAL_LIST}, and would be undone by a restore."
    )
    hint = (
        "Let the site write there, or put the newest copy of the list back; then run "
        "`manage.py take_back_again`."
    )
    return [Warning(words, hint=hint, id="cases.W004")] if missing else []


@register(Tags.security, deploy=True)
def check_the_way(**_: Any) -> list[CheckMessage]:
    """Stops `make serve` where passwords and sessions would travel in the open."""
    if settings.HTTPS or settings.DEBUG:
        return []
    if not settings.HTTPS_IS_SAID:
        words = (
            "HTTPS is not set. Write HTTPS=on, and have a web server in front that ends TLS. Only "
            "for an onion address, or to try the site at home, write HTTPS=off."
        )
        return [Error(words, id="cases.E003")]
    return [
        Error(
            f"HTTPS is off, and “{host}” in ALLOWED_HOSTS or DESK_HOSTS is neither an onion "
            "address nor a machine at home: passwords would travel in the open. Write HTTPS=on.",
            id="cases.E004",
        )
        for host in settings.ALLOWED_HOSTS
        if not _is_onion_or_home(host)
    ]


@register(Tags.security, deploy=True)
def check_second_factor(**_: Any) -> list[CheckMessage]:
    """Says before `make serve` serves that a password alone opens the desk."""
    if settings.REQUIRE_SECOND_FACTOR or settings.DEBUG:
        return []
    words = "REQUIRE_SECOND_FACTOR is off: a password alone opens the desk."
    hint = "Write REQUIRE_SECOND_FACTOR=on. `make run` wrote “off” into .env, to look at the site."
    return [Warning(words, hint=hint, id="cases.W005")]


def _is_onion_or_home(host: str) -> bool:
    if host == "localhost" or host.endswith((".localhost", ".local", ".onion")):
        return True
    try:
        return ip_address(host.strip("[]")).is_private
    except ValueError:
        return False


def _is_migrated() -> bool:
    executor = MigrationExecutor(connections["default"])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
