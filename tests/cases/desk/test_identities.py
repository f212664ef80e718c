"""Identities: guardians alone read, find and change them, and every time is noted."""

import pytest
from django.db import connection
from django.urls import reverse

from cases.history import revision
from cases.identities import find_by_name, note_export, read_identity
from cases.models import Identity, IdentityName, IdentityReading, Person
from cases.rules import NotAllowed
from tests.cast import a_person, adam, alice, carol, edgar, grace, named_publicly, published

pytestmark = pytest.mark.django_db
NAME = "Choe Myong-bok"


@pytest.fixture
def person() -> Person:
    return a_person()


def an_identity(person: Person, name: str = NAME) -> Identity:
    with revision(by=grace(), reason="Interview"):
        identity = Identity.objects.create(
            person=person.pk, birth_date="1985~", contacts="+7 000 000", notes="Has a sister."
        )
        IdentityName.objects.create(identity=identity, name=name)
    return identity


def address(person: Person) -> str:
    return reverse("admin:cases_person_identity", args=[person.pk])


def form(page, **typed: str) -> dict[str, str]:
    """What the page's form would send as it stands, with what is typed into it."""
    shown, names = page.context["form"], page.context["names"]
    fields = {name: shown[name].value() or "" for name in shown.fields}
    fields["birth_date"] = shown["birth_date"].field.widget.format_value(fields["birth_date"])
    for one in names.management_form:
        fields[one.html_name] = one.value()
    for row in names.forms:
        fields |= {one.html_name: one.value() or "" for one in row if one.name != "DELETE"}
    return fields | {"reason": "Something more is known", **typed}


def noted() -> list[tuple]:
    """Who did what with whom, the first first."""
    rows = IdentityReading.objects.order_by("id").values_list("by__username", "act", "person")
    return list(rows)


def test_a_guardian_writes_down_who_somebody_is_and_reads_it_again(client, person):
    client.force_login(grace())
    assert (
        "Identity…"
        in client.get(reverse("admin:cases_person_change", args=[person.pk])).content.decode()
    )
    page = client.get(address(person))
    answer = client.post(
        address(person),
        form(
            page,
            **{"names-0-name": NAME, "names-1-name": "최명복"},
            birth_date="about 1985",
            contacts="+7 000 000",
        ),
    )
    assert answer.status_code == 302, answer.context["form"].errors
    read = client.get(address(person)).content.decode()
    for text in (NAME, "최명복", "+7 000 000", "bout 1985"):
        assert text in read
    identity = Identity.objects.get()
    assert (identity.person, identity.birth_date, identity.version) == (person.pk, "1985~", 1)
    assert {one.name: one.script for one in identity.names.all()} == {
        NAME: "latin",
        "최명복": "hangul",
    }
    assert identity.history.get().history_user == grace()
    acts = ["read", "read", "changed", "read"]
    assert noted() == [("grace", act, person.pk) for act in acts]


def test_why_it_is_changed_is_chosen_because_it_stands_in_the_open(client, person):
    client.force_login(grace())
    page = client.get(address(person))
    answer = client.post(address(person), form(page, reason="Her brother told us"))
    assert "Select a valid choice" in answer.content.decode()
    assert not Identity.objects.exists()


def test_nothing_of_an_identity_stands_in_the_open(person):
    an_identity(person)
    for table in ("identity", "historicalidentity", "identityname", "historicalidentityname"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM cases_{table}")
            row = str(cursor.fetchall())
        assert not [one for one in (NAME, "Choe", "1985", "000 000", "sister") if one in row]
        assert "sealed:1:" in row


@pytest.mark.parametrize("somebody", [carol, edgar, adam])
def test_nobody_else_can_tell_whether_there_is_one(client, person, somebody):
    Person.objects.update(**named_publicly())
    person.refresh_from_db()
    published(person)
    grace()  # The page of a refusal names the guardians.
    client.force_login(somebody())
    change = reverse("admin:cases_person_change", args=[person.pk])
    paths = (
        address(person),
        reverse("admin:identities"),
        change,
        reverse("admin:cases_person_history", args=[person.pk]),
        reverse("admin:cases_person_changelist") + "?q=" + NAME,
        reverse("admin:index"),
    )

    def told() -> list[tuple]:
        answers = [client.get(path) for path in paths]
        # Tokens of forms differ from page to page.
        return [
            (
                one.status_code,
                [line for line in one.content.decode().splitlines() if "csrf" not in line],
            )
            for one in answers
        ]

    before = told()
    assert [status for status, _ in before[:3]] == [403, 403, 200]
    an_identity(person)
    assert told() == before
    assert "Identity…" not in str(before)
    assert client.post(address(person), {}).status_code == 403
    assert not IdentityReading.objects.exists()


def test_deleting_a_person_says_nothing_of_an_identity(client, person):
    an_identity(person)
    client.force_login(edgar())
    page = reverse("admin:cases_person_delete", args=[person.pk])
    assert "dentit" not in client.get(page).content.decode()
    client.post(page, {"post": "yes", "seen_version": person.version})
    assert not Person.objects.exists()
    assert Identity.objects.get().person == person.pk
    (found,) = find_by_name(NAME, by=grace())
    assert (found.person, found.alias, found.kinds) == (person.pk, "", "Real name")


@pytest.mark.parametrize("typed", ["Choe Myong-bok", "CHOE MYONG BOK", " choemyongbok "])
def test_a_guardian_finds_somebody_by_the_whole_name_however_it_is_written(client, person, typed):
    an_identity(person)
    client.force_login(grace())
    page = client.post(reverse("admin:identities"), {"name": typed}).content.decode()
    assert "K.</a>: Real name." in page
    assert noted() == [("grace", "searched", person.pk)]


@pytest.mark.parametrize("typed", ["Choe", "Choe Myong-bo", "Choe%", "- -", "\0"])
def test_a_part_of_a_name_finds_nobody_and_is_noted_without_the_name(client, person, typed):
    an_identity(person)
    client.force_login(grace())
    page = client.post(reverse("admin:identities"), {"name": typed}).content.decode()
    assert "K.</a>" not in page
    asked = typed.strip("\0")
    assert ("Nobody here is recorded" in page) == bool(asked)
    assert noted() == ([("grace", "searched", None)] if asked else [])


def test_a_name_is_never_asked_for_by_an_address(client, person):
    an_identity(person)
    client.force_login(grace())
    page = client.get(reverse("admin:identities"), {"name": NAME}).content.decode()
    assert "K.</a>" not in page
    assert noted() == []


def test_two_guardians_do_not_overwrite_each_other(client, person):
    an_identity(person)
    client.force_login(grace())
    page = client.get(address(person))
    client.post(address(person), form(page, contacts="New number"))
    refused = client.post(address(person), form(page, notes="My own text"))
    assert "A colleague saved this identity" in refused.content.decode()
    assert "My own text" in refused.content.decode()
    identity = Identity.objects.get()
    assert (identity.contacts, identity.notes) == ("New number", "Has a sister.")


def test_two_guardians_who_both_begin_an_identity_do_not_either(client, person):
    client.force_login(grace())
    page = client.get(address(person))
    for text in ("First", "Second"):
        answer = client.post(address(person), form(page, notes=text))
    assert "A colleague saved this identity" in answer.content.decode()
    assert Identity.objects.get().notes == "First"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"birth_date": "no day"}, "no day"),
        ({"reason": ""}, "This field is required."),
        ({"names-0-name": ""}, "This field is required."),
        ({"names-1-name": NAME}, "One of the names is there twice."),
        ({"names-0-name": "x" * 301}, "at most 300 characters"),
        ({"names-0-name": "K."}, "No text would be stopped for this name"),
        ({"names-0-kind": "nickname"}, "not one of the available choices"),
        ({"contacts": "a\0b"}, "Null characters are not allowed."),
    ],
)
def test_bad_input_is_refused_in_words_and_loses_nothing(client, person, typed, words):
    an_identity(person)
    client.force_login(grace())
    page = client.get(address(person))
    answer = client.post(address(person), form(page, **{"notes": "Typed just now", **typed}))
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert "Typed just now" in answer.content.decode()
    assert Identity.objects.get().notes == "Has a sister."


def test_a_name_can_be_deleted_and_stays_sealed_in_history(client, person):
    an_identity(person)
    client.force_login(grace())
    page = client.get(address(person))
    client.post(address(person), form(page, **{"names-0-DELETE": "on"}))
    assert not IdentityName.objects.exists()
    assert find_by_name(NAME, by=grace()) == []
    rows = IdentityName.history.order_by("history_id")
    assert [(row.history_type, row.name) for row in rows] == [("+", NAME), ("-", NAME)]


def test_the_index_follows_the_name_on_every_write(person):
    identity = an_identity(person)
    row = identity.names.get()
    row.name = "Kim"
    row.save(update_fields=["name"])
    assert find_by_name("kim", by=grace())
    IdentityName.objects.update(name="Pak")
    assert find_by_name("pak", by=grace())
    row.name = "Ri"
    IdentityName.objects.bulk_update([row], ["name"])
    assert find_by_name("ri", by=grace())
    assert not find_by_name("pak", by=grace())


def test_the_log_is_for_guardians_and_administrators_and_names_no_name(client, person):
    an_identity(person)
    read_identity(person, by=grace())
    find_by_name("nobody at all", by=grace())
    for somebody, whose in ((grace(), "K.</a>"), (adam(), f"Person {person.pk}")):
        client.force_login(somebody)
        page = client.get(reverse("admin:identity-readings")).content.decode()
        assert whose in page
        assert "Nobody was found" in page
        assert NAME not in page
        assert "Who read identities" in client.get(reverse("admin:index")).content.decode()
    assert ("K.</a>" in page) is False
    client.force_login(edgar())
    assert client.get(reverse("admin:identity-readings")).status_code == 403


def test_the_log_only_grows(person):
    read_identity(person, by=grace())
    one = IdentityReading.objects.get()
    for act in (
        one.save,
        one.delete,
        IdentityReading.objects.all().delete,
        lambda: IdentityReading.objects.update(act="read"),
    ):
        with pytest.raises(TypeError, match="only grows"):
            act()
    assert IdentityReading.objects.count() == 1


@pytest.mark.parametrize("somebody", [carol, edgar, adam])
def test_the_rule_holds_without_a_page_too(person, somebody):
    an_identity(person)
    for act in (
        lambda: read_identity(person, by=somebody()),
        lambda: find_by_name(NAME, by=somebody()),
        lambda: note_export(by=somebody()),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not IdentityReading.objects.exists()
    assert read_identity(person, by=alice()).notes == "Has a sister."


def test_a_page_that_cannot_be_unsealed_says_so_in_words_and_notes_nothing(
    client, person, settings
):
    an_identity(person)
    client.force_login(grace())
    settings.DESK_KEYS = {"other": bytes(32)}
    answer = client.get(address(person))
    assert answer.status_code == 503
    assert "The key “test” is needed to read this" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert "sealed:1:" not in answer.content.decode()
    assert not IdentityReading.objects.exists()
    assert client.get(reverse("admin:cases_person_changelist")).status_code == 200


@pytest.mark.parametrize("keys", [{"other": bytes(32)}, {"test": bytes(32)}])
def test_a_search_with_a_missing_or_wrong_key_says_so_and_never_nobody(
    client, settings, person, keys
):
    an_identity(person)
    client.force_login(grace())
    settings.DESK_KEYS = keys
    page = client.post(reverse("admin:identities"), {"name": NAME})
    assert page.status_code == 503
    assert "cannot be read" in page.content.decode()
    assert "Nobody" not in page.content.decode()
