"""What the tests of imports share: the vocabulary, and a plan made of texts."""

import pytest
from django.core.management import call_command

from cases.exchange.plan import make_plan
from tests.cases.exchange.sheets import a_file


@pytest.fixture
def vocabulary(db):
    call_command("loaddata", "vocabulary", verbosity=0)


@pytest.fixture
def plan(tmp_path):
    """Writes texts to files named like their keys, and plans their import."""

    def plans(by=None, mappings=None, **sheets: str):
        paths = [a_file(tmp_path, text, f"{name}.csv") for name, text in sheets.items()]
        return make_plan(paths, by=by, mappings=mappings)

    return plans
