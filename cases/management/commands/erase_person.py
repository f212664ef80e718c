"""`manage.py erase_person`: erases somebody, erases again after a restore, or makes bytes go."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from cases.erasing import (
    CannotDecide,
    CannotErase,
    CannotList,
    CannotScrub,
    Line,
    Preview,
    decide,
    erase,
    erasure_list,
    mend_list,
    receive,
    replay,
    scrub,
    unscrubbed,
    words_of_place,
    would_erase,
)
from cases.management.commands.publish import user_named
from cases.models import Person
from cases.rules import NotAllowed
from cases.sealing.keys import CannotUnseal
from cases.sealing.marks import mark_of

PROBLEMS = (CannotDecide, CannotErase, CannotList, CannotScrub, CannotUnseal, NotAllowed)

OF_ONE_PERSON = ("request", "reason", "approved_by", "also_called", "also", "note")
NAMES_ALONE = (
    "To erase names that a backup does not know, run --replay alone first, then `manage.py "
    "erase_person ID --also-called` with the id that stands on the erasure list."
)
NOTHING_LEFT = "Of the names that were looked for, nothing is left in the files of the database."


class Command(BaseCommand):
    """Shows what would go, asks, and erases; says what it did."""

    help = (
        "Erases a person from desk, history, editions, waiting files and search: for good. Two "
        "guardians have to approve it. --replay erases again whoever an older backup brought back; "
        "--mend-list writes onto the erasure list who was erased and is not on it; --scrub "
        "makes the bytes of what was erased leave the database's files."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, by which request, why, by whose approval; or again; or the bytes alone."""
        parser.add_argument("person", nargs="?", default="", help="The person's id or reference.")
        parser.add_argument("--request", default="", help="The file or letter that asks for it.")
        parser.add_argument("--reason", default="", help="Why it is right. It is kept, sealed.")
        parser.add_argument(
            "--approved-by", action="append", default=[], help="A guardian's account, twice."
        )
        parser.add_argument(
            "--also-called",
            action="store_true",
            help="Ask for other names of theirs, or read them from standard input: a line each, up "
            "to an empty one.",
        )
        parser.add_argument(
            "--also",
            action="append",
            default=[],
            help="Another name for them. It stays in the history of the shell and in the list of "
            "processes: use --also-called instead.",
        )
        parser.add_argument(
            "--note", default="", help="What readers see where something was taken out."
        )
        parser.add_argument("--replay", action="store_true", help="Erase again from the list.")
        parser.add_argument("--mend-list", action="store_true", help="Complete the list.")
        parser.add_argument("--scrub", action="store_true", help="Only make the bytes go.")
        parser.add_argument("--yes", action="store_true", help="Do not ask; for scripts.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError, with nothing erased, for any problem."""
        ways = (options["person"], options["replay"], options["mend_list"], options["scrub"])
        if sum(map(bool, ways)) != 1:
            raise CommandError("Name one person, or give --replay, --mend-list or --scrub.")
        given = [one for one in OF_ONE_PERSON if options[one]]
        if given and not options["person"]:
            option = given[0].replace("_", "-")
            raise CommandError(f"--{option} is for one person who is named with it. {NAMES_ALONE}")
        try:
            if options["mend_list"]:
                self._mend_list()
                return
            if options["replay"]:
                self._replay(options["yes"])
            elif options["person"]:
                self._erase(options)
            if unscrubbed().exists() or options["scrub"]:
                scrub()
                self.stdout.write(NOTHING_LEFT)
        except PROBLEMS as error:
            raise CommandError(str(error)) from error

    def _erase(self, options: dict[str, Any]) -> None:
        person = self._person(
            options["person"], has_names=bool(options["also"]) or options["also_called"]
        )
        guardians = self._guardians(options["approved_by"])
        if not options["request"].strip() or not options["reason"].strip():
            raise CommandError("Give --request and --reason.")
        also = self._also(options)
        preview = would_erase(person, by=guardians[0], also=also)
        self._tell(preview)
        if not self._agreed(options["yes"]):
            raise CommandError("Nothing was erased.")
        with transaction.atomic():
            request = receive(
                person,
                by=guardians[0],
                asked_in=options["request"],
                reason=options["reason"],
                also_called=also,
            )
            for guardian in guardians:
                request = decide(
                    request,
                    by=guardian,
                    note=options["note"],
                    shown=mark_of(sorted(preview.looked_for.all)),
                    shown_files=[one.key for one in preview.files],
                )
            request = erase(request, by=guardians[1])
        self.stdout.write(f"Erased, as request {request}.")

    def _also(self, options: dict[str, Any]) -> str:
        """More names, a line each."""
        if options["also"]:
            self.stderr.write(
                "--also leaves the name in the history of this shell. Take it out there, and use "
                "--also-called the next time."
            )
        return "\n".join([*options["also"], *(_lines() if options["also_called"] else ())])

    def _replay(self, yes: bool) -> None:
        def confirm(line: Line, preview: Preview) -> bool:
            self.stdout.write(f"{line.person} (request {line.request}) would be erased again:")
            self._tell(preview)
            return self._agreed(yes)

        done = replay(confirm)
        words = f"{len(done)} erased again." if done else "Nobody on the erasure list was erased."
        self.stdout.write(words)
        if done:
            self.stdout.write(
                "Names that this backup does not know were not looked for: ask the guardians. For "
                "somebody with such names run `manage.py erase_person ID --also-called`, with the "
                "id from above."
            )

    def _mend_list(self) -> None:
        for line in (added := mend_list()):
            self.stdout.write(f"Written onto the list: {line}")
        if not added:
            self.stdout.write("Everybody who was erased is on the list.")

    def _person(self, text: str, *, has_names: bool) -> UUID:
        """Of whom something is here, or who was erased and whose names may be here again."""
        found = Person.objects.filter(reference=text).first()
        if found is not None:
            return found.pk
        try:
            pk = UUID(text)
        except ValueError as error:
            raise CommandError(f"There is no person “{text}”.") from error
        was_erased = pk in {line.person for line in erasure_list()}
        if (has_names and was_erased) or not would_erase(pk, by=None).is_empty:
            return pk
        nothing = f"Nothing is here of a person {text}."
        asked = " They were erased: give with --also-called which of their names are here again."
        raise CommandError(nothing + asked if was_erased else nothing)

    def _guardians(self, names: list[str]) -> list[User]:
        if len(set(names)) != 2 or len(names) != 2:
            raise CommandError(
                "Give --approved-by twice: two different guardians have to approve it. If there is "
                "one alone, an administrator can make a colleague one."
            )
        found = [user_named(name) for name in names]
        return [one for one in found if one is not None]

    def _tell(self, preview: Preview) -> None:
        figures = preview.counts
        for noun, number in (
            ("row that is theirs", figures["rows"]),
            ("text with a name", figures["places"]),
            ("edition", figures["editions"]),
            ("file of a source", figures["files"]),
            ("file that could not be looked into, and stays", figures["unread"]),
            ("file or import that waits", figures["waiting"]),
        ):
            self.stdout.write(f"  {number:6,} × {noun}")
        links = ((one.model, " (history)" * one.is_history, one.excerpt) for one in preview.links)
        for model, earlier, excerpt in dict.fromkeys(links):
            self.stdout.write(f"  {model}{earlier}: {excerpt}")
        for edition in preview.changes:
            self.stdout.write(f"  {edition.excerpt}, {edition.model}, changes in: {edition.column}")
        for name in preview.looked_for.without(preview.left_out).all:
            self.stdout.write(f"  Looked for: {name} ({preview.hits[name]:,})")
        texts = {(words_of_place(one), one.excerpt) for one in preview.places}
        for where, excerpt in sorted(texts):
            self.stdout.write(f"  {where}: {excerpt}")
        self._tell_what_stays(preview)
        for one in preview.waiting:
            what = "import" if one.is_import else "file of a form"
            self.stdout.write(f"  Waits: {what} of {one.owner or 'somebody unknown'}, {one.since}")
        if preview.namesakes:
            self.stdout.write(f"  Namesakes: {len(preview.namesakes)}. What names them goes too.")

    def _tell_what_stays(self, preview: Preview) -> None:
        """What two guardians spared, as a replay does it again."""
        for name in preview.left_out:
            self.stdout.write(f"  Not looked for, as two guardians decided: {name}")
        texts = {(words_of_place(one), one.excerpt) for one in preview.spared}
        for where, excerpt in sorted(texts):
            self.stdout.write(f"  Stays, as two guardians decided: {where}: {excerpt}")
        for file in preview.spared_files:
            self.stdout.write(f"  Stays, as two guardians decided: the file {file.name}")

    def _agreed(self, yes: bool) -> bool:
        return yes or input("This cannot be undone. Type “erase” to go on: ").strip() == "erase"


def _lines() -> Iterator[str]:
    """What is typed, up to an empty line or the end."""
    while True:
        try:
            line = input("Also called (an empty line ends): ").strip()
        except EOFError:
            return
        if not line:
            return
        yield line
