"""`manage.py changepassword`: Django's, with the sessions ended and the log of accounts written."""

from typing import Any

from django.contrib.auth.management.commands import changepassword
from django.contrib.auth.models import User

from cases.accounts.events import What, note
from cases.accounts.sessions import end_access


class Command(changepassword.Command):
    """Asks for a new password at the keyboard of the machine."""

    def handle(self, *args: Any, **options: Any) -> Any:
        """Changes it. Raises CommandError as Django's does."""
        before = dict(User.objects.values_list("pk", "password"))
        said = super().handle(*args, **options)
        for account in User.objects.all():
            if account.password != before.get(account.pk):
                end_access(account)
                note(What.PASSWORD, account, by=None, detail="By command")
        return said
