"""`manage.py undo_import`: takes an import back as a whole."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.exchange.undoing import CannotUndo, Undoing, undo, what_undoing_does
from cases.history import CannotRestore
from cases.management.commands.publish import user_named
from cases.models import ImportBatch
from cases.publishing import CannotWithdraw
from cases.rules import NotAllowed
from cases.words import counted


class Command(BaseCommand):
    """Deletes what an import made, withdraws what is public, restores what it changed."""

    help = (
        "Undoes the import with this number, all of it or nothing. What it made is deleted, or "
        "withdrawn where the public reads it; what it changed is brought back."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Which import, by whom, and how far."""
        parser.add_argument("number", type=int, metavar="N", help="The number of the import.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done.")
        parser.add_argument(
            "--also-changed",
            action="store_true",
            help="Also take back what somebody has changed since the import.",
        )
        parser.add_argument("--note", default="", help="What readers see of what is withdrawn.")
        parser.add_argument("--as", dest="username", default="", help="The member of staff.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError, with nothing undone, for any problem."""
        user = user_named(options["username"])
        batch = ImportBatch.objects.filter(pk=options["number"]).first()
        if batch is None:
            raise CommandError(f"There is no import {options['number']}.")
        if batch.state != ImportBatch.State.APPLIED:
            raise CommandError(f"Import {batch.pk} cannot be undone: {batch.get_state_display()}.")
        if options["dry_run"]:
            self._tell(what_undoing_does(batch))
            self.stdout.write("Nothing was undone.")
            return
        try:
            done = undo(
                batch, by=user, also_changed=options["also_changed"], public_note=options["note"]
            )
        except (CannotUndo, CannotRestore, CannotWithdraw, NotAllowed) as error:
            raise CommandError(f"Nothing was undone. {error}") from error
        self._tell(done)
        self.stdout.write(f"Import {batch.pk} is undone.")

    def _tell(self, doing: Undoing) -> None:
        for verb, records in (
            ("delete", doing.deleted),
            ("restore", doing.restored),
            ("withdraw", doing.withdrawn),
            ("keep, withdrawn before", doing.kept),
            ("leave public, cited by other records", doing.cited),
            ("changed since", doing.changed_since),
            ("still public as imported, publish anew", doing.still_public),
        ):
            if records:
                self.stdout.write(f"{verb}: {counted(len(records), 'record')}")
            for record in records:
                self.stdout.write(f"  {record._meta.verbose_name} {record.reference}")
        for words, number in doing.identities.lines:
            self.stdout.write(f"{words}: {number}")
