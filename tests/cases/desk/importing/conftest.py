"""A desk with a vocabulary, an empty store for files, and a way to log in."""

import io

import pytest
from django.core.management import call_command

from tests.cast import (
    an_event_kind,
)


@pytest.fixture(autouse=True)
def desk(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"
    an_event_kind()
    call_command("loaddata", "vocabulary", verbosity=0, stdout=io.StringIO())


@pytest.fixture
def staff(client):
    """Logs somebody in."""

    def logged_in(user):
        client.force_login(user)
        return client

    return logged_in
