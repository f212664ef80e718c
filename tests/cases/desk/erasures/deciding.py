"""How guardians ask and decide on the pages of erasure."""

from django.urls import reverse

from cases.erasing import agree, receive, would_erase
from cases.models import ErasureRequest, Person
from cases.roles import Role
from cases.sealing.marks import mark_of
from tests.cast import grace, staff


def gina():
    return staff("gina", Role.GUARDIAN)


def asked(person: Person, **values: str) -> str:
    """The address of a request for this person, to whose words another guardian has agreed."""
    page = asked_by_one(person, **values)
    request = ErasureRequest.objects.get(person=person.pk)
    known = would_erase(person.pk, by=gina(), also=request.also_called).looked_for
    agree(request, by=gina(), shown=mark_of(sorted(known.all)))
    return page


def asked_by_one(person: Person, **values: str) -> str:
    """The address of a request for this person that one guardian alone has looked at."""
    request = receive(person.pk, by=grace(), asked_in="File 7", reason="They asked.", **values)
    return reverse("admin:erasure", args=[request.pk])


def agrees(client, somebody, page: str):
    """Somebody agrees to what is looked for, as the page shows it."""
    client.force_login(somebody)
    mark = client.get(page).context["mark"]
    return client.post(page, {"act": "agree", "mark": mark}, follow=True)


def decided_by_two(client, page: str, **typed: object) -> None:
    for guardian, state in ((grace(), "received"), (gina(), "first")):
        client.force_login(guardian)
        client.post(page, {"act": "decide", "state": state, **typed})


def said(answer) -> str:
    return " ".join(str(one) for one in answer.context["messages"])


def preview_of(client, page: str):
    client.force_login(grace())
    return client.get(page).context
