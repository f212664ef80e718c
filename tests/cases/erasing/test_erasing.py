"""What two guardians decided goes everywhere and nothing else does; whoever reads sees it said."""

import json

import pytest
from django.conf import settings as site_settings
from django.contrib.admin.models import LogEntry
from django.db.models import F

from cases.collisions import Collision, locked
from cases.erasing import CannotDecide, CannotErase, CannotList, decide, erase, refuse, would_erase
from cases.erasing.lookedfor import as_shown
from cases.history import revision
from cases.models import (
    Case,
    ErasureRequest,
    Event,
    HeldReference,
    Identity,
    IdentityName,
    IdentityReading,
    Participation,
    Person,
    Publication,
    SavedFilter,
    ShelvedEdition,
)
from cases.publishing import (
    changed_since_publication,
    hide,
    public_state,
    with_public_state,
    withdraw,
)
from cases.rules import NotAllowed
from cases.sealing.keys import CannotUnseal
from tests.cases.erasing.asking import NAME, asked, decided, gina
from tests.cast import (
    a_case,
    a_person,
    a_source,
    alice,
    an_event,
    carol,
    edgar,
    grace,
    named_publicly,
    published,
)
from timeline.models import Edition, EditionLink, RecordHead, SuppressedField, Tombstone

pytestmark = pytest.mark.django_db
NOTE = "Taken out."


def test_readers_find_the_text_without_the_name_and_a_word_for_it(client, person, event):
    before = Edition.objects.get(record=event.pk)
    erase(decided(person), by=grace())
    edition = Edition.objects.get(record=event.pk)
    assert edition.document["title_en"] == "Arrest of [erased] in Moscow"
    assert edition.document["summary_en"] == "With [erased], at night."
    assert len(edition.document["participations"]) == 1
    assert edition.digest != before.digest
    fields = SuppressedField.objects.filter(edition=edition, public_note=NOTE)
    assert {one.field for one in fields} == {"title_en", "summary_en", "participations"}
    page = client.get(f"/events/{event.reference}/history/1/").content.decode()
    assert NOTE in page
    assert NAME not in page
    assert event.reference not in client.get("/search/?q=Hyok").content.decode()
    assert event.reference in client.get("/search/?q=Moscow").content.decode()
    assert client.get(f"/events/{event.reference}/").status_code == 200


def test_the_person_goes_whole_and_others_stay(person, event):
    erase(decided(person), by=grace())
    assert not Person.history.filter(id=person.pk).exists()
    assert not Identity.objects.exists()
    assert not Identity.history.exists()
    assert not IdentityName.history.exists()
    assert not Edition.objects.filter(record=person.pk).exists()
    assert not EditionLink.objects.filter(target=person.pk).exists()
    assert not Publication.objects.filter(record=person.pk).exists()
    assert not HeldReference.objects.filter(record=person.pk).exists()
    assert Participation.objects.get().person.reference == "other"
    assert Person.history.filter(reference="other").exists()


def test_the_desk_says_the_same_as_the_edition_and_nothing_waits_to_be_published(person, event):
    erase(decided(person), by=grace())
    record = with_public_state(Event.objects.filter(pk=event.pk)).get()
    assert record.title_en == "Arrest of [erased] in Moscow"
    assert {row.title_en for row in record.history.all()} == {record.title_en}
    assert public_state(record).in_words == "Edition 1"
    assert changed_since_publication([Event.objects.get(pk=event.pk)]) == []


def test_a_form_that_was_open_cannot_save_the_name_back(person, event):
    erase(decided(person), by=grace())
    with pytest.raises(Collision):
        locked(event, event.version)
    fresh = Event.objects.get(pk=event.pk)
    fresh.place = "Moscow"
    fresh.save()
    versions = fresh.history.order_by("-version").values_list("version", flat=True)
    assert list(versions[:2]) == [event.version + 2, event.version + 1]


def test_a_tombstone_stays_and_names_nobody(person, event):
    request = decided(person, reason=f"{NAME} asked us.", also_called="Uncle Tong")
    erase(request, by=grace())
    one = ErasureRequest.objects.get()
    assert (one.state, one.first_by, one.second_by) == ("done", grace(), gina())
    assert (one.person, one.reason, one.also_called) == (person.pk, "[erased] asked us.", "")
    assert one.counts["cases_person"] == 1
    assert one.counts["texts in cases_event"] == 2
    assert one.due.month != one.received.month
    (line,) = open_list()
    assert line.split()[:2] == [str(person.pk), one.reference]


def open_list() -> list[str]:
    return site_settings.ERASURE_LIST.read_text().splitlines()


def test_the_log_of_readings_keeps_that_somebody_read_and_not_whom(client, person):
    erase(decided(person), by=grace())
    lines = IdentityReading.objects.all()
    assert lines
    assert {(line.person, line.is_erased) for line in lines} == {(None, True)}
    assert {line.by for line in lines} == {grace(), gina()}
    client.force_login(grace())
    page = client.get("/admin/identities/readings/").content.decode()
    assert "Somebody who has been erased" in page
    assert "Nobody was found" not in page


def test_what_is_about_somebody_else_is_spared_with_its_copies(person):
    case = a_case(title_en=f"Guard {NAME}")
    published(case)
    preview = would_erase(person.pk, by=grace())
    (key,) = {one.key for one in preview.places}
    assert len(preview.places) > 2
    erase(decided(person, [key]), by=grace())
    assert Case.objects.get().title_en == f"Guard {NAME}"
    assert Edition.objects.get(record=case.pk).document["title_en"] == f"Guard {NAME}"
    assert Case.history.filter(title_en=f"Guard {NAME}").exists()
    assert ErasureRequest.objects.get().choices == {}


def test_what_one_guardian_alone_would_spare_goes(person):
    a_case(title_en=f"Guard {NAME}")
    (key,) = {one.key for one in would_erase(person.pk, by=grace()).places}
    request = asked(person)
    decide(request, by=grace(), spared=[key])
    erase(decide(request, by=gina()), by=gina())
    assert Case.objects.get().title_en == "Guard [erased]"


def test_a_namesake_keeps_their_own_name_and_is_pointed_out(person):
    other = a_person("other", alias_en=NAME)
    identity = Identity.objects.create(person=other.pk)
    IdentityName.objects.create(identity=identity, name=NAME)
    IdentityName.objects.create(identity=identity, name=NAME, kind="relative")
    assert would_erase(person.pk, by=grace()).namesakes == [other.pk]
    erase(decided(person), by=grace())
    assert Person.objects.get().alias_en == NAME
    assert [one.name for one in identity.names.order_by("kind")] == [NAME, "[erased]"]


def test_a_namesake_keeps_their_name_in_what_is_public_of_them_and_in_what_was(person):
    other = a_person("han-tong-hyok", **named_publicly(alias_en=NAME))
    published(other)
    assert not would_erase(person.pk, by=grace()).editions
    erase(decided(person), by=grace())
    edition = Edition.objects.get(record=other.pk)
    assert (edition.reference, edition.document) == ("han-tong-hyok", {"alias_en": NAME})
    assert not SuppressedField.objects.exists()
    assert changed_since_publication([Person.objects.get()]) == []


def test_a_namesake_keeps_their_name_in_editions_that_were_taken_back(person):
    other = a_person("han-tong-hyok", **named_publicly(alias_en=NAME))
    published(other)
    withdraw(other, by=edgar(), public_note=f"Of {NAME}.")
    erase(decided(person), by=grace())
    shelved = ShelvedEdition.objects.get()
    assert (shelved.reference, shelved.document) == ("han-tong-hyok", {"alias_en": NAME})
    grave = Tombstone.objects.get()
    assert (grave.reference, grave.public_note) == ("han-tong-hyok", "Of [erased].")
    assert HeldReference.objects.get().reference == "han-tong-hyok"


@pytest.mark.parametrize(
    "written", ["[Han](https://x.org/) Tong Hyok", "H[an *T*](https://x.org/a)ong Hyok"]
)
def test_a_name_that_is_read_through_markup_goes_with_the_markup(client, person, written):
    event = an_event(summary_en=f"With {written}, at *night*. See [more](https://x.org/2).")
    published(event)
    assert NAME in as_shown(event.summary_en)
    erase(decided(person), by=grace())
    without = "With [erased], at night. See more."
    assert Event.objects.get().summary_en == without
    assert {one.summary_en for one in event.history.all()} == {without}
    page = client.get(f"/events/{event.reference}/").content.decode()
    assert without in page
    assert "Hyok" not in page


def test_a_name_that_is_read_through_markup_goes_from_a_text_of_any_length(client, person):
    long = "x y " * 13_000
    event = an_event(summary_en=f"{long}He met Han T[on](https://x.example/)g Hyok.")
    published(event)
    assert [one.column for one in would_erase(person.pk, by=grace()).places]
    erase(decided(person), by=grace())
    page = client.get(f"/events/{event.reference}/").content.decode()
    assert "He met [erased]." in page
    assert NAME not in page


def test_markup_stays_where_a_name_can_be_taken_out_of_it(person):
    event = an_event(summary_en=f"[With {NAME}](https://x.org/) at *night*.")
    erase(decided(person), by=grace())
    event.refresh_from_db()
    assert event.summary_en == "[With [erased]](https://x.org/) at *night*."


def test_a_relatives_name_goes_with_the_identity_and_stays_elsewhere(person):
    a_case(title_en="Ri Sol Mi v. Russia")
    erase(decided(person), by=grace())
    assert Case.objects.get().title_en == "Ri Sol Mi v. Russia"


def test_more_names_are_looked_for_and_earlier_aliases_too(person):
    person.alias_en = "Nobody at all"
    person.save()
    a_case(title_en="Uncle Potato and H. T. of Camp 4")
    erase(decided(person, also_called="Uncle Potato"), by=grace())
    assert Case.objects.get().title_en == "[erased] and [erased]. of Camp 4"


def test_a_reference_with_a_name_becomes_a_plain_one_everywhere(client, person):
    case = a_case("han-tong-hyok")
    published(case)
    erase(decided(person), by=grace())
    fresh = Case.objects.get()
    assert fresh.reference == f"erased-{case.pk.hex[:12]}"
    assert client.get("/cases/han-tong-hyok/").status_code == 404
    assert client.get(f"/cases/{fresh.reference}/").status_code == 200
    assert changed_since_publication([fresh]) == []
    fresh.full_clean()


def test_two_texts_that_become_the_same_stay_two(person):
    case = a_case(cited=False)
    for number, name in enumerate((NAME, "Хан Дон Хёк")):
        case.identifiers.create(scheme="docket", value=name, url=f"https://x.org/{number}")
    erase(decided(person), by=grace())
    first, second = case.identifiers.values_list("value", flat=True)
    assert first != second
    assert first.startswith("[erased]")
    assert second.startswith("[erased]")


def test_a_saved_filter_that_names_somebody_goes(person):
    SavedFilter.objects.create(user=carol(), model="case", name="Mine", query=f"q={NAME}")
    SavedFilter.objects.create(user=carol(), model="case", name="Other", query="q=Kim")
    erase(decided(person), by=grace())
    assert SavedFilter.objects.get().name == "Other"


def test_nothing_goes_before_two_guardians_have_decided(settings, person):
    settings.FOUR_EYES = True
    request = asked(person)
    for act in (
        lambda: erase(request, by=grace()),
        lambda: erase(decide(request, by=grace()), by=grace()),
    ):
        with pytest.raises(CannotErase, match="Two guardians"):
            act()
    with pytest.raises(CannotDecide, match="another guardian"):
        decide(request, by=grace())
    assert decide(request, by=gina()).state == "decided"
    assert Person.objects.filter(pk=person.pk).exists()


def test_one_guardian_alone_erases_nobody_though_four_eyes_are_off(settings, person):
    settings.FOUR_EYES = False
    request = decide(asked(person), by=grace())
    with pytest.raises(CannotDecide, match="ask an administrator to make a colleague one"):
        decide(request, by=grace())
    with pytest.raises(CannotErase, match="Two guardians"):
        erase(request, by=grace())
    assert Person.objects.filter(pk=person.pk).exists()


@pytest.mark.parametrize("somebody", [carol, edgar])
def test_it_is_for_guardians_alone(person, somebody):
    request = decided(person)
    for act in (
        lambda: asked(a_person("another"), by=somebody()),
        lambda: decide(request, by=somebody()),
        lambda: refuse(request, by=somebody(), reason="No"),
        lambda: erase(request, by=somebody()),
        lambda: would_erase(person.pk, by=somebody()),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert Person.objects.filter(pk=person.pk).exists()


@pytest.mark.parametrize(
    ("values", "words"),
    [({"asked_in": " "}, "file or letter"), ({"reason": ""}, "why it is right")],
)
def test_a_request_needs_a_file_and_a_reason(person, values, words):
    with pytest.raises(CannotDecide, match=words):
        asked(person, **values)


def test_one_request_a_person_waits_at_a_time_and_a_refused_one_does_not(person):
    request = asked(person)
    with pytest.raises(CannotDecide, match="open request"):
        asked(person)
    refused = refuse(request, by=grace(), reason="A court needs it.")
    assert "Refused: A court needs it." in refused.reason
    with pytest.raises(CannotDecide, match="done or refused"):
        decide(request, by=gina())
    assert asked(person).state == "received"


def test_a_list_that_cannot_be_written_stops_it_whole(settings, tmp_path, person):
    settings.ERASURE_LIST = tmp_path / "no folder" / "erasures.list"
    with pytest.raises(CannotList, match="Nothing was erased"):
        erase(decided(person), by=grace())
    assert Person.objects.filter(pk=person.pk).exists()
    assert ErasureRequest.objects.get().state == "decided"


def test_a_key_that_is_missing_stops_it_whole(settings, person, event):
    request = decided(person)
    settings.DESK_KEYS = {"other": bytes(32)}
    with pytest.raises(CannotUnseal):
        erase(request, by=grace())
    assert Event.objects.get().title_en == event.title_en
    assert not settings.ERASURE_LIST.exists()


def test_escaped_letters_in_the_log_of_django_are_read(person):
    message = json.dumps([{"changed": {"name": "한동혁"}}])
    assert "한동혁" not in message
    LogEntry.objects.create(user=alice(), action_flag=2, object_repr="x", change_message=message)
    erase(decided(person), by=grace())
    assert json.loads(LogEntry.objects.get().change_message) == [{"changed": {"name": "[erased]"}}]


def test_the_order_of_the_record_moves_on(person, event):
    before = RecordHead.objects.get().sequence
    erase(decided(person), by=grace())
    assert RecordHead.objects.filter(sequence__gt=before).exists()
    assert not Edition.objects.filter(superseded__lt=F("published")).exists()


def test_contacts_and_references_of_now_and_earlier_go(person):
    identity = Identity.objects.get()
    identity.contacts = "quorvim@proton.example"
    identity.save()
    for reference in ("zhurbin-tynda-1985", "tindal-1985"):
        person.reference = reference
        person.save()
    a_case(
        title_en="Q",
        internal_notes="Call 7-000-000 or quorvim@proton.example, see tindal-1985.",
        summary_en="See Zhurbin-Tynda-1985.",
    )
    erase(decided(person), by=grace())
    case = Case.objects.get()
    assert case.internal_notes == "Call [erased] or [erased], see [erased]."
    assert case.summary_en == "See [erased]."


def test_erasing_brings_no_words_of_a_hidden_source_back_into_the_search(client, person, event):
    quoted = a_source("second")
    with revision(by=grace(), reason=""):
        event.citations.create(source=quoted, quote="The quetzal flew at dawn.", locator="p. 4")
    published(event)
    found = "/search/?q=quetzal"
    assert event.reference in client.get(found).content.decode()
    hide(quoted, by=None)
    erase(decided(person), by=grace())
    assert event.reference not in client.get(found).content.decode()
