"""Save becomes review, nothing typed is lost, and nobody overwrites a colleague unawares."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.history import revision
from cases.models import Citation, Event
from cases.publishing import submit as send_for_review
from tests.cases.admin.test_desk import address, save, submit
from tests.cast import a_case, a_court, a_source, alice, an_event, edgar, published, the_source
from tests.test_first_run import FormReader

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(alice())
    return client


def changed_by_edgar(event, **values):
    with revision(by=edgar(), reason="Edgar knows better"):
        for name, value in values.items():
            setattr(event, name, value)
        event.save()


def test_what_is_about_to_change_is_shown_word_by_word_and_not_yet_saved(desk):
    event = an_event(summary_en="He was arrested in Tynda.")
    page = submit(desk, address(event), summary_en="He was detained in Tynda.").content.decode()
    assert "He was <del>arrested</del><ins>detained</ins> in Tynda." in page
    event.refresh_from_db()
    assert event.summary_en == "He was arrested in Tynda."


def test_a_first_draft_needs_no_reason(desk):
    event = an_event()
    page = submit(desk, address(event), place="Tynda").content.decode()
    assert "In your own words" not in page
    save(desk, address(event), place="Tynda")
    assert Event.objects.get().place == "Tynda"


@pytest.mark.parametrize("seen_by_others", [send_for_review, None])
def test_what_others_have_seen_is_changed_with_a_reason_only(desk, seen_by_others):
    event = an_event()
    seen_by_others(event, by=None) if seen_by_others else published(event)
    page = save(desk, address(event), reason="", place="Tynda").content.decode()
    assert "Please give a reason" in page
    assert Event.objects.get().place == ""
    save(desk, address(event), reason="A letter came", place="Tynda")
    assert event.history.order_by("-history_id").first().history_change_reason == "A letter came"


def test_a_common_reason_can_be_picked(desk):
    event = an_event()
    published(event)
    shown = FormReader(submit(desk, address(event), place="Tynda").content.decode()).fields
    desk.post(address(event), {**shown, "common_reason": "New information", "_save": "Save"})
    assert event.history.order_by("-history_id").first().history_change_reason == "New information"


def test_one_can_go_back_to_the_form_with_all_that_was_typed(desk):
    event = an_event()
    shown = FormReader(submit(desk, address(event), place="Tynda").content.decode()).fields
    page = desk.post(address(event), {**shown, "_back": "1"}).content.decode()
    assert "Nothing is saved yet" in page
    assert 'value="Tynda"' in page
    assert Event.objects.get().place == ""


def test_line_breaks_of_a_browser_are_no_change(desk):
    event = an_event(summary_en="One\nTwo")
    before = event.history.count()
    save(desk, address(event), summary_en="One\r\nTwo")
    assert event.history.count() == before


def test_the_second_of_two_is_told_who_saved_what_and_keeps_their_text(desk):
    event = an_event(place="Moscow")
    form = FormReader(desk.get(address(event)).content.decode()).fields
    changed_by_edgar(event, place="Tynda")
    page = desk.post(address(event), {**form, "place": "Vladivostok"}).content.decode()
    for words in ("changed meanwhile by edgar", "Edgar knows better", "Moscow", "Tynda"):
        assert words in page
    assert 'value="Vladivostok"' in page
    event.refresh_from_db()
    assert event.place == "Tynda"


def test_having_compared_they_may_put_theirs_in_place(desk):
    event = an_event(place="Moscow")
    form = FormReader(desk.get(address(event)).content.decode()).fields
    changed_by_edgar(event, place="Tynda")
    again = desk.post(address(event), {**form, "place": "Vladivostok"}).content.decode()
    shown = desk.post(address(event), FormReader(again).fields).content.decode()
    assert "<del>Tynda</del><ins>Vladivostok</ins>" in shown
    desk.post(address(event), {**FormReader(shown).fields, "_save": "Save"})
    event.refresh_from_db()
    assert event.place == "Vladivostok"


def test_a_change_made_while_the_review_page_was_open_is_not_overwritten(desk):
    event = an_event(place="Moscow")
    shown = FormReader(submit(desk, address(event), place="Vladivostok").content.decode()).fields
    changed_by_edgar(event, place="Tynda")
    page = desk.post(address(event), {**shown, "_save": "Save"}).content.decode()
    assert "changed meanwhile by edgar" in page
    event.refresh_from_db()
    assert event.place == "Tynda"


def test_a_sign_that_nobody_sees_is_named_in_records_and_rows_and_the_text_is_kept(desk):
    event = an_event()
    form = FormReader(desk.get(address(event)).content.decode()).fields
    typed = {"summary_en": "An hour's\x0bwork", "citations-0-quote": "A long\x02er quote"}
    page = desk.post(address(event), {**form, **typed}).content.decode()
    assert "“Summary (English)” holds a sign that nobody can see (U+000B)" in page
    assert "“Quote” holds a sign that nobody can see (U+0002)" in page
    kept = FormReader(page).fields
    assert {name: kept[name][0] for name in typed} == typed
    assert Event.objects.get().summary_en == ""


def test_text_typed_into_a_row_that_a_colleague_deleted_is_kept(desk):
    event = an_event()
    form = FormReader(desk.get(address(event)).content.decode()).fields
    with revision(by=edgar(), reason="Wrong source"):
        Citation.objects.filter(event=event).delete()
    typed = {**form, "citations-0-quote": "A quote that took an hour"}
    page = desk.post(address(event), typed).content.decode()
    assert "A quote that took an hour" in page
    shown = desk.post(address(event), FormReader(page).fields).content.decode()
    desk.post(address(event), {**FormReader(shown).fields, "_save": "Save"})
    assert event.citations.get().quote == "A quote that took an hour"


def test_a_file_is_chosen_once(desk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    source = a_source()
    form = FormReader(desk.get(address(source)).content.decode()).fields
    upload = SimpleUploadedFile("scan.pdf", b"%PDF-1.4 scan", "application/pdf")
    page = desk.post(address(source), {**form, "accessed": "no day", "file": upload})
    assert "The file “scan.pdf” is kept with this form" in page.content.decode()
    (held,) = (tmp_path / "held").iterdir()
    # Whoever erases somebody has to be told whose file waits.
    assert held.name.startswith(f"{alice().pk}-")
    mended = {**FormReader(page.content.decode()).fields, "accessed": "2026-03-01"}
    shown = desk.post(address(source), mended).content.decode()
    desk.post(address(source), {**FormReader(shown).fields, "_save": "Save"})
    source.refresh_from_db()
    with source.file.open() as file:
        assert file.read() == b"%PDF-1.4 scan"
    assert list((tmp_path / "held").iterdir()) == []


def test_a_file_of_a_wrong_type_is_refused_at_once_and_is_not_carried_on(desk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    source = a_source()
    form = FormReader(desk.get(address(source)).content.decode()).fields
    upload = SimpleUploadedFile("scan.pdf", b"MZ\x90\0" + b"\0" * 99, "application/pdf")
    page = desk.post(address(source), {**form, "title_en": "Typed", "file": upload})
    text = page.content.decode()
    assert "not of a type that is kept here" in text
    assert "is kept with this form" not in text
    assert "Typed" in text
    assert list((tmp_path / "held").iterdir()) == []
    shown = desk.post(address(source), FormReader(text).fields).content.decode()
    desk.post(address(source), {**FormReader(shown).fields, "_save": "Save"})
    source.refresh_from_db()
    assert (source.title_en, source.file.name) == ("Typed", "")


def test_a_held_file_is_for_whoever_chose_it(desk, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    source = a_source()
    form = FormReader(desk.get(address(source)).content.decode()).fields
    upload = SimpleUploadedFile("scan.pdf", b"%PDF-1.4 scan", "application/pdf")
    page = desk.post(address(source), {**form, "accessed": "no day", "file": upload})
    token = FormReader(page.content.decode()).fields["file__held"]
    client.force_login(edgar())
    stolen = {**form, "file__held": token}
    assert "scan.pdf" not in client.post(address(source), stolen).content.decode()


@pytest.mark.parametrize("act", ["publish", "delete", "restore"])
def test_no_other_act_passes_over_a_colleagues_change(desk, act):
    event = an_event(place="Moscow")
    number = event.history.order_by("-history_id").first().revision_id
    changed_by_edgar(event, place="Vladivostok")
    more = [number] if act == "restore" else []
    path = reverse(f"admin:cases_event_{act}", args=[event.pk, *more])
    form = FormReader(desk.get(path).content.decode()).fields
    changed_by_edgar(event, place="Tynda")
    page = desk.post(path, form, follow=True).content.decode()
    assert "changed meanwhile by edgar" in page
    event.refresh_from_db()
    assert event.place == "Tynda"


def test_what_somebody_begins_is_assigned_to_them(desk):
    path = reverse("admin:cases_case_add")
    submit(desk, path, reference="new-case", title_en="A new case")
    case = type(a_case())._default_manager.get(reference="new-case")
    assert case.assigned_to == alice()


def test_a_known_address_leads_to_the_source_that_has_it(desk):
    known = a_source("known", url="https://court.example/1")
    page = submit(desk, address(a_source("another")), url="https://court.example/1")
    assert f'<a href="{address(known)}">Source known</a>' in page.content.decode()


def test_rival_claims_show_on_the_form_at_once(desk):
    event = an_event(date="2017-01")
    Citation.objects.create(event=event, source=the_source(), field="date", value="2016-12")
    page = desk.get(address(event)).content.decode()
    assert "Sources disagree on “date”" in page
    assert "December 2016" in page


def test_nothing_disagrees_where_values_cannot_be_compared_or_say_the_same(desk):
    event = an_event(countries=["RU", "KP"], standing="reported")
    event.cases.add(a_case())
    claims = {
        "countries": "Russia",
        "standing": "Reported",
        "kind": "Arrest",
        "cases": "The case of Mr Kim",
        "title": "Another title",
        "summary": "Something",
    }
    for field, value in claims.items():
        Citation.objects.create(event=event, source=the_source(), field=field, value=value)
    assert "Sources disagree" not in desk.get(address(event)).content.decode()
    published(event)
    assert "Sources disagree" not in desk.get("/events/arrest-of-mr-kim/").content.decode()


def test_codes_that_disagree_are_shown_in_words_on_the_desk_and_in_public(desk):
    event = an_event(standing="reported")
    Citation.objects.create(event=event, source=the_source(), field="standing", value="Disputed")
    published(event)
    for path in (address(event), "/events/arrest-of-mr-kim/"):
        page = desk.get(path).content.decode()
        assert "Sources disagree on" in page
        assert "Disputed: sources disagree" in page
        assert "Reported: a source says so" in page


def test_the_field_that_a_citation_bears_on_is_picked_from_those_of_its_record(desk):
    event, case = an_event(), a_case()
    fields = {type(one): field_choices(desk, one) for one in (event, case)}
    assert {"", "date", "place", "standing", "title"} <= fields[type(event)]
    assert {"", "outcome", "statuses"} <= fields[type(case)]
    assert "date" not in fields[type(case)]


def test_a_field_that_was_named_otherwise_before_is_kept(desk):
    event = an_event()
    event.citations.update(field="weather")
    assert "weather" in field_choices(desk, event)


def field_choices(desk, record) -> set[str]:
    page = desk.get(address(record)).content.decode()
    select = page.split('name="citations-0-field"')[1].split("</select>")[0]
    return {one.split('"')[0] for one in select.split('value="')[1:]}


def test_one_application_number_in_two_cases_is_pointed_out_however_it_is_spaced(desk):
    court, other = a_court(), a_court("district-court")
    known, case = a_case("mr-lee"), a_case()
    known.applications.create(court=other, number="12345 / 19")
    case.applications.create(court=court, number="12345/19")
    page = save(desk, address(case), "New information", title_en="Kim v. Russia")
    assert "Application 12345 / 19 is also in the case “Case mr-lee”." in page.content.decode()


def test_what_was_left_as_it_was_does_not_take_a_colleagues_work_back(desk):
    event = an_event(place="Moscow", title_en="An arrest", countries=["RU"])
    citation = event.citations.get()
    form = FormReader(desk.get(address(event)).content.decode()).fields
    with revision(by=edgar(), reason="Was wrong"):
        fresh = Event.objects.get()
        fresh.place, fresh.countries = "Tynda", ["RU", "KP"]
        fresh.date = "2018"
        fresh.save()
        Citation.objects.filter(pk=citation.pk).update(quote="They took him.", locator="p. 9")
    typed = {**form, "title_en": "My own title", "date": "2016", "citations-0-translation": "Mine"}
    page = desk.post(address(event), typed)
    text = page.content.decode()
    assert "was changed meanwhile by edgar" in text
    assert "Nothing new, so theirs stands" in text
    fields = FormReader(text).fields
    again = {name: values[0] for name, values in fields.items() if values}
    assert (again["place"], again["title_en"]) == ("Tynda", "My own title")
    assert again["date"] == "2016", "what was typed stays typed"
    assert (again["citations-0-quote"], again["citations-0-locator"]) == ("They took him.", "p. 9")
    assert again["citations-0-translation"] == "Mine"
    desk.post(address(event), {**fields, "_confirmed": "1", "change_reason": "Both"})
    saved = Event.objects.get()
    assert (saved.place, saved.title_en, str(saved.date)) == ("Tynda", "My own title", "2016")
    assert sorted(saved.countries) == ["KP", "RU"]
    row = saved.citations.get()
    assert (row.quote, row.locator, row.translation) == ("They took him.", "p. 9", "Mine")


def test_a_record_with_hundreds_of_rows_is_saved(desk):
    case, source = a_case(cited=False), the_source()
    for number in range(250):
        Citation.objects.create(case=case, source=source, locator=f"p. {number}")
    save(desk, address(case), "A letter came", title_en="With many sources")
    case.refresh_from_db()
    assert case.title_en == "With many sources"
    assert case.citations.count() == 250
