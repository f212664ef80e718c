"""What is erased here was printed before anybody knew that the name had to be protected."""

import pytest

from cases.publishing import guarding
from cases.publishing.protected import Known


@pytest.fixture(autouse=True)
def unguarded(monkeypatch):
    """No name is guarded while a test makes what it will erase."""
    monkeypatch.setattr(guarding, "known", lambda: Known(None, []))
