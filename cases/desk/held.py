"""What guardians are told when what they wrote down stands in public already."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from cases.identities import may_identify, note_readings
from cases.models import Person
from cases.publishing import recount_held
from cases.words import counted


def say_held(request: HttpRequest, person: Person) -> None:
    """Counts where the public reads a name of `person`, and tells a guardian, with a link.

    Somebody else is told nothing; guardians find the count on their first page.
    """
    user: Any = request.user
    places = recount_held([person.pk])
    if not places or not may_identify(user):
        return
    note_readings(user, [person.pk])
    is_one = places == 1
    words = format_html(
        "{} that the public reads hold{} one of these names: <a href='{}'>see {}</a>",
        counted(places, "place"),
        "s" if is_one else "",
        reverse("admin:cases_person_editions", args=[person.pk]),
        "it" if is_one else "them",
    )
    messages.warning(request, words)
