"""`manage.py first_run`: the seed and a first account, where there are none; then the address."""

import io
import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from cases.accounts.events import What, note
from cases.models import Case, Event

ACCOUNT = "staff"
SEED = ("vocabulary", "article", "unhcr")
# What later and better sources say of the same cases, as staff would bring it: in spreadsheets.
DOSSIER = ("sources", "agreements", "cases", "events", "citations")
DOSSIER_REASON = "Later and better sources than the article"
DOSSIER_NOTE = "Later sources were added."


class Command(BaseCommand):
    """What `make run` does between migrating and serving. Running it again changes nothing."""

    help = (
        "Fills an empty desk with the seed, published, and creates a first account with a "
        "one-time password. Leaves a desk that holds records, and existing accounts, as they are."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The port to name in the address."""
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        """Seeds, creates the account, prints where to go."""
        if not Case.objects.exists() and not Event.objects.exists():
            call_command("loaddata", *SEED, publish=True, stdout=self.stdout)
            files = [str(settings.FIXTURE_DIRS[0] / "dossier" / f"{name}.csv") for name in DOSSIER]
            said = io.StringIO()
            told = {"publish": True, "reason": DOSSIER_REASON, "note": DOSSIER_NOTE}
            call_command("import_records", *files, stdout=said, **told)
            self.stdout.write(said.getvalue().strip().splitlines()[-1])
        address = f"http://127.0.0.1:{options['port']}/"
        lines = ["", f"The timeline   {address}", f"The desk       {address}admin/"]
        if not User.objects.exists():
            password = secrets.token_urlsafe(12)
            account = User.objects.create_superuser(ACCOUNT, password=password)
            note(What.CREATED, account, by=None, detail="By the first run")
            lines.append(f"Log in as “{ACCOUNT}” with {password} (shown once; change it there)")
        lines += [f"Warning: {warning}" for warning in _warnings()]
        self.stdout.write("\n".join([*lines, "", "Ctrl-C stops it."]))


def _warnings() -> list[str]:
    words = []
    if not settings.REQUIRE_SECOND_FACTOR:
        words.append("REQUIRE_SECOND_FACTOR is off: a password alone opens the desk.")
    if not settings.FOUR_EYES:
        words.append("FOUR_EYES is off: one person alone can publish.")
    return words
