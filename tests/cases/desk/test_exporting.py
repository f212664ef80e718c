"""The whole desk to take away: who may, and what a colleague elsewhere gets back from it."""

import io
import json
import stat

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.utils import timezone

from cases.erasing import receive
from cases.exchange.everything import exported_models, lines_of_everything
from cases.history import revision
from cases.keycheck import write_canary
from cases.models import (
    AccountEvent,
    Agreement,
    CalendarLink,
    Case,
    CaseStatus,
    ColumnMapping,
    Event,
    Figure,
    Finding,
    Identity,
    IdentityName,
    IdentityReading,
    ImportBatch,
    Participation,
    Party,
    Person,
    Reminder,
    Revision,
    SavedFilter,
    Source,
)
from cases.publishing import submit, withdraw
from cases.roles import Role
from tests.cast import (
    a_case,
    a_court,
    a_person,
    a_provision,
    a_source,
    a_topic,
    adam,
    alice,
    an_event,
    an_event_kind,
    carol,
    edgar,
    grace,
    published,
    staff,
)

pytestmark = pytest.mark.django_db


def keeper() -> User:
    """Somebody who may see everything."""
    return staff("keeper", Role.ADMINISTRATOR, Role.GUARDIAN)


def a_full_desk() -> None:
    """A record of every sort, changed, published, withdrawn, in review; links of every sort."""
    with revision(by=carol(), reason="Заведено"):
        case = a_case(internal_notes="For us alone")
        case.courts.add(a_court())
        case.topics.add(a_topic())
        CaseStatus.objects.create(case=case, status="pending", since="2016")
        Reminder.objects.create(case=case, due=timezone.now().date(), what="Ask again")
        first = Agreement.objects.create(reference="a-first", title_en="First", kind="bilateral")
        # Its name comes first, and it points to what comes later.
        Agreement.objects.create(
            reference="a-second", title_en="Second", kind="protocol", predecessor=first
        )
        Party.objects.create(agreement=first, country="RU")
        event = an_event(place="Хасан", kind=an_event_kind("ruling", "court"))
        event.cases.add(case)
        event.agreements.add(first)
        person = a_person()
        identity = Identity.objects.create(person=person.pk, contacts="+7 000", birth_date="1985~")
        IdentityName.objects.create(identity=identity, name="최명복", script="hangul")
        Participation.objects.create(event=event, person=person)
        Finding.objects.create(
            event=event, applicant=person, provision=a_provision(), outcome="violation"
        )
        event.figures.add(
            Figure.objects.create(
                reference="count", title_en="Count", definition="Counted", unit="people"
            )
        )
        a_source("interview", is_testimony=True, interviewer="G.", assigned_to=grace())
    with revision(by=edgar(), reason="Mended"):
        event.date = "2017-02"
        event.save()
    published(event)
    published(a_source("gone"))
    withdraw(Source.objects.get(reference="gone"), by=None, public_note="Asked for.")
    submit(Case.objects.get(), by=edgar(), comment="Please look")
    SavedFilter.objects.create(user=carol(), model="case", name="Mine", query="a=b")
    ColumnMapping.objects.create(sheet="events", header="happened", column="date")
    ImportBatch.objects.create(
        made_by=carol(),
        made_at=timezone.now(),
        state="applied",
        revision=Revision.objects.last(),
        files=[{"name": "s.csv", "size": 1, "sha256": "0" * 64}],
    )
    AccountEvent.objects.create(at=timezone.now(), what="signed in", account=alice(), by=alice())


def empty_the_site() -> None:
    """Takes every row of ours away, past all models, so that no history is written of it."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in ("cases", "timeline") or model in (User, User.groups.through):
            model._base_manager.all()._raw_delete("default")


def exported(identities_for: User | None = None) -> list[dict]:
    return [json.loads(line) for line in lines_of_everything(identities_for=identities_for)]


def without_readings(found: list[dict]) -> list[dict]:
    return [one for one in found if one["model"] != "cases.identityreading"]


def test_what_was_exported_loads_back_equal_into_an_empty_site(tmp_path):
    a_full_desk()
    (tmp_path / "desk.jsonl").write_text("".join(lines_of_everything(identities_for=keeper())))
    before = exported(keeper())
    empty_the_site()
    assert not Event.objects.exists()
    assert not Identity.objects.exists()
    call_command("loaddata", str(tmp_path / "desk.jsonl"), verbosity=0)
    assert without_readings(exported(keeper())) == without_readings(before)
    assert IdentityName.objects.get().name == "최명복"
    # The reading that made the file came back with it, and one was added by looking again.
    assert IdentityReading.objects.count() == 2
    assert len({one["model"] for one in before}) > 45


def test_a_model_with_rows_is_never_left_out():
    a_full_desk()
    there = {model._meta.label_lower for model in exported_models() if model._base_manager.exists()}
    assert there <= {one["model"] for one in exported(keeper())}


def test_identities_are_taken_by_guardians_alone_and_each_is_noted(tmp_path):
    a_full_desk()
    assert not [one for one in exported() if "identity" in one["model"]]
    assert not IdentityReading.objects.exists()
    path = tmp_path / "desk.jsonl"
    with pytest.raises(CommandError, match="is for guardians alone"):
        call_command("export_desk", str(path), identities_for=edgar().username)
    assert not path.exists()
    call_command("export_desk", str(path), identities_for=grace().username, stdout=io.StringIO())
    assert "최명복" in path.read_text()
    (noted,) = IdentityReading.objects.all()
    assert (noted.by, noted.act, noted.person) == (grace(), "exported", Person.objects.get().pk)


def test_what_is_exported_of_deleted_identities_and_of_requests_is_noted_too():
    gone, asking = a_person("gone"), a_person("asking")
    identity = Identity.objects.create(person=gone.pk)
    IdentityName.objects.create(identity=identity, name="최명복")
    identity.delete()
    receive(asking.pk, by=keeper(), asked_in="File 7", reason="최명복 asked.")
    IdentityReading.objects.all()._raw_delete("default")
    assert "최명복" in str(exported(keeper()))
    noted = IdentityReading.objects.filter(act="exported")
    assert {one.person for one in noted} == {gone.pk, asking.pk}


@pytest.mark.parametrize("labels", [(), ("cases",), ("cases.identityname",)])
def test_dumpdata_never_holds_who_somebody_is(labels):
    a_full_desk()
    said = io.StringIO()
    call_command("dumpdata", *labels, stdout=said)
    assert "최명복" not in said.getvalue()
    assert "sealed:1:" not in said.getvalue()
    assert ("For us alone" in said.getvalue()) == (labels != ("cases.identityname",))


def test_a_key_that_is_missing_stops_an_export_before_it_begins(client, settings, tmp_path):
    a_full_desk()
    write_canary()
    client.force_login(keeper())
    settings.DESK_KEYS = {"other": bytes(32)}
    answer = client.post("/admin/export/")
    assert answer.status_code == 503
    assert "The key “test” is needed" in answer.content.decode()
    with pytest.raises(CommandError, match=r"Nothing was exported\. The key “test” is needed"):
        call_command("export_desk", str(tmp_path / "desk.jsonl"))
    assert not list(tmp_path.iterdir())


def test_each_row_comes_after_what_it_points_to():
    models = exported_models()
    for model in models:
        for field in (*model._meta.concrete_fields, *model._meta.many_to_many):
            target = field.related_model
            if target in models and target is not model:
                assert models.index(target) < models.index(model), (model, target)


def test_history_names_who_changed_what_and_why():
    a_full_desk()
    pks = {
        one["pk"]: one["fields"]["username"] for one in exported() if one["model"] == "auth.user"
    }
    rows = [one["fields"] for one in exported() if one["model"] == "cases.historicalevent"]
    assert [(pks[row["history_user"]], row["history_change_reason"]) for row in rows] == [
        ("carol", "Заведено"),
        ("edgar", "Mended"),
    ]


def test_no_password_and_no_secret_address_is_in_it():
    user = carol()
    user.set_password("a-password-of-hers")
    user.save()
    CalendarLink.objects.create(user=user, digest="the-hash-of-her-calendar")
    text = "".join(lines_of_everything())
    assert user.password not in text
    assert "the-hash-of-her-calendar" not in text
    (hers,) = [one for one in exported() if one["model"] == "auth.user"]
    assert hers["fields"]["groups"] == [["Contributor"]]


def test_nobody_can_log_in_with_an_account_that_came_back(tmp_path, client):
    user = carol()
    user.set_password("a-password-of-hers")
    user.save()
    (tmp_path / "desk.jsonl").write_text("".join(lines_of_everything()))
    empty_the_site()
    call_command("loaddata", str(tmp_path / "desk.jsonl"), verbosity=0)
    back = User.objects.get(username="carol")
    assert not back.has_usable_password()
    assert list(back.groups.all()) == [Group.objects.get(name="Contributor")]


def test_an_import_that_waits_is_not_in_it():
    ImportBatch.objects.create(made_by=carol(), made_at=timezone.now(), stored=["imports/abc"])
    assert "imports/abc" not in "".join(lines_of_everything())


def test_an_administrator_who_is_a_guardian_gets_it_as_a_file(client):
    a_full_desk()
    client.force_login(keeper())
    assert "Export everything" in client.get("/admin/export/").content.decode()
    answer = client.post("/admin/export/")
    assert answer.streaming
    assert "no-store" in answer["Cache-Control"]
    assert 'filename="desk-20' in answer["Content-Disposition"]
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == len(exported(keeper())) - 1  # this one is noted as well


@pytest.mark.parametrize("somebody", [carol, edgar, grace, adam])
def test_nobody_else_gets_it(client, somebody):
    client.force_login(somebody())
    assert client.get("/admin/export/").status_code == 403
    assert client.post("/admin/export/").status_code == 403
    assert "Take everything away" not in client.get("/admin/").content.decode()


def test_the_dashboard_leads_those_who_may_to_it(client):
    for somebody in (keeper(), alice()):
        client.force_login(somebody)
        assert "Take everything away" in client.get("/admin/").content.decode()


def test_the_command_writes_a_file_for_its_owner_alone(tmp_path):
    a_full_desk()
    path = tmp_path / "desk.jsonl"
    said = io.StringIO()
    call_command("export_desk", str(path), stdout=said)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    number = len(path.read_text().splitlines())
    assert f"Wrote {number:,} objects" in said.getvalue()
    with pytest.raises(CommandError, match="is there already"):
        call_command("export_desk", str(path))
    with pytest.raises(CommandError, match=r"ends in \.jsonl"):
        call_command("export_desk", str(tmp_path / "desk.json"))


@pytest.mark.django_db(transaction=True)
def test_the_desk_can_be_written_once_it_is_exported():
    a_case()
    lines = lines_of_everything()
    first = next(lines)
    assert first
    rest = "".join(lines)
    assert '"cases.citation"' in rest
    a_case("written-afterwards", cited=False)
    assert Case.objects.count() == 2
