"""The permission matrix: every address of the desk × method × role, none left out.

What is expected of a role follows from tables written by hand, never from the code under test. An
address that the tables do not know fails the test.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import get_resolver, reverse

from cases.erasing import receive
from cases.models import (
    Agreement,
    CalendarLink,
    Case,
    Citation,
    ErasureRequest,
    Event,
    Figure,
    ImportBatch,
    Person,
    Revision,
    Source,
)
from cases.publishing import KINDS
from tests.cases.admin.permissions import (
    ADDS,
    BY_THEMSELVES,
    CLOSED,
    DEEDS,
    MAY,
    OF_ONE,
    OPEN,
    OWN,
    SENT,
    TERMS,
    WHO,
    WORK,
)
from tests.cast import (
    a_case,
    a_court,
    a_person,
    a_provision,
    a_source,
    a_topic,
    alice,
    an_event,
    an_event_kind,
    bob,
    carol,
    edgar,
    published,
    staff,
    the_source,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def patterns(found: Any = None, space: str = "") -> Iterator[str]:
    """The names of all addresses below /admin/."""
    for one in found or get_resolver().url_patterns:
        if found is None and not str(one.pattern).startswith("admin/"):
            continue
        if hasattr(one, "url_patterns"):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from patterns(one.url_patterns, inner)
        else:
            yield f"{space}{one.name or ''}"


def sort_of(record: Any) -> str:
    name = type(record)._meta.model_name
    if name == "source" and record.is_testimony:
        return "testimony"
    return "work" if name in WORK else "term" if name in TERMS else name


def one_of_each() -> list[Any]:
    """A draft of every model, and a testimony; nobody looks after any of them."""
    treaty = Agreement.objects.create(reference="treaty", title_en="Treaty", kind="bilateral")
    count = Figure.objects.create(
        reference="count", title_en="Count", definition="Counted", unit="people"
    )
    Citation.objects.create(agreement=treaty, source=the_source())
    Citation.objects.create(figure=count, source=the_source())
    return [
        a_case(),
        an_event(),
        treaty,
        count,
        a_person(),
        the_source(),
        a_source("interview", is_testimony=True, consent_audience="public"),
        the_source().kind,
        an_event_kind(),
        a_court(),
        a_provision(),
        a_topic(),
    ]


def an_import() -> ImportBatch:
    """An import of a contributor's that is done."""
    made = Revision.objects.create(made_by=carol())
    return ImportBatch.objects.create(
        made_by=carol(), made_at=made.made_at, state="applied", revision=made
    )


def a_request() -> ErasureRequest:
    """A request to erase a person, which nobody has decided."""
    return receive(a_person("asks").pk, by=None, asked_in="File 7", reason="They asked.")


def outcome(client: Any, path: str, method: str) -> str:
    """Whether an address opens for this client. What the request did is taken back."""
    with transaction.atomic():
        answer = getattr(client, method)(path)
        if hasattr(answer, "render") and not answer.is_rendered:
            answer.render()
        transaction.set_rollback(True)
    answer.close()
    if answer.status_code in (403, 404, 405):
        return CLOSED
    assert answer.status_code in (200, 302), f"{method} {path}: {answer.status_code}"
    # Django sends whoever asks for a record that is not there, for them, to the first page; whoever
    # has hidden a record that they see no more is sent there as well.
    leads_home = ("login", "/hide/")
    away = answer.get("Location", "")
    return (
        CLOSED
        if "/login/" in away or (away == "/admin/" and not any(one in path for one in leads_home))
        else OPEN
    )


def address_of(record: Any, act: str) -> str:
    number = record.history.order_by("-history_id").first().revision_id
    more = {"restore": [number], "compare": [number, number]}.get(act, [])
    return reverse(f"admin:cases_{record._meta.model_name}_{act}", args=[record.pk, *more])


def acts_of(record: Any) -> list[str]:
    name = record._meta.model_name
    return [act for act in DEEDS if OF_ONE.get(act, name) == name]


def logged_in(client: Any, who: str) -> Any:
    if WHO[who] is not None:
        client.force_login(WHO[who]())
    return client


def test_no_address_of_the_desk_is_left_out():
    models = [model._meta.model_name for model in admin.site._registry if model in KINDS]
    of_records = {f"admin:cases_{name}_{act}" for name in models for act in (*DEEDS, "add")}
    of_records -= {
        f"admin:cases_{name}_{act}" for name in models for act, one in OF_ONE.items() if name != one
    }
    lists = {f"admin:cases_{name}_changelist" for name in models}
    assert set(patterns()) == of_records | lists | set(OWN) | BY_THEMSELVES


@pytest.mark.parametrize("state", ["draft", "public"])
@pytest.mark.parametrize("who", WHO)
def test_every_address_of_a_record_opens_for_whom_it_should_alone(client, who, state):
    records = one_of_each()
    if state == "public":
        published(*records)
    logged_in(client, who)
    wrong = []
    for record in records:
        may = MAY.get((who, sort_of(record), state), set())
        for act in acts_of(record):
            for method, deed in zip(("get", "post"), DEEDS[act], strict=True):
                found = outcome(client, address_of(record, act), method)
                if found != (OPEN if deed in may else CLOSED):
                    wrong.append(f"{method} {act} of {sort_of(record)} {record}: {found}")
    assert wrong == []


@pytest.mark.parametrize("who", WHO)
def test_lists_and_forms_for_new_records_open_for_whom_they_should_alone(client, who):
    logged_in(client, who)
    for model in KINDS:
        sort = "term" if model._meta.model_name in TERMS else sort_of(model())
        name = f"admin:cases_{model._meta.model_name}"
        for method in ("get", "post"):
            listed = outcome(client, reverse(f"{name}_changelist"), method)
            assert listed == (CLOSED if who == "nobody" else OPEN), (method, model)
            added = outcome(client, reverse(f"{name}_add"), method)
            assert added == (OPEN if sort in ADDS.get(who, set()) else CLOSED), (method, model)


@pytest.mark.parametrize("who", WHO)
def test_every_other_page_opens_for_whom_it_should_alone(client, who):
    logged_in(client, who)
    CalendarLink.objects.create(user=edgar(), secret="the-secret-in-its-address")
    gone = staff("gone")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    pks = {
        "user": bob().pk,
        "suspended": gone.pk,
        "import": an_import().pk,
        "erasure": a_request().pk,
    }
    wrong = []
    for name, (filled, wanted) in OWN.items():
        given = {key: pks.get(one, one) for key, one in filled.items()}
        for method, allowed in (("get", wanted), ("post", SENT.get(name, wanted))):
            found = outcome(client, reverse(name, kwargs=given), method)
            logged_in(client, who)
            if found != (OPEN if who in allowed else CLOSED):
                wrong.append(f"{method} {name}: {found}")
    assert wrong == []


@pytest.mark.parametrize("who", WHO)
def test_a_preview_opens_for_whoever_may_see_the_record(client, who):
    logged_in(client, who)
    for record in one_of_each():
        path = reverse("preview", args=[KINDS[type(record)], record.pk])
        seen = "view" in MAY.get((who, sort_of(record), "draft"), set())
        has_page = sort_of(record) in ("work", "source", "testimony")
        assert outcome(client, path, "get") == (OPEN if seen and has_page else CLOSED), record


@pytest.mark.parametrize("who", WHO)
def test_pickers_offer_what_may_be_seen_alone(client, who):
    records = one_of_each()
    logged_in(client, who)
    fields = [
        (model, field)
        for one in admin.site._registry.values()
        for holder in (one, *one.inlines)
        for model in [holder.model]
        for field in getattr(holder, "autocomplete_fields", ())
    ]
    assert {(Event, "cases"), (Event, "kind")} <= set(fields)
    for model, field in fields:
        query = {"app_label": "cases", "model_name": model._meta.model_name, "field_name": field}
        answer = client.get(reverse("admin:autocomplete"), query)
        if who == "nobody":
            assert "/login/" in answer["Location"]
            continue
        target = model._meta.get_field(field).related_model
        for record in (one for one in records if isinstance(one, target)):
            offered = answer.status_code == 200 and str(record.pk) in answer.content.decode()
            assert offered == ("view" in MAY.get((who, sort_of(record), "draft"), set())), (
                model,
                field,
                record,
            )


@pytest.mark.parametrize("who", WHO)
def test_the_file_of_a_testimony_is_for_guardians(client, who, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    default_storage.save("recording", ContentFile(b"secret"))
    source = a_source("interview", is_testimony=True)
    Source.objects.filter(pk=source.pk).update(file="recording", file_sha256="0" * 64)
    logged_in(client, who)
    found = outcome(client, reverse("admin:cases_source_file", args=[source.pk]), "get")
    assert found == (OPEN if who in ("guardian", "superuser") else CLOSED)


@pytest.mark.parametrize(
    "question",
    [
        "internal_notes__startswith=The%20witness",
        "interviewer__startswith=A",
        "consent_uses__contains=court",
        "citations__case__title_en__startswith=A",
        "assigned_to__password__startswith=md5",
        "id__startswith=a",
    ],
)
def test_no_address_of_a_list_answers_questions_about_other_fields(client, question):
    a_source(internal_notes="The witness is alive", interviewer="Anna")
    client.force_login(alice())
    assert client.get(f"/admin/cases/source/?{question}").status_code in (302, 400)


@pytest.mark.parametrize(
    ("model", "question"),
    [
        (Event, "kind__family__exact=court"),
        (Event, "date_earliest__year=2017"),
        (Event, "date_earliest__year=2017&date_earliest__month=2"),
        (Case, "assigned_to__isnull=True"),
        (Person, "exposure__exact=withheld"),
        (Source, "is_testimony__exact=1"),
    ],
)
def test_the_filters_that_a_list_offers_work(client, model, question):
    an_event(date="2017-02-09", kind=an_event_kind("ruling", "court"))
    an_event("another", date="2018-02-09")
    a_case()
    a_person()
    a_source("interview", is_testimony=True)
    client.force_login(alice())
    path = reverse(f"admin:cases_{model._meta.model_name}_changelist")
    answer = client.get(f"{path}?{question}")
    assert answer.status_code == 200
    assert answer.context["cl"].result_count == 1
