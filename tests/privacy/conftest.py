"""The planted site, and its log."""

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import transaction

from tests.privacy.site import TODAY, Site, planted
from tracker.discreet import DiscreetFormatter


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[Site]:
    """The planted site, read a month after the last act: made once for a whole file of tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = planted()
        with time_machine.travel(TODAY, tick=True):
            yield made
        transaction.set_rollback(True)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the site logs in a deployment's form, and more of it than a deployment keeps."""
    written, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(written)
    handler.setFormatter(DiscreetFormatter())
    loggers = [logging.getLogger(name) for name in ("", "django", "django.request", "cases")]
    before = [one.level for one in loggers]
    for one in loggers:
        one.setLevel(logging.INFO)
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)
    for one, level in zip(loggers, before, strict=True):
        one.setLevel(level)
