"""Whether the keys among DESK_KEYS are those that sealed what is here.

A known word is sealed with each key in use. Where it does not open, a search by blind index would
say “nobody” of somebody who is here; whoever looks something up that way asks here first.
"""

from dataclasses import dataclass

from cases.models import KeyCanary
from cases.sealing.envelope import Place, seal, unseal
from cases.sealing.keys import CannotUnseal, keyring

WORD = "canary"


@dataclass(frozen=True)
class KeyProblem:
    """What is wrong with a key in use: it is missing, or else another one stands in its place."""

    words: str
    is_missing: bool

    def __str__(self) -> str:
        return self.words


def key_problems() -> list[KeyProblem]:
    """What is wrong with the keys; empty where every key in use is here and right."""
    problems = []
    for canary in KeyCanary.objects.all():
        try:
            unseal(canary.envelope, _place(canary.key))
        except CannotUnseal as error:
            is_missing = canary.key not in {key.id for key in keyring().all}
            problems.append(KeyProblem(str(error), is_missing))
    return problems


def require_keys() -> None:
    """Raises CannotUnseal where a key that is in use is missing or wrong."""
    if problems := key_problems():
        raise CannotUnseal(" ".join(map(str, problems)))


def write_canary() -> None:
    """Seals a known word with the current key, so that a start with a wrong one says so."""
    name = keyring().current.id
    KeyCanary.objects.update_or_create(key=name, defaults={"envelope": seal(WORD, _place(name))})


def _place(key: str) -> Place:
    return Place("key canary", "envelope", key)
