"""`manage.py dumpdata`, which leaves out who people are, and what belongs to one site's keys."""

from typing import Any

from django.core.management.commands import dumpdata

from cases.exchange.everything import OF_IDENTITIES
from cases.models import KeyCanary


class Command(dumpdata.Command):
    """Django's dumpdata without identities: those are exported for a guardian, who is noted."""

    help = (
        f"{dumpdata.Command.help} What is sealed on the desk is in the open in the output: encrypt "
        "it. Identities are never in it; `export_desk --identities-for` takes them."
    )

    def handle(self, *app_labels: str, **options: Any) -> None:
        """As Django's."""
        left_out = [model._meta.label_lower for model in (*OF_IDENTITIES, KeyCanary)]
        options["exclude"] = [*options["exclude"], *left_out]
        super().handle(*app_labels, **options)
