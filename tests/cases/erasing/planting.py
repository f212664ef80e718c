"""Plants a person's names in every text that the models can hold, and looks for what is left.

`plant` writes one row of every model with the names in each of its texts. Which columns that has to
be is told by the models: `unplanted` names those that were forgotten.
"""

import json
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone

from cases.erasing import decide, receive
from cases.history import revision
from cases.models import (
    AccountEvent,
    Agreement,
    Application,
    Case,
    CaseStatus,
    Citation,
    ColumnMapping,
    Court,
    ErasureRequest,
    Event,
    EventKind,
    Figure,
    Finding,
    Identifier,
    Identity,
    IdentityName,
    ImportBatch,
    NamePass,
    Observation,
    Participation,
    Party,
    Person,
    Provision,
    Reminder,
    Removal,
    SavedFilter,
    ShelvedEdition,
    Source,
    SourceKind,
    Submission,
    SubmissionItem,
    Topic,
)
from cases.publishing import publish, resting_on, suppress, withdraw
from timeline.models import FormerAddress, SuppressedField, Tombstone

NAMES = {"latin": "Gwagho Beomseogi", "hangul": "곽범석흔", "cyrillic": "Квагхо Помсогин"}
SLUG = "gwagho-beomseogi"
ALL = " / ".join(NAMES.values())
LONG = "Zulfikhan Ombrosov Kwelimand Tashvarek Ubrenzov Yilmarok Queldrith"
CONTACTS = "+7 914 555-12-34\nSignal: quorvim@proton.example"
REFERENCE = "qorvenza-tyndaburg-1985"
# How names are written where no space is around them, and what gives somebody away besides.
GLUED = (
    "GwaghoBeomseogi2014",
    "탈북자곽범석흔씨의",
    "ИнтервьюКвагхоПомсогин85",
    "gwaghobeomseogi85@mail.example",
    LONG,
    "89145551234",
    "(914) 555 12 34",
    "quorvim@proton.example",
    f"see {REFERENCE}",
)
CONTROL = "Pyongsongite"
KEPT_CONTROL = "평성시민"
TEXTS = (models.CharField, models.TextField, models.JSONField, models.FileField)

# Columns that no name is planted in, with the reason. Choices are left out by themselves.
A_DATE = "a date in exact notation"
A_CODE = "a code, a digest or an id"
EXCUSED = {
    "accountevent": {},
    "calendarlink": {"digest": A_CODE},
    "columnmapping": {"sheet": A_CODE, "column": A_CODE},
    "identityname": {"blind_index": "a keyed digest; tested by itself"},
    "importbatch": {"stored": "random names of files", "counts": "figures"},
    "keycanary": {"key": A_CODE, "envelope": "a known word"},
    "savedfilter": {"model": A_CODE},
    "staffsession": {"session_key": "random", "session_data": "it ends; tested by itself"},
    "erasurerequest": {
        "also_called": "emptied when it is done; tested by itself",
        "reference": "made by us, with no name in it",
        "counts": "figures by table",
    },
    "editionfacet": {"name": A_CODE},
    "editionlink": {"role": A_CODE},
    "suppressedfield": {"field": A_CODE},
    "logentry": {"object_id": "the id of a record"},
    "accesslog": {"session_hash": "a digest"},
}
EVERYWHERE = (
    *("kind", "record_kind", "field", "digest", "order_key", "original_language", "language"),
    *("mark", "file_sha256", "file_type", "country", "editions", "history_type"),
    *("drafted", "approved", "signed", "in_force", "terminated", "ratified", "left", "since"),
    *("lodged", "period", "date", "published", "countries", "respondent_states", "file"),
)
# Sources keep their files under a digest; what is in them is planted and looked for by itself.


def texts(model: Any, **instead: Any) -> dict[str, Any]:
    """The names for every text of a model that takes any text, and `instead` for the others."""
    found = {one.name: _fitting(one) for one in columns(model) if one.name != "reference"}
    return found | instead


def columns(model: Any) -> list[Any]:
    """The columns of a model in which the names have to be planted."""
    base = model._meta.model_name.removeprefix("historical")
    return [
        one
        for one in model._meta.concrete_fields
        if isinstance(one, TEXTS)
        and not one.choices
        and one.name not in EVERYWHERE
        and one.name not in EXCUSED.get(base, {})
    ]


def unplanted() -> list[str]:
    """The columns that hold the names in no row."""
    missing = []
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label not in ("cases", "timeline", "admin", "axes"):
            continue
        for one in columns(model):
            rows = model._base_manager.all()
            if not any(names_in(getattr(row, one.attname)) for row in rows):
                missing.append(f"{model._meta.label}.{one.name}")
    return missing


def names_in(value: Any) -> bool:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return any(one in text for one in (*NAMES.values(), SLUG))


def _fitting(one: Any) -> Any:
    if isinstance(one, models.URLField):
        return f"https://example.org/{SLUG}/{one.name}/{one.model._meta.model_name}"
    if isinstance(one, models.JSONField):
        return [{"name": _as_long_as("", 1000) + ".xlsx"}]
    longest = one.max_length or 1000
    return _as_long_as(one.name, longest) if longest > 60 else NAMES["hangul"]


def _as_long_as(end: str, longest: int) -> str:
    """The names in as many ways of writing as there is room for, none of them cut."""
    text = ALL
    for one in (*GLUED, end):
        if len(text) + len(one) + 3 <= longest:
            text += f" / {one}"
    return text


def referenced(model: Any) -> dict[str, Any]:
    return texts(model, reference=f"{SLUG}-{model._meta.model_name}")


def plant() -> Person:
    """Fills every table; the person whose names they are."""
    user = User.objects.create(username="filler", is_staff=True, is_superuser=True)
    with revision(by=user, reason=f"Told by {ALL}"):
        person = _records(user)
    kept = Topic.objects.create(reference="kept", label_en=f"{CONTROL} {KEPT_CONTROL}")
    editions = resting_on([*Case.objects.all(), *Agreement.objects.all(), *Figure.objects.all()])
    publish([*editions, kept], by=None, public_note=f"Thanks to {ALL}")
    _changed(user)
    _taken_back(user)
    _logs(user, person)
    _asked_of_another(user)
    return person


def _people() -> tuple[Person, Person]:
    """The person with an identity, and somebody else in whose notes and relatives they stand."""
    person = Person.objects.create(
        **{
            **referenced(Person),
            "reference": REFERENCE,
            "exposure": "public",
            "exposure_decided_on": date(2026, 1, 1),
            "alias_en": NAMES["latin"],
            "alias_ru": NAMES["cyrillic"],
            "alias_ko": NAMES["hangul"],
        }
    )
    identity = Identity.objects.create(
        person=person.pk, **{**texts(Identity), "birth_date": NAMES["latin"], "contacts": CONTACTS}
    )
    IdentityName.objects.create(identity=identity, kind="former", name=LONG)
    for script, name in NAMES.items():
        IdentityName.objects.create(identity=identity, script=script, name=name)
    other = Person.objects.create(
        reference="other", alias_en="O. P.", internal_notes=f"Cousin of {ALL}"
    )
    others = Identity.objects.create(person=other.pk, **texts(Identity))
    IdentityName.objects.create(identity=others, kind="relative", name=NAMES["latin"])
    return person, other


def _records(user: User) -> Person:
    person, other = _people()
    topic = Topic.objects.create(**referenced(Topic))
    court = Court.objects.create(**referenced(Court) | {"country": "RU"})
    provision = Provision.objects.create(**referenced(Provision))
    event_kind = EventKind.objects.create(
        **referenced(EventKind), family="court", reminder_months=2
    )
    source_kind = SourceKind.objects.create(**referenced(SourceKind))
    case = Case.objects.create(**referenced(Case))
    case.topics.add(topic)
    case.courts.add(court)
    treaty = Agreement.objects.create(**referenced(Agreement), kind="bilateral")
    Party.objects.create(agreement=treaty, country="RU")
    figure = Figure.objects.create(**referenced(Figure))
    event = Event.objects.create(**referenced(Event), kind=event_kind, date="2017")
    event.cases.add(case)
    content = b"%PDF-1.4 " + ALL.encode()
    source = Source.objects.create(
        **referenced(Source) | {"file": ContentFile(content, "told.pdf")}, kind=source_kind
    )
    for name in ("case", "agreement", "event", "figure"):
        record = {"case": case, "agreement": treaty, "event": event, "figure": figure}[name]
        Citation.objects.create(**{name: record}, source=source, **texts(Citation))
    Identifier.objects.create(case=case, scheme="docket", **texts(Identifier))
    Identifier.objects.create(event=event, scheme="docket", value=f"{NAMES['hangul']}")
    CaseStatus.objects.create(case=case, status="pending", since="2018", **texts(CaseStatus))
    Observation.objects.create(
        figure=figure, period="2017", value=3, source=source, **texts(Observation)
    )
    Reminder.objects.create(case=case, due=date(2026, 1, 1), **texts(Reminder))
    Reminder.objects.create(case=case, due=date(2026, 1, 1), what=NAMES["hangul"])
    Reminder.objects.create(case=case, due=date(2026, 1, 1), what=NAMES["latin"])
    application = Application.objects.create(case=case, court=court, **texts(Application))
    application.applicants.add(person, other)
    for one in (person, other):
        Participation.objects.create(event=event, person=one)
        Finding.objects.create(event=event, applicant=one, provision=provision, outcome="violation")
    SavedFilter.objects.create(user=user, **{**texts(SavedFilter), "model": "case"})
    ColumnMapping.objects.create(sheet="events", column="title_en", header=ALL)
    return person


def _changed(user: User) -> None:
    """A second edition of everything, so that history and former editions hold the names."""
    with revision(by=user, reason=f"Asked by {NAMES['hangul']}"):
        person = Person.objects.get(reference=REFERENCE)
        person.reference = f"{SLUG}-person"
        person.save()
        for model in (Case, Event, Agreement, Figure, Source):
            for one in model._default_manager.all():
                one.title_en += " again"
                if isinstance(one, Case):
                    one.outcome_en = NAMES["latin"]
                one.save()
    publish(resting_on([*Case.objects.all(), *Agreement.objects.all()]), by=None)


def _taken_back(user: User) -> None:
    """What the public can no longer read: tombstones, the shelf, removals, former addresses."""
    case = Case.objects.get()
    suppress(case, [1], by=user, field="outcome_en", public_note=ALL, reason=ALL)
    treaty = Agreement.objects.get()
    treaty.reference = f"{SLUG}-renamed"
    treaty.save()
    publish([treaty], by=None)
    withdraw(treaty, by=user, public_note=f"At the wish of {ALL}")
    Tombstone.objects.filter(record=treaty.pk).update(reference=f"{SLUG}-agreement")
    suppressed = SuppressedField.objects.get(field="outcome_en")
    assert names_in(suppressed.public_note)
    assert FormerAddress.objects.exists()
    assert ShelvedEdition.objects.exists()


def _asked_of_another(user: User) -> None:
    """A request for somebody else, in which guardians have written the names."""
    other = Person.objects.get(reference="other")
    request = receive(other.pk, by=user, asked_in="File 8", reason="Asked.")
    chosen = {"spared": [], "left_out": [*NAMES.values(), LONG], "note": f"Kin of {ALL}"}
    request.choices |= {"drafts": {str(user.pk): chosen}, "decided": chosen}
    request.save()


def _logs(user: User, person: Person) -> None:
    NamePass.objects.create(
        record=person.pk,
        record_kind="person",
        person=person.pk,
        at=timezone.now(),
        **texts(NamePass),
    )
    now = timezone.now()
    case = Case.objects.get()
    Removal.objects.create(
        record=case.pk, record_kind="case", kind="removed", at=now, **texts(Removal)
    )
    for record, kind in ((case.pk, "case"), (person.pk, "person")):
        one = Submission.objects.create(record=record, kind=kind, at=now, **texts(Submission))
        SubmissionItem.objects.create(submission=one, record=person.pk, kind="person", version=1)
    stored = default_storage.save("imports/0123", ContentFile(ALL.encode()))
    ImportBatch.objects.create(made_at=now, made_by=user, stored=[stored], **texts(ImportBatch))
    made = case.history.first().revision
    ImportBatch.objects.create(
        made_at=now, made_by=user, state="applied", revision=made, **texts(ImportBatch)
    )
    default_storage.save("held/0123", ContentFile(ALL.encode()))
    AccountEvent.objects.create(at=now, what="roles", account=user, detail=ALL)
    for model, pk in ((Person, person.pk), (Case, case.pk)):
        LogEntry.objects.create(
            user=user,
            content_type=ContentType.objects.get_for_model(model),
            object_id=str(pk),
            object_repr=ALL,
            action_flag=2,
            change_message=json.dumps([{"changed": {"object": ALL, "fields": ["title"]}}]),
        )
    typed = {"ip_address": "127.0.0.1", "attempt_time": now}
    for model in (AccessAttempt, AccessFailureLog, AccessLog):
        more = {"failures_since_start": 1} if model is AccessAttempt else {}
        model.objects.create(**texts(model), **typed | more)


def decided(person: Person) -> ErasureRequest:
    """A request that two have decided."""
    user = User.objects.get(username="filler")
    request = receive(person.pk, by=user, asked_in=f"Letter of {ALL}", reason=f"{ALL} asked")
    decide(request, by=user)
    second, _ = User.objects.get_or_create(username="second", is_staff=True, is_superuser=True)
    return decide(request, by=second)


def forms(text: str) -> set[bytes]:
    """The bytes that a text may be kept as."""
    found = set()
    for form in ("NFC", "NFD"):
        for one in (unicodedata.normalize(form, text), unicodedata.normalize(form, text.lower())):
            found |= {one.encode(), one.encode("utf-16-le"), one.encode("utf-16-be")}
            found.add(json.dumps(one)[1:-1].encode())
    return found


def words() -> Iterator[str]:
    """The names, each word of them, and how they stand in an address."""
    yield SLUG
    for name in NAMES.values():
        yield name
        yield from name.split()
    yield from LONG.split()
    yield from ("4555123", "555-12-34", "555 12 34", "quorvim", *REFERENCE.split("-")[:2])
    # Pairs of signs, as the search keeps Hangul.
    yield "곽범"
    yield "범석흔"


def left_in(content: bytes) -> list[str]:
    """Which words of the names are left in these bytes, in whatever form."""
    return [one for one in words() if any(form in content for form in forms(one))]


__all__ = [
    "ALL",
    "CONTROL",
    "NAMES",
    "decided",
    "forms",
    "left_in",
    "plant",
    "unplanted",
]
