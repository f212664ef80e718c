"""Writes a private `.env` for a first run on one's own machine: `python -m tracker.first_env`."""

import os
import secrets
import sys
from pathlib import Path

from tracker.new_key import new_key

CONTENT = """\
# Written by the first `make run`, for this machine alone. Keep it private: it holds keys.
SECRET_KEY={key}
# Seals identities, notes, testimony and files. Without it nobody reads them again: keep a copy of
# this line in a second place (docs/keys.md).
DESK_KEYS={sealing}
DEBUG=off
# These two protect staff and records. Turn them on before anybody else can reach the site, and add
# HTTPS=on, which `make serve` asks for.
REQUIRE_SECOND_FACTOR=off
FOUR_EYES=off
"""


def write_env(path: Path) -> None:
    """Creates `path`, readable by its owner alone. Raises FileExistsError where there is one."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(CONTENT.format(key=secrets.token_urlsafe(50), sealing=new_key("k1")))


if __name__ == "__main__":
    try:
        write_env(Path(".env"))
    except FileExistsError:
        sys.exit(".env exists already and was left as it is.")
    sys.stdout.write("Wrote .env with random keys, readable by you alone.\n")
