"""`manage.py publish`: prints editions from the command line."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.models import Referenced
from cases.publishing import (
    KINDS,
    WARNING,
    CannotPublish,
    changed_since_publication,
    publish,
    resting_on,
    taken_back,
    telling,
    unready,
)
from cases.rules import NotAllowed
from cases.words import counted

AGAIN = "Where this is only a warning, --despite-warnings publishes all the same."


class Command(BaseCommand):
    """Publishes named records with what they rest on, or everything that has changed."""

    help = "Publishes records, each with the sources, people, terms and events that it rests on."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which records, by whom, with which public note."""
        parser.add_argument(
            "records", nargs="*", help="Such as case:choe-myong-bok or event:choe-arrest."
        )
        parser.add_argument("--all", action="store_true", help="Everything that has changed.")
        parser.add_argument("--note", default="", help="A note that the public reads.")
        parser.add_argument(
            "--despite-warnings",
            action="store_true",
            help="Publishes also what together tells who somebody is.",
        )
        parser.add_argument("--as", dest="username", default="", help="The member of staff.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints what was published. Raises CommandError, with nothing printed, for any problem."""
        if not options["records"] and not options["all"]:
            raise CommandError("Name records, such as case:choe-myong-bok, or give --all.")
        user = user_named(options["username"])
        if options["all"]:
            meant = []
            wanted, not_ready = parted(everything_changed())
        else:
            meant = named(options["records"])
            wanted, not_ready = resting_on(meant), {}
        if not options["despite_warnings"]:
            self._refuse_telling(wanted)
        try:
            printed = publish(
                wanted,
                by=user,
                public_note=options["note"],
                bring_back=[one.pk for one in meant],
            )
        except (CannotPublish, NotAllowed) as error:
            raise CommandError(f"Nothing was published.\n{error}") from error
        for one in printed:
            self.stdout.write(f"{one.kind}:{one.reference} edition {one.number}")
        for record, words in not_ready.items():
            self.stderr.write(f"Not published: {record}. {' '.join(words)}")
        if printed or not_ready:
            self.stdout.write(f"Published {counted(len(printed), 'edition')}.")
        else:
            self.stdout.write("Nothing had changed.")

    def _refuse_telling(self, wanted: list[Referenced]) -> None:
        """Raises CommandError where a record tells who somebody is, with the way to go on."""
        told = telling(changed_since_publication(wanted))
        for record in told:
            self.stderr.write(f"{record}: {WARNING}")
        if told:
            raise CommandError(f"Nothing was published yet. {AGAIN}")


def everything_changed() -> list[Referenced]:
    """Every record of the desk whose public half differs from its current edition.

    What was hidden or withdrawn is left out: it comes back only where it is named.
    """
    found: list[Referenced] = []
    for model in KINDS:
        found += changed_since_publication(model._default_manager.all())
    away = taken_back(one.pk for one in found)
    return [one for one in found if one.pk not in away]


def parted(records: list[Referenced]) -> tuple[list[Referenced], dict[Referenced, list[str]]]:
    """Those that can be published together, and the others with what has to be mended in each."""
    ready, not_ready = records, dict[Referenced, list[str]]()
    while True:
        blocked = unready(ready, {record.pk for record in ready})
        if not blocked:
            return ready, not_ready
        not_ready.update(blocked)
        ready = [record for record in ready if record not in blocked]


def named(names: list[str]) -> list[Referenced]:
    """The records that `kind:reference` names. Raises CommandError."""
    models = {str(kind): model for model, kind in KINDS.items()}
    records = []
    for name in names:
        kind, _, reference = name.partition(":")
        if kind not in models:
            raise CommandError(
                f"“{name}” does not begin with a kind. The kinds are {', '.join(models)}."
            )
        record = models[kind]._default_manager.filter(reference=reference).first()
        if record is None:
            raise CommandError(f"There is no {kind} with the reference “{reference}”.")
        records.append(record)
    return records


def user_named(username: str) -> User | None:
    """The account of that name; None for no name. Raises CommandError for an unknown one."""
    if not username:
        return None
    try:
        return User.objects.get(username=username)
    except User.DoesNotExist as error:
        raise CommandError(f"There is no account “{username}”.") from error
