"""The planted site: a control set that is public, and around it every state that is not."""

from contextlib import suppress as suppressed
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import time_machine
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.utils import timezone

from cases.history import revision
from cases.models import (
    AccountEvent,
    CalendarLink,
    Case,
    Citation,
    ColumnMapping,
    ErasureRequest,
    Event,
    Figure,
    Finding,
    Identifier,
    Identity,
    IdentityName,
    ImportBatch,
    NamePass,
    Observation,
    Participation,
    PassAsked,
    Person,
    Provision,
    SavedFilter,
    ShelvedEdition,
    Source,
    SourceKind,
    StaffSession,
)
from cases.publishing import (
    CannotRemove,
    earlier_editions,
    hide,
    publish,
    remove,
    send_back,
    submit,
    suppress,
    suppressible,
    withdraw,
)
from tests.privacy.planting import Canaries
from tests.privacy.sets import NOT_SECRET_THERE, Maker, Rows
from timeline.models import Edition

FIRST_DAY = datetime(2026, 1, 10, 9, tzinfo=UTC)
SECOND_DAY = datetime(2026, 2, 10, 9, tzinfo=UTC)
TODAY = datetime(2026, 3, 10, 9, tzinfo=UTC)
BETWEEN, AFTER = "2026-01-20", "2026-02-20"
PUBLIC_NOTE = "For readers."


@dataclass
class Site:
    """What was planted, and the sets by their state."""

    maker: Maker = field(default_factory=Maker)
    sets: dict[str, Rows] = field(default_factory=dict)
    hubs: dict[str, Rows] = field(default_factory=dict)
    staff: Any = None

    @property
    def canaries(self) -> Canaries:
        """Everything that must be found nowhere."""
        return self.maker.canaries

    def out(self, rows: Rows, note: str = PUBLIC_NOTE) -> None:
        """Publishes a set as it stands."""
        publish(rows.records(), by=self.staff, public_note=note)


def planted() -> Site:
    """Makes the site. The clock of the editions is that of FIRST_DAY and SECOND_DAY."""
    site = Site()
    with time_machine.travel(FIRST_DAY, tick=True):
        site.staff = _somebody(site)
        with revision(by=site.staff, reason=site.canaries.text("revision.reason")):
            _make_sets(site)
        _publish_first(site)
        _rewrite_and_publish_again(site)
    with time_machine.travel(SECOND_DAY, tick=True):
        _take_back(site)
        _plant_reviews(site)
        _plant_around(site)
    return site


def _somebody(site: Site) -> User:
    canaries = site.canaries
    return User.objects.create(
        username=canaries.slug("user.username"),
        first_name=canaries.text("user.first_name"),
        last_name=canaries.text("user.last_name"),
        email=f"{canaries.slug('user.email')}@example.org",
        password=canaries.text("user.password"),
        is_staff=True,
        is_superuser=True,
    )


def _make_sets(site: Site) -> None:
    maker, sets = site.maker, site.sets
    control = maker.a_set("control", is_secret=False, hidden=NOT_SECRET_THERE)
    sets["control"] = control
    for state in ("draft", "removed"):
        sets[state] = maker.a_set(state, is_secret=True, beside=control)
        maker.betray_by_id(sets[state])
    for state in ("withdrawn", "hidden", "suppressed", "thinned"):
        sets[state] = maker.a_set(state, is_secret=True, named=True, beside=control)
    sets["changed"] = maker.a_set(
        "changed", is_secret=False, hidden=NOT_SECRET_THERE, beside=control
    )
    for state in ("draft", "removed", "withdrawn", "hidden"):
        site.hubs[state] = maker.a_hub(sets[state], control)
    _link_to_the_public(sets["draft"], control)
    _make_withheld(site, control)
    _make_testimony(site, control)


def _link_to_the_public(rows: Rows, control: Rows) -> None:
    """A draft that links to published records shows on none of their pages."""
    rows[Event].cases.add(control[Case])
    rows[Event].figures.add(control[Figure])
    Participation.objects.create(event=rows[Event], person=control[Person])


def _make_withheld(site: Site, control: Rows) -> None:
    rows = Rows("withheld")
    values = site.maker.values(Person, "withheld", is_secret=True)
    person = Person.objects.create(**values)
    rows.all.append(person)
    Participation.objects.create(event=control[Event], person=person, role="applicant")
    Finding.objects.create(
        event=control[Event], applicant=person, provision=control[Provision], outcome="none"
    )
    identity = site.maker.make(Identity, "identity", is_secret=True, person=person.pk)
    name = site.maker.make(IdentityName, "identity", is_secret=True, identity=identity)
    site.canaries.known(IdentityName.objects.get(pk=name.pk).blind_index, "identity: blind index")
    site.sets["withheld"] = rows


def _make_testimony(site: Site, control: Rows) -> None:
    rows, maker = Rows("testimony"), site.maker
    file = b"%PDF-1.4 " + site.canaries.text("testimony: content of the file").encode()
    name = f"{site.canaries.slug('testimony: name of the file')}.pdf"
    source = maker.make(
        Source,
        "testimony",
        is_secret=True,
        kind=control[SourceKind],
        is_testimony=True,
        consent_audience="public",
        consent_expires=None,
        consent_withdrawn=None,
        file=ContentFile(file, name),
    )
    site.canaries.known(source.file_sha256, "testimony: digest of the file")
    rows.all.append(source)
    maker.make(Identifier, "testimony", is_secret=True, source=source, scheme="docket")
    for owner in (control[Case], control[Event]):
        values = maker.values(Citation, "words of testimony", is_secret=True) | {"field": ""}
        Citation.objects.create(**{owner._meta.model_name: owner}, source=source, **values)
    values = maker.values(Observation, "ordinary", is_secret=False)
    where = site.canaries.text("observation from testimony: locator")
    Observation.objects.create(
        **{**values, "locator": where}, figure=control[Figure], source=source
    )
    site.sets["testimony"] = rows


def _publish_first(site: Site) -> None:
    sets = site.sets
    first = [one for state in ("control", "withheld", "testimony") for one in sets[state].records()]
    publish(first, by=site.staff, public_note=PUBLIC_NOTE)
    for state in ("withdrawn", "hidden", "suppressed", "thinned", "changed"):
        site.out(sets[state])
    site.out(sets["removed"], site.canaries.text("removed: public note"))
    for hub in site.hubs.values():
        site.out(hub)


def _rewrite_and_publish_again(site: Site) -> None:
    sets, maker = site.sets, site.maker
    for state, is_secret in (("suppressed", False), ("thinned", False), ("removed", True)):
        with revision(by=site.staff, reason=site.canaries.text("revision.reason")):
            maker.rewrite(sets[state], is_secret=is_secret, rename=state == "removed")
        site.out(sets[state], PUBLIC_NOTE if state != "removed" else "A second note.")
    for hub in site.hubs.values():
        with revision(by=site.staff):
            maker.rewrite(hub, is_secret=False)
            maker.rewrite(Rows(hub.state, hub.quotes), is_secret=True)
        site.out(hub)
    with revision(by=site.staff, reason=site.canaries.text("revision.reason")):
        maker.rewrite(sets["changed"], is_secret=True, rename=True)


def _take_back(site: Site) -> None:
    sets, staff, canaries = site.sets, site.staff, site.canaries
    said = {"by": staff, "public_note": PUBLIC_NOTE}
    for record in sets["withdrawn"].records():
        withdraw(record, **said)
    for record in sets["hidden"].records():
        hide(record, by=staff)
    for record in sets["suppressed"].records():
        suppress(record, [1], reason=canaries.text("removal.reason"), **said)
    for record in sets["thinned"].records():
        for name in suppressible(earlier_editions(record)[-1:]):
            # What the current edition says too is public, and cannot be taken out.
            with suppressed(CannotRemove):
                suppress(record, [1], field=name, reason=canaries.text("removal.reason"), **said)
    for record in sets["removed"].records():
        remove(record, by=staff, reason=canaries.text("removal.reason"))
    # Where only a note was taken out, the text and its digest stand as they did.
    standing = set(Edition.objects.values_list("digest", flat=True))
    for one in ShelvedEdition.objects.exclude(digest__in=standing):
        canaries.known(one.digest, "digest of what was taken back")


def _plant_reviews(site: Site) -> None:
    canaries, rows = site.canaries, site.sets["draft"]
    record = Event.objects.get(pk=rows[Event].pk)
    sent = submit(record, by=site.staff, comment=canaries.text("submission.comment"))
    send_back(sent, by=site.staff, comment=canaries.text("submission.answer"))
    submit(record, by=site.staff, comment=canaries.text("submission.comment"))


def _plant_around(site: Site) -> None:
    """What the desk keeps of staff, imports, log-ins and its own acts."""
    canaries, staff, maker = site.canaries, site.staff, site.maker

    def make(model: Any, **given: Any) -> Any:
        return maker.make(model, "desk", is_secret=True, **given)

    files = [{"name": canaries.text("importbatch.files"), "digest": "0" * 64}]
    stored = [canaries.slug("importbatch.stored")]
    counts = {canaries.slug("importbatch.counts"): 1}
    make(ImportBatch, made_by=staff, files=files, stored=stored, counts=counts)
    asked = {"state": "refused", "done_at": None, "person": uuid4()}
    chosen = {"decided": {"note": canaries.text("erasurerequest.choices")}}
    make(
        ErasureRequest, choices=chosen, counts={canaries.slug("erasurerequest.counts"): 1}, **asked
    )
    make(NamePass, record=uuid4(), record_kind="case", person=uuid4(), by=staff)
    make(PassAsked, record=uuid4(), record_kind="case", version=1, by=staff)
    make(ColumnMapping, sheet=canaries.slug("columnmapping.sheet"))
    make(SavedFilter, user=staff)
    make(CalendarLink, user=staff)
    make(AccountEvent, account=staff, what="signed in")
    make(StaffSession, account=staff, session_key=canaries.slug("staffsession.session_key"))
    make(Session, session_key=canaries.slug("session.session_key"))
    address = make(EmailAddress, user=staff)
    make(EmailConfirmation, email_address=address)
    data = {"secret": canaries.text("authenticator.data")}
    make(Authenticator, user=staff, type="totp", data=data)
    address_of_visitor = canaries.known("203.0.113.77", "a visitor's address")
    for model in (AccessAttempt, AccessFailureLog, AccessLog):
        given = {"failures_since_start": 1} if model is AccessAttempt else {}
        make(model, ip_address=address_of_visitor, **given)
    make(
        LogEntry,
        user=staff,
        content_type=ContentType.objects.get_for_model(Case),
        action_flag=2,
        action_time=timezone.now(),
    )
