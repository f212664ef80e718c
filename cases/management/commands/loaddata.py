"""`manage.py loaddata`, made safe for records that people rely on (cases/exchange/fixture.py)."""

import bz2
import gzip
import lzma
import os
import zlib
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import loaddata
from django.core.management.utils import parse_apps_and_model_labels
from django.db import IntegrityError, connections, transaction

from cases.exchange.fixture import FixtureProblem, Loaded, Row, load, rows_of
from cases.history import revision
from cases.management.commands.publish import AGAIN, user_named
from cases.models import Referenced
from cases.publishing import (
    WARNING,
    CannotPublish,
    UnreadableList,
    changed_since_publication,
    public_again,
    publish,
    rebuild_search,
    recount_loaded,
    relink_everything,
    telling,
)
from cases.rules import Deed, NotAllowed, require
from cases.words import counted

EDITIONS = "timeline.edition"
TAKEN_BACK = (
    "Of these something was taken from the public, and would be public again. Take their editions "
    "out of the file; docs/erasure.md says more, under “After a restore”."
)


class Command(loaddata.Command):
    """Django's loaddata, all or nothing, with validation, history and, if asked, editions."""

    help = (
        "Loads fixtures (JSON, or JSONL with an object a line), all or nothing. Every object is "
        "validated and gets a history row whose reason names the fixture. With --publish the "
        "records are published as well; without it they are drafts."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Django's arguments, and whether to publish, as whom."""
        super().add_arguments(parser)
        parser.add_argument("--publish", action="store_true", help="Print editions of the records.")
        parser.add_argument("--as", dest="username", default="", help="The member of staff.")
        parser.add_argument(
            "--approved-by",
            dest="approver",
            default="",
            help="With --publish, who approved it; a colleague, unless FOUR_EYES is off.",
        )
        parser.add_argument(
            "--despite-warnings",
            action="store_true",
            help="With --publish, publishes also what together tells who somebody is.",
        )
        parser.add_argument("--note", default="", help="With --publish, a note the public reads.")

    def handle(self, *fixture_labels: str, **options: Any) -> None:
        """Loads the named fixtures. Raises CommandError, with nothing written, for any problem."""
        if options["database"] != "default":
            raise CommandError("Records are loaded into the default database only.")
        self.using = options["database"]
        self.ignore = options["ignore"]
        self.app_label = options["app_label"]
        self.verbosity = options["verbosity"]
        self.excluded_models, self.excluded_apps = parse_apps_and_model_labels(options["exclude"])
        self.format = options["format"]
        self.serialization_formats = ["json", "jsonl"]
        user = user_named(options["username"])
        approver = user_named(options["approver"]) or user
        try:
            found = [row for label in fixture_labels for row in self.read_label(label)]
            rows = [row for row in found if not self.is_left_out(row)]
            with transaction.atomic(using=self.using):
                with revision(by=user, reason=f"Loaded from {', '.join(_files(rows))}"):
                    loaded = load(rows, self.using)
                    for record in loaded.records:
                        require(user, Deed.ADD, record)
                    connections[self.using].check_constraints()
                _refuse_taken_back()
                self.reset_sequences(connections[self.using], loaded.models)
                if EDITIONS in {model._meta.label_lower for model in loaded.models}:
                    relink_everything()
                    rebuild_search()
                recount_loaded(loaded.models, loaded.records)
                if options["publish"] and not options["despite_warnings"]:
                    _refuse_telling(loaded.records)
                printed = (
                    publish(loaded.records, by=approver, public_note=options["note"])
                    if options["publish"]
                    else []
                )
        except (FixtureProblem, IntegrityError, NotAllowed) as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        except CannotPublish as error:
            hint = f"\n{AGAIN}" if WARNING in str(error) else ""
            raise CommandError(
                f"Nothing was loaded, for these cannot be published:\n{error}{hint}"
            ) from error
        if self.verbosity > 0:
            self.stdout.write(summary(loaded, _files(rows), len(printed), options["publish"]))

    def read_label(self, label: str) -> list[Row]:
        """The rows of every file that `label` finds. Raises CommandError, FixtureProblem."""
        if label == loaddata.READ_STDIN:
            raise CommandError("Name a fixture file; it cannot be read from the standard input.")
        rows = []
        for path, _, _ in self.find_fixtures(label):
            _, form, compression = self.parse_name(os.path.basename(path))
            opener, mode = self.compression_formats[compression]
            try:
                with opener(path, mode, encoding="utf-8") as file:
                    rows += rows_of(file, Path(path).name, lines=form == "jsonl")
            except (OSError, EOFError, lzma.LZMAError, zlib.error) as error:
                raise FixtureProblem(f"{Path(path).name}: the file cannot be read: {error}.") from (
                    error
                )
        return rows

    @property
    def compression_formats(self) -> dict[Any, Any]:
        """How to open a file as text, by its ending."""
        return {
            None: (open, "rt"),
            "gz": (gzip.open, "rt"),
            "bz2": (bz2.open, "rt"),
            "xz": (lzma.open, "rt"),
        }

    def is_left_out(self, row: Row) -> bool:
        """Whether --exclude names the row's model or app."""
        model = apps.get_model(row.data["model"])
        return model in self.excluded_models or (
            apps.get_app_config(model._meta.app_label) in self.excluded_apps
        )


def _refuse_taken_back() -> None:
    """Raises FixtureProblem where what the removal list tells of would be public again.

    Ask within the transaction that has loaded it: a site that is running would show it at once.
    """
    try:
        again = [f"{one.record_kind} {one.record}" for one in public_again()]
    except UnreadableList as error:
        raise FixtureProblem(str(error)) from error
    if again:
        raise FixtureProblem("\n".join([TAKEN_BACK, *dict.fromkeys(again)]))


def _refuse_telling(records: list[Referenced]) -> None:
    """Raises CannotPublish where records together tell who somebody is."""
    if told := telling(records):
        raise CannotPublish({one: [WARNING] for one in told})


def summary(loaded: Loaded, files: list[str], printed: int, published: bool) -> str:
    """What happened, in one or two sentences."""
    counts = loaded.counts
    total = sum(counts.values())
    words = (
        f"Loaded {counted(total, 'object')} from {', '.join(files)}: {counts['new']} new, "
        f"{counts['changed']} changed, {counts['unchanged']} unchanged."
    )
    if published:
        return f"{words} Published {counted(printed, 'edition')}."
    drafts = len(changed_since_publication(loaded.records))
    if not drafts:
        return words
    waiting = "draft waits" if drafts == 1 else "drafts wait"
    return f"{words} {drafts} {waiting}; `manage.py publish --all` publishes what is ready."


def _files(rows: list[Row]) -> list[str]:
    return list(dict.fromkeys(row.file for row in rows))
