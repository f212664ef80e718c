"""An extract of all that is published, as the views make one."""

from collections.abc import Callable
from typing import Any

import pytest

from timeline.exports.extract import Extract
from timeline.models import Edition, Kind


@pytest.fixture
def extract(db) -> Callable[..., Extract]:
    def made(**values: Any) -> Extract:
        given = {
            "editions": Edition.objects.current().of(Kind.EVENT),
            "site": "A record",
            "licence": "CC BY 4.0.",
            "source": "https://record.example/",
            "address": lambda path: f"https://record.example/{path}",
            **values,
        }
        return Extract(**given)

    return made
