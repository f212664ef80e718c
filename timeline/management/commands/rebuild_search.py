"""`manage.py rebuild_search`: the search index, made anew from the editions."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from timeline.documents import searchable
from timeline.exports.extract import chunked
from timeline.models import Edition
from timeline.wordindex import CHUNK, add, clear


class Command(BaseCommand):
    """Empties the index and fills it again, in one transaction."""

    help = "Makes the search index anew. Needed after editions were written past the door."

    def handle(self, *args: Any, **options: Any) -> None:
        """Says how many editions were indexed."""
        editions = Edition.objects.order_by("pk")
        with transaction.atomic():
            clear("default")
            for chunk in chunked(editions.iterator(chunk_size=CHUNK)):
                add(searchable(chunk, "default"), "default")
        self.stdout.write(f"Indexed {editions.count():,} editions.")
