"""A new key to seal with: `python -m tracker.new_key [ID]` prints a line for `.env`.

It stands apart from manage.py, which does not start before there is a key.
"""

import secrets
import sys
from base64 import b64encode

from tracker.environment import KEY_BYTES, KEY_NAME


def new_key(name: str) -> str:
    """A random key under this id, as DESK_KEYS has it. Raises ValueError for an unfit id."""
    if not KEY_NAME.fullmatch(name):
        raise ValueError(
            f"“{name}” is no id for a key. Use up to 16 lower-case letters, digits and hyphens."
        )
    return f"{name}:{b64encode(secrets.token_bytes(KEY_BYTES)).decode()}"


if __name__ == "__main__":
    try:
        sys.stdout.write(f"DESK_KEYS={new_key((sys.argv[1:] or ['k1'])[0])}\n")
    except ValueError as error:
        sys.exit(str(error))
