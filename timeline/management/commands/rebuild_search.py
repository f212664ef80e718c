"""`manage.py rebuild_search`: the search index, made anew from the editions."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from timeline.models import Edition
from timeline.wordindex import CHUNK, add, clear


class Command(BaseCommand):
    """Empties the index and fills it again, in one transaction."""

    help = "Makes the search index anew. Needed after editions were written past the door."

    def handle(self, *args: Any, **options: Any) -> None:
        """Says how many editions were indexed."""
        editions = Edition.objects.values_list("pk", "document")
        with transaction.atomic():
            clear("default")
            add(editions.iterator(chunk_size=CHUNK), "default")
        self.stdout.write(f"Indexed {editions.count():,} editions.")
