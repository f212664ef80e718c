"""`manage.py make_key`: a new key, to be put before those that are in use."""

from typing import Any

from django.core.management.base import BaseCommand

from cases.sealing.keys import keyring
from tracker.new_key import new_key


class Command(BaseCommand):
    """Prints a new random key under an id that no key in use has. Changes nothing."""

    help = (
        "Prints a new random key for DESK_KEYS. Put it first, before a comma and the keys that are "
        "in use; restart the site; then run `manage.py rotate_keys`. See docs/keys.md."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints the key alone, so that it can be put into a file."""
        used = {key.id for key in keyring().all}
        number = next(one for one in range(1, len(used) + 2) if f"k{one}" not in used)
        self.stdout.write(new_key(f"k{number}"))
