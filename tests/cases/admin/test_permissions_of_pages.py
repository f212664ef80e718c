"""The permission matrix, continued: pages of no one record, factors, previews, pickers, files."""

from urllib.parse import urlencode, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import resolve, reverse
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from cases.desk.calendar import new_address
from cases.erasing import receive
from cases.models import (
    Case,
    ErasureRequest,
    Event,
    ImportBatch,
    Person,
    Revision,
    Source,
)
from cases.publishing import KINDS
from tests.cases.accounts.people import codes_of, phone_of
from tests.cases.admin.asking import UNKNOWN, asked, logged_in, one_of_each, sort_of, surprises
from tests.cases.admin.permissions import (
    BARRED,
    CLOSED,
    HELD,
    MAY,
    OPEN,
    OWN,
    SENT,
    STAFF,
    WHO,
)
from tests.cast import (
    a_case,
    a_person,
    a_source,
    alice,
    an_event,
    an_event_kind,
    bob,
    carol,
    edgar,
    published,
    staff,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
REMOVE = "mfa_remove_webauthn"


@pytest.fixture(params=WHO)
def who(request, settings):
    """Everybody in turn."""
    settings.REQUIRE_SECOND_FACTOR = request.param == BARRED
    return request.param


def an_import() -> ImportBatch:
    """An import of a contributor's that is done."""
    made = Revision.objects.create(made_by=carol())
    return ImportBatch.objects.create(
        made_by=carol(), made_at=made.made_at, state="applied", revision=made
    )


def a_request() -> ErasureRequest:
    """A request to erase a person, which nobody has decided."""
    return receive(a_person("asks").pk, by=None, asked_in="File 7", reason="They asked.")


def key_of(user: User) -> Authenticator:
    """Sets up a security key, as it would be after its first use."""
    public = ES256({1: 2, 3: -7, -1: 1, -2: bytes(32), -3: bytes(32)})
    credential = AttestedCredentialData.create(bytes(16), b"key", public)
    known = AuthenticatorData.create(bytes(32), 0x41, 0, credential)
    response = {
        "clientDataJSON": websafe_encode(b'{"type":"webauthn.create","challenge":"","origin":""}'),
        "attestationObject": websafe_encode(AttestationObject.create("none", known, {})),
    }
    held = {"id": "a2V5", "rawId": "a2V5", "type": "public-key", "response": response}
    data = {"name": "Key", "credential": held}
    return Authenticator.objects.create(user=user, type="webauthn", data=data)


def test_every_other_page_opens_for_whom_it_should_alone(client, who):
    logged_in(client, who)
    pks = {"calendar": new_address(edgar()).split("/")[-1].removesuffix(".ics")}
    gone = staff("gone-before")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    pks |= {
        "user": bob().pk,
        "suspended": gone.pk,
        "import": an_import().pk,
        "erasure": a_request().pk,
    }
    wrong = []
    for name, (filled, wanted) in OWN.items():
        given = {key: pks.get(one, one) for key, one in filled.items()}
        looked, sent = (
            OPEN if who in allowed else CLOSED for allowed in (wanted, SENT.get(name, wanted))
        )
        wrong += surprises(client, reverse(name, kwargs=given), looked, sent)
    assert wrong == []


def led(answer) -> int | str:
    """The status of an answer, or the name of the page that it leads to."""
    return (
        resolve(urlsplit(answer["Location"]).path).view_name
        if answer.get("Location")
        else (answer.status_code)
    )


def test_pages_of_factors_open_for_whoever_has_some_and_never_those_of_others(client, who):
    everybody = [user() for user in WHO.values() if user]
    for user in everybody:
        phone_of(user), codes_of(user)
    keys = {user.username: key_of(user) for user in everybody}
    before = list(Authenticator.objects.order_by("pk").values())
    own = keys.get(WHO[who]().username) if WHO[who] else None
    logged_in(client, who)
    wanted = {
        reverse(name, kwargs={"pk": own.pk if own else 1} if name == REMOVE else {}): answers
        for name, answers in HELD.items()
    }
    others = [reverse(REMOVE, kwargs={"pk": key.pk}) for key in keys.values() if key != own]
    wanted |= dict.fromkeys(others, (404, 404))
    wrong = []
    for path, (looked, sent) in wanted.items():
        for method, answers in {"get": looked, "head": looked, "post": sent}.items():
            found = led(asked(client, path, method))
            if found != (answers if who in {*STAFF, BARRED} else "account_login"):
                wrong.append((method, path, found))
        for method in UNKNOWN:
            assert client.generic(method.upper(), path).status_code == 405, (method, path)
    assert wrong == []
    assert list(Authenticator.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("state", ["draft", "public"])
def test_a_preview_opens_for_whoever_is_inside_the_record(client, who, state):
    records = one_of_each()
    if state == "public":
        published(*records)
    logged_in(client, who)
    wrong = []
    for record in records:
        path = reverse("preview", args=[KINDS[type(record)], record.pk])
        is_inside = "inside" in MAY.get((who, sort_of(record), state), set())
        has_page = sort_of(record) in ("work", "source", "testimony")
        opens = OPEN if is_inside and has_page else CLOSED
        wrong += surprises(client, path, opens, opens)
    assert wrong == []


def test_addresses_that_only_lead_elsewhere_lead_staff_alone(client, who):
    logged_in(client, who)
    short = f"/admin/cases/case/{a_case().pk}/"
    leads = OPEN if who in STAFF else CLOSED
    assert surprises(client, short, leads, leads) == []
    assert surprises(client, "/admin/nothing/", CLOSED, CLOSED) == []


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
        path = f"{reverse('admin:autocomplete')}?{urlencode(query)}"
        offers = OPEN if answer.status_code == 200 else CLOSED
        assert surprises(client, path, offers, CLOSED) == []
        if who not in STAFF:
            assert answer.status_code == 302
            continue
        target = model._meta.get_field(field).related_model
        for record in (one for one in records if isinstance(one, target)):
            offered = answer.status_code == 200 and str(record.pk) in answer.content.decode()
            assert offered == ("view" in MAY.get((who, sort_of(record), "draft"), set())), (
                model,
                field,
                record,
            )


def test_the_file_of_a_testimony_is_for_guardians(client, who, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    default_storage.save("recording", ContentFile(b"secret"))
    source = a_source("interview", is_testimony=True)
    Source.objects.filter(pk=source.pk).update(file="recording", file_sha256="0" * 64)
    logged_in(client, who)
    opens = OPEN if who in ("guardian", "superuser") else CLOSED
    path = reverse("admin:cases_source_file", args=[source.pk])
    assert surprises(client, path, opens, opens) == []


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
