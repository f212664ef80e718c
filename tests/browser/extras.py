"""What the seed alone does not show: every state of a page, for the browser tests."""

from django.contrib.auth.models import Group, User

from cases.desk.calendar import new_address
from cases.history import revision
from cases.models import (
    Citation,
    Event,
    EventKind,
    Finding,
    Person,
    Provision,
    Source,
    SourceKind,
)
from cases.publishing import publish, resting_on, submit, withdraw
from cases.roles import Role
from tests.browser.site import PASSWORD

DATES = (
    "2014-03-14",
    "[2016,2017]",
    "2012~",
    "[..2019]",
    "[2020-08..2020-09-10]",
    "2017/..",
    "199X",
)
# The people of an office, each with their roles; vera is a volunteer without one.
STAFF: dict[str, tuple[Role, ...]] = {
    "carol": (Role.CONTRIBUTOR,),
    "edgar": (Role.EDITOR,),
    "elena": (Role.EDITOR,),
    "grace": (Role.GUARDIAN,),
    "adam": (Role.ADMINISTRATOR,),
    "vera": (),
}


def add() -> None:
    """A correction with two claims and Markdown, a finding, every precision, one withdrawn."""
    arrest = Event.objects.get(reference="choe-arrest")
    ruling = Event.objects.get(reference="choe-european-court")
    with revision(reason="For the tests"):
        bulletin = Source.objects.create(
            reference="bulletin",
            kind=SourceKind.objects.get(reference="news"),
            title_ru="Вестник",
            original_language="ru",
            publisher="Town Court",
            published="2017-03",
            url="https://court.example/1",
        )
        correct(arrest, bulletin)
        find(ruling)
        dated = [event_on(date, number, arrest, bulletin) for number, date in enumerate(DATES)]
    publish(resting_on([*dated, ruling]), by=None)
    publish(resting_on([arrest]), by=None, public_note="The day was mended.", corrects=arrest)
    add_staff()
    add_drafts()
    gone = Event.objects.get(reference="railway-venture")
    withdraw(gone, by=None, public_note="At the request of a person concerned.")


def add_staff() -> None:
    """An account for each of STAFF, and `desk`, who may do everything."""
    User.objects.create_superuser("desk", password=PASSWORD)
    for name, roles in STAFF.items():
        user = User.objects.create_user(name, password=PASSWORD, is_staff=True)
        user.groups.set(Group.objects.filter(name__in=roles))


def add_drafts() -> None:
    """What only staff see: a draft in review, one that lacks everything, a calendar's address."""
    carol = User.objects.get(username="carol")
    bulletin, kind = Source.objects.get(reference="bulletin"), EventKind.objects.first()
    with revision(by=carol, reason=""):
        draft = Event.objects.create(
            reference="a-draft",
            title_en="A draft in review",
            date="2021",
            kind=kind,
            assigned_to=carol,
        )
        Citation.objects.create(event=draft, source=bulletin)
        Event.objects.create(reference="no-draft", title_en="A draft with nothing in it", kind=kind)
    submit(draft, by=carol, comment="Please look at the year.")
    new_address(User.objects.get(username="desk"))


def correct(arrest: Event, bulletin: Source) -> None:
    arrest.date = "2017-02-01"
    arrest.summary_en = (
        "He was *arrested*, see [the bulletin](https://court.example/1):\n\n- once\n- twice"
    )
    arrest.save()
    Citation.objects.create(
        event=arrest,
        source=bulletin,
        field="date",
        value="2016-12",
        stance="contradicts",
        locator="No. 3",
        quote="Он был задержан",
        translation="He was detained",
    )


def find(ruling: Event) -> None:
    article, _ = Provision.objects.get_or_create(
        reference="echr-3", defaults={"label_en": "Article 3", "instrument": "ECHR"}
    )
    Finding.objects.create(
        event=ruling,
        applicant=Person.objects.get(reference="choe-myong-bok"),
        provision=article,
        outcome="violation",
    )


def event_on(date: str, number: int, like: Event, source: Source) -> Event:
    event = Event.objects.create(
        reference=f"date-{number}",
        title_ko="오늘의 사건",
        original_language="ko",
        date=date,
        kind=like.kind,
        standing="disputed",
    )
    Citation.objects.create(event=event, source=source)
    return event
