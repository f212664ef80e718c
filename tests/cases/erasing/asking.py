"""A request to be erased as most tests need it: asked for, and decided by two guardians."""

from cases.erasing import decide, receive
from cases.models import ErasureRequest
from cases.roles import Role
from tests.cast import grace, staff

NAME = "Han Tong Hyok"


def gina():
    return staff("gina", Role.GUARDIAN)


def asked(person, **values) -> ErasureRequest:
    given = {"asked_in": "File 7", "reason": "They asked.", "by": grace(), **values}
    return receive(person.pk, **given)


def decided(person, spared=(), **values) -> ErasureRequest:
    request = asked(person, **values)
    decide(request, by=grace(), spared=spared)
    return decide(request, by=gina(), spared=spared)
