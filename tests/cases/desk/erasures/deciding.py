"""How guardians ask and decide on the pages of erasure."""

from django.urls import reverse

from cases.erasing import receive
from cases.models import Person
from cases.roles import Role
from tests.cast import grace, staff


def gina():
    return staff("gina", Role.GUARDIAN)


def asked(person: Person, **values: str) -> str:
    """The address of a request for this person."""
    request = receive(person.pk, by=grace(), asked_in="File 7", reason="They asked.", **values)
    return reverse("admin:erasure", args=[request.pk])


def decided_by_two(client, page: str, **typed: object) -> None:
    for guardian, state in ((grace(), "received"), (gina(), "first")):
        client.force_login(guardian)
        client.post(page, {"act": "decide", "state": state, **typed})


def said(answer) -> str:
    return " ".join(str(one) for one in answer.context["messages"])


def preview_of(client, page: str):
    client.force_login(grace())
    return client.get(page).context
