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
    newly_read,
    publish,
    resting_on,
    taken_back,
    telling,
    unready,
)
from cases.rules import NotAllowed
from cases.words import counted

NAMING = "--with-aliases publishes it all the same."
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
        parser.add_argument(
            "--with-aliases",
            action="store_true",
            help="Publishes also people of whom the public would newly read how they are called.",
        )
        parser.add_argument("--as", dest="username", default="", help="The member of staff.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints what was published. Raises CommandError, with nothing printed, for any problem."""
        if not options["records"] and not options["all"]:
            raise CommandError("Name records, such as case:choe-myong-bok, or give --all.")
        user = user_named(options["username"])
        meant = [] if options["all"] else named(options["records"])
        wanted = everything_changed() if options["all"] else resting_on(meant)
        wanted, not_ready = self._without_aliases(wanted, meant, options["with_aliases"])
        if options["all"]:
            wanted, blocked = parted(wanted)
            not_ready |= blocked
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

    def _without_aliases(
        self, records: list[Referenced], meant: list[Referenced], with_aliases: bool
    ) -> tuple[list[Referenced], dict[Referenced, list[str]]]:
        """Without those of whom the public would newly read an alias, each told with the words.

        Raises CommandError where one of them was named.
        """
        read = newly_read(records)
        told = {one: read[one.pk] for one in records if one.pk in read}
        lines = [f"{one}: {words}" for one, words in told.items()]
        if with_aliases:
            self.stdout.writelines(f"{line}\n" for line in lines)
            return records, {}
        if any(one.pk in read for one in meant):
            raise CommandError("\n".join([f"Nothing was published yet. {NAMING}", *lines]))
        left_out = {one: [words, NAMING] for one, words in told.items()}
        return [one for one in records if one.pk not in read], left_out

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
