"""Real names that a guardian brings: they go to identities alone, sealed, and nothing says them."""

import io

import pytest
from django.core.management import CommandError, call_command

from cases.exchange.batches import applied_batch
from cases.exchange.headers import shapes_of
from cases.exchange.identified import script_of
from cases.exchange.identifying import meaning_of
from cases.exchange.plan import File, make_plan
from cases.identities import find_by_name
from cases.models import (
    Identity,
    IdentityName,
    IdentityReading,
    ImportBatch,
    Person,
    Publication,
)
from tests.cases.exchange.sheets import a_file, a_workbook, said
from tests.cast import a_person, alice, carol, edgar, grace

pytestmark = pytest.mark.django_db

NAME, KOREAN, FORMER, MOTHER = "Choe Myong-bok", "최명복", "Чхве Мён Бок", "Kang Sun-hui"
BORN, PHONE = "14 March 1985", "+7 000 111-22-33"
HEADER = "reference,alias,Real name,Former name,Mother's name,Date of birth,Phone\n"
ROW = f"k-s,K.S.,{NAME}; {KOREAN},{FORMER},{MOTHER},{BORN},{PHONE}\n"
SECRETS = (NAME, "Myong", KOREAN, FORMER, MOTHER, BORN, "1985", PHONE)


@pytest.fixture
def bring(tmp_path):
    """Plans and applies one sheet of people."""

    def brings(text: str, by=None, **options) -> ImportBatch:
        file = File(a_file(tmp_path, text, "people.csv"))
        plan = make_plan([file], by=by or grace())
        assert plan.problems == []
        return applied_batch(plan, [file], by=by or grace(), **options)

    return brings


def names() -> list[tuple[str, str, str]]:
    return sorted((one.kind, one.script, one.name) for one in IdentityName.objects.all())


def test_a_guardian_brings_names_birth_and_contacts_into_the_identity_alone(bring):
    batch = bring(HEADER + ROW)
    person, identity = Person.objects.get(), Identity.objects.get()
    assert identity.person == person.pk
    assert names() == [
        ("former", "cyrillic", FORMER),
        ("real", "hangul", KOREAN),
        ("real", "latin", NAME),
        ("relative", "latin", MOTHER),
    ]
    assert (identity.birth_date, identity.contacts) == ("1985-03-14", f"Phone: {PHONE}")
    assert [one.alias for one in find_by_name(KOREAN, by=grace())] == ["K.S."]
    assert (person.alias_en, person.internal_notes) == ("K.S.", "")
    assert batch.counts == {
        "new": 1,
        "changed": 0,
        "rival claims": 0,
        "unchanged": 0,
        "identities new": 1,
    }


def test_its_history_is_of_the_same_revision_and_the_log_has_a_row_for_each_person(bring):
    batch = bring(HEADER + ROW + "p-m,P.M.,Pak Min,,,,\n")
    for model, count in ((Person, 2), (Identity, 2), (IdentityName, 5)):
        rows = model.history.filter(revision=batch.revision, history_user=grace())
        assert rows.count() == count
    changed = IdentityReading.objects.filter(act="changed", by=grace())
    assert {one.person for one in changed} == set(Person.objects.values_list("pk", flat=True))
    assert changed.count() == 2


def test_the_plan_says_only_whether_an_identity_is_new_changed_or_the_same(plan, bring):
    made = plan(by=grace(), people=HEADER + ROW)
    assert said(made) == "new        person k-s\nidentity   person k-s: new"
    bring(HEADER + ROW)
    assert said(plan(by=grace(), people=HEADER + ROW)) == ""
    again = plan(by=grace(), people=HEADER + ROW.replace(FORMER, "Цой Мён Бок"))
    assert said(again) == "identity   person k-s: changed"
    assert again.count()["identities changed"] == 1
    both = plan(
        by=grace(),
        people=HEADER.replace("alias,", "alias,alias_ru,") + ROW.replace("K.S.,", "K.S.,К.С.,"),
    )
    assert said(both).splitlines()[-1] == "identity   person k-s: same"


def test_a_name_that_is_there_is_unchanged_however_it_is_written(bring):
    bring(HEADER + ROW)
    batch = bring(f"reference,Real name\nk-s,CHOE  MYONGBOK;{KOREAN}; Choe Chol-su\n")
    assert batch.counts["identities changed"] == 1
    assert len(names()) == 5
    assert ("real", "latin", "Choe Chol-su") in names()


def test_a_more_exact_birth_date_is_taken_and_a_vaguer_one_is_the_same(bring, plan):
    bring("reference,alias,Date of birth\nk-s,K.S.,1985\n")
    bring("reference,Date of birth\nk-s,14 March 1985\n")
    assert Identity.objects.get().birth_date == "1985-03-14"
    assert not plan(by=grace(), people="reference,Date of birth\nk-s,1985\n").does_something


def test_birth_dates_that_contradict_are_decided_by_hand_and_neither_is_said(bring, plan):
    bring(HEADER + ROW)
    made = plan(by=grace(), people="reference,Date of birth\nk-s,2 May 1986\n")
    words = said(made)
    assert "row 2, column date_of_birth: Another date of birth is kept" in words
    assert not [one for one in ("1986", "1985", "May") if one in words]
    assert Identity.objects.get().birth_date == "1985-03-14"


@pytest.mark.parametrize(
    ("header", "cell", "words"),
    [
        ("Date of birth", "Tynda-Canary", "does not read as one certain date"),
        ("Date of birth", "03/04/1985", "does not read as one certain date"),
        ("Real name", "- -", "This cell holds no name."),
        ("Real name", "Y. C.", "No text would be stopped for this name"),
        ("Real name", "Canary" * 60, "A name has at most 300 characters."),
        ("Real name", "Can\x07ary", "control character (code 7)"),
        ("Phone", "Canary" * 4000, "at most 20,000 characters"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_without_what_it_holds(plan, header, cell, words):
    made = plan(by=grace(), people=f"alias,{header}\nK.S.,{cell}\n")
    assert words in said(made)
    assert cell not in said(made)
    assert "1985-" not in said(made).replace("1985-04-03, April", "")
    assert "Canary" not in said(made)


def test_contacts_are_added_and_none_is_taken_away(bring):
    bring("reference,alias,Contacts\nk-s,K.S.,Ask his sister\n")
    bring("reference,Contacts,E-mail\nk-s,Ask his sister,k@example.org\n")
    assert Identity.objects.get().contacts == "Ask his sister\nE mail: k@example.org"


def test_a_person_who_was_there_without_an_identity_gets_one_and_is_not_changed(bring):
    person = a_person("k-s", alias_en="K.S.")
    rows = person.history.count()
    batch = bring("reference,Real name\nk-s,Choe\n")
    assert person.history.count() == rows
    assert Identity.objects.get().person == person.pk
    assert batch.counts["unchanged"] == 1


def test_initials_alone_never_lead_a_name_to_somebody_who_is_there(bring, plan):
    bring("alias,Real name\nK.S.,Choe Myong-bok\n")
    made = plan(by=grace(), people="alias,Real name\nK.S.,Kim Sun\n")
    assert "A record of this name is there already" in said(made)
    assert "Kim Sun" not in said(made)


@pytest.mark.parametrize("somebody", [carol, edgar, lambda: None])
def test_anybody_else_is_told_who_can_bring_them(plan, somebody):
    made = plan(by=somebody(), people=HEADER + ROW)
    assert "Only a guardian, under their own name, can bring these" in said(made)
    assert not [one for one in SECRETS if one in said(made)]
    assert not Identity.objects.exists()


@pytest.mark.parametrize("sheet", ["sources", "events"])
def test_nor_can_a_guardian_bring_them_on_another_sheet(plan, sheet):
    texts = {
        "sources": f"title,kind,url,Real name\nA,news,https://court.example/1,{NAME}\n",
        "events": f"title,date,kind,Real name\nA,2014,arrest,{NAME}\n",
    }
    made = plan(by=alice(), **{sheet: texts[sheet]})
    assert "on a sheet of people alone" in said(made)
    assert NAME not in said(made)


@pytest.mark.parametrize(
    "header", ["Passport no", "Surname", "Имя", "Birthplace", "Lawyer's name", "Mother's birthday"]
)
def test_what_is_no_whole_name_or_has_no_place_is_refused_to_a_guardian_too(plan, header):
    made = plan(by=grace(), people=f"alias,{header}\nK.S.,Canary\n")
    assert "Call it Real name, Former name, Known as" in said(made)
    assert "Canary" not in said(made)


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("name", "real"),
        ("name_korean", "real"),
        ("applicant's_name", "real"),
        ("фио", "real"),
        ("실명", "real"),
        ("former_names", "former"),
        ("birth_name", "former"),
        ("also_known_as", "known-as"),
        ("name_of_a_relative", "relative"),
        ("가족_이름", "relative"),
        ("дата_рождения", "birth_date"),
        ("생년월일", "birth_date"),
        ("телефон", "contacts"),
        ("연락처", "contacts"),
        ("паспорт", ""),
        ("family_name", ""),
    ],
)
def test_headers_say_what_a_column_holds(header, meaning):
    assert meaning_of(header) == meaning


@pytest.mark.parametrize(
    ("name", "script"),
    [
        ("Choe", "latin"),
        ("Чхве (Choe)", "cyrillic"),
        ("최명복", "hangul"),
        ("崔明福", "han"),
        ("ชื่อ", "other"),
        ("…", "other"),
    ],
)
def test_the_script_is_inferred_from_the_letters(name, script):
    assert script_of(name) == script


def test_the_pages_are_never_offered_such_a_column_nor_an_example_of_one(tmp_path):
    text = f"alias,Real name,Colour\nK.S.,{NAME},red\n"
    known = File(a_file(tmp_path, text, "people.csv"))
    unknown = File(a_file(tmp_path, f"Somebody,Full name,Name\nx,{NAME},{NAME}\n", "list.csv"))
    foreign = File(a_file(tmp_path, f"alias,Имя\nК,{FORMER}\n".encode("cp1251"), "people-2.csv"))
    shapes = shapes_of([known, unknown, foreign], {}, {"list.csv": "people"}, grace())
    assert [one.name for one in shapes[0].headers] == ["colour"]
    assert not [one for one in SECRETS if one in repr(shapes)]
    assert len(shapes) == 2
    assert shapes_of([known], {}, {}, carol()) == []


def test_the_command_brings_them_for_a_guardian_who_is_named_and_says_none_of_them(tmp_path):
    path = a_file(tmp_path, HEADER + ROW, "people.csv")
    with pytest.raises(CommandError, match="Only a guardian, under their own name"):
        call_command("import_records", str(path))
    grace()
    told = io.StringIO()
    for options in ({"dry_run": True}, {}, {}):
        call_command(
            "import_records", str(path), username="grace", stdout=told, stderr=told, **options
        )
    assert "identity   person k-s: new" in told.getvalue()
    assert "1 identities new, as batch" in told.getvalue()
    assert "1 identities same" in told.getvalue()
    assert not [one for one in SECRETS if one in told.getvalue()]


def test_an_identity_that_was_changed_meanwhile_keeps_the_import_out(tmp_path):
    person = a_person("k-s", alias_en="K.S.")
    identity = Identity.objects.create(person=person.pk)
    file = File(a_file(tmp_path, "reference,Real name\nk-s,Choe\n", "people.csv"))
    plan = make_plan([file], by=grace())
    identity.notes = "Mended by hand"
    identity.save()
    with pytest.raises(Exception, match="Somebody changed records meanwhile"):
        applied_batch(plan, [file], by=grace())
    assert not IdentityName.objects.exists()


def test_looking_what_an_import_would_do_to_an_identity_is_noted(bring, plan):
    bring(HEADER + ROW)
    before = IdentityReading.objects.count()
    plan(by=grace(), people=HEADER + ROW)
    (one,) = IdentityReading.objects.order_by("id")[before:]
    assert (one.act, one.by, one.person) == ("read", grace(), Person.objects.get().pk)


def test_a_row_that_says_nothing_of_an_identity_makes_none(bring, plan):
    bring("alias,Real name,Born\nK.S.,,n.d.\n")
    assert not Identity.objects.exists()
    assert not plan(by=grace(), people="alias,Real name,Born\nK.S.,,n.d.\n").does_something


def test_a_formula_where_a_name_should_be_is_named_without_being_read(tmp_path):
    path = a_workbook(tmp_path, people=[["alias", "Real name"], ["K.S.", '="Cana"&"ry"']])
    words = said(make_plan([path], by=grace()))
    assert "row 2, column real_name: This cell cannot be read." in words
    assert "Cana" not in words


def test_publishing_an_import_leaves_alone_whose_identity_alone_it_changed(bring):
    person = a_person("k-s", alias_en="K.S.")
    batch = bring("reference,Real name\nk-s,Choe\n", by=alice(), publishes=True)
    assert batch.published == 0
    assert not Publication.objects.filter(record=person.pk).exists()
