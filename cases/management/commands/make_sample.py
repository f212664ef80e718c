"""`manage.py make_sample N`: synthetic events, to see and measure how the site does with many."""

import random
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from cases.history import revision
from cases.models import Citation, Event, EventKind, Source, SourceKind, Standing
from cases.publishing import publish

CHUNK = 1000
PLACES = ("Sampleton", "Exampleburg", "Testville", "")
COUNTRIES = (["RU"], ["RU", "KP"], ["CN", "KP"], ["KR"])


class Command(BaseCommand):
    """Makes N synthetic events, published, each plainly marked as a sample."""

    help = "Makes N published synthetic events. Never on a site that people read."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many, and the seed of chance."""
        parser.add_argument("number", type=int)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        """Writes in chunks, each in its own transaction."""
        number = options["number"]
        if number < 1:
            raise CommandError("Give a number of events from 1 up.")
        if not EventKind.objects.exists():
            raise CommandError("Load the vocabulary first: manage.py loaddata vocabulary")
        chance = random.Random(options["seed"])  # noqa: S311 (samples, not secrets)
        source = _sample_source()
        start = Event.objects.filter(reference__startswith="sample-").count()
        for first in range(0, number, CHUNK):
            count = min(CHUNK, number - first)
            with transaction.atomic():
                events = list(_events(start + first, count, chance))
                with revision(reason="Sample"):
                    Event.objects.bulk_create(events)
                    Citation.objects.bulk_create(
                        Citation(event=event, source=source, locator="p. 1") for event in events
                    )
                publish([*Event.objects.filter(pk__in=[one.pk for one in events])], by=None)
            if options["verbosity"] > 0:
                self.stdout.write(f"{first + count:,} of {number:,}", ending="\r")
        self.stdout.write(f"Made {number:,} sample events.")


def _sample_source() -> Source:
    kind = SourceKind.objects.get(reference="dataset")
    source, _ = Source.objects.get_or_create(
        reference="sample-source", defaults={"title_en": "Sample source", "kind": kind}
    )
    publish([*EventKind.objects.all(), kind, source], by=None)
    return source


def _events(start: int, count: int, chance: random.Random) -> Iterator[Event]:
    kinds = list(EventKind.objects.all())
    for index in range(start, start + count):
        yield Event(
            reference=f"sample-{index:07d}",
            title_en=f"Sample event {index}",
            summary_en="A synthetic event, made to see how the site does with many.",
            date=_date(chance),
            kind=chance.choice(kinds),
            standing=chance.choice(Standing.values),
            countries=chance.choice(COUNTRIES),
            place=chance.choice(PLACES),
        )


def _date(chance: random.Random) -> str:
    year = chance.randint(1990, 2025)
    month, day = chance.randint(1, 12), chance.randint(1, 28)
    return chance.choice(
        (
            f"{year}",
            f"{year}-{month:02}",
            f"{year}-{month:02}-{day:02}",
            f"{year}-{chance.randint(21, 24)}",
            f"{year}~",
            f"{year}/{year + 2}",
            f"[{year}..{year + 1}]",
        )
    )
