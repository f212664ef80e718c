"""`manage.py take_back_again`: after a restore, takes back what the backup made public again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.models import Removal
from cases.publishing import UnreadableList, complete_list, public_again, take_back_again
from cases.words import counted


class Command(BaseCommand):
    """Shows what is public again, asks, and removes or hides it."""

    help = (
        "Compares the database with the removal list: what was removed to protect somebody is "
        "removed again; what was withdrawn, hidden or suppressed is hidden until an editor has "
        "looked. Adds to the list what it lacks."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to ask."""
        parser.add_argument("--yes", action="store_true", help="Do not ask; for scripts.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError, with nothing taken back, for any problem."""
        try:
            if added := complete_list():
                self.stdout.write(f"Added {counted(added, 'line')} to the removal list.")
            undone = public_again()
            if not undone:
                self.stdout.write("Nothing that was taken back is public.")
                return
            for one in undone:
                words = Removal.Kind(one.kind).label
                self.stdout.write(f"{one.record_kind} {one.record}: {words}, {one.at:%-d %B %Y}")
            if not options["yes"] and input("Take all of it back again? [y/N] ").lower() != "y":
                raise CommandError("Nothing was taken back.")
            take_back_again()
        except UnreadableList as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            "Taken back. What is hidden now waits for an editor: withdraw it with a note, or "
            "correct it and publish it again."
        )
