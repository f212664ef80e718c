"""`manage.py createsuperuser`: Django's, written into the log of accounts."""

from typing import Any

from django.contrib.auth.management.commands import createsuperuser
from django.contrib.auth.models import User

from cases.accounts.events import What, note


class Command(createsuperuser.Command):
    """Makes an account that may do everything."""

    def handle(self, *args: Any, **options: Any) -> Any:
        """Makes it. Raises CommandError as Django's does."""
        before = set(User.objects.values_list("pk", flat=True))
        said = super().handle(*args, **options)
        for account in User.objects.exclude(pk__in=before):
            note(What.CREATED, account, by=None, detail="By command, and may do everything")
        return said
