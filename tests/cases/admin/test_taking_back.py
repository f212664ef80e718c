"""The pages of what is taken from the public: what stays, and the log that staff read."""

import pytest

from cases.models import Citation, Event, Participation, Removal, Source
from cases.publishing import hide, remove, suppress, withdraw
from tests.cases.admin.test_desk import address, submit
from tests.cast import (
    a_case,
    a_person,
    a_source,
    adam,
    alice,
    an_event,
    carol,
    edgar,
    grace,
    named_publicly,
    published,
)

pytestmark = pytest.mark.django_db
THREE_WAYS = (
    "<b>Withdraw</b>",
    "<b>Take out of earlier editions</b>",
    "<b>Remove to protect somebody</b>",
)


def page(client, user, path):
    client.force_login(user)
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("act", ["hide", "withdraw", "remove"])
def test_every_way_lists_what_stays_public(client, act):
    case, event, draft = a_case(), an_event("deportation"), an_event("draft")
    event.cases.add(case)
    published(event, case)
    draft.cases.add(case)
    shown = page(client, edgar(), address(case, act))
    assert "These stay public; each can be hidden by itself:" in shown
    assert f'<a href="{address(event, "hide")}">hide it too' in shown
    assert "Event draft" not in shown
    shown = page(client, edgar(), address(event, act))
    assert "These cite it or link to it." not in shown
    source = Citation.objects.filter(event=event).get().source
    shown = page(client, edgar(), address(source, act))
    assert "These cite it or link to it." in shown
    assert "Event deportation" in shown


@pytest.mark.parametrize("act", ["withdraw", "suppress", "remove"])
def test_each_of_the_three_ways_explains_all_three(client, act):
    event = an_event()
    published(event)
    shown = page(client, edgar(), address(event, act))
    for words in (*THREE_WAYS, "Three ways"):
        assert words in shown


def test_so_does_withdrawing_many(client):
    event = an_event()
    published(event)
    client.force_login(edgar())
    form = {"action": "withdraw_many", "_selected_action": [event.pk]}
    shown = client.post("/admin/cases/event/", form).content.decode()
    assert all(words in shown for words in THREE_WAYS)


def test_withdrawing_many_lists_what_stays_public_of_all_of_them(client):
    cases = [a_case(name) for name in ("one", "two")]
    events = [an_event(name) for name in ("arrest", "deportation", "both")]
    for case, of_it in zip(cases, (events[::2], events[1:]), strict=True):
        case.events.set(of_it)
    published(*events, *cases)
    client.force_login(edgar())
    form = {"action": "withdraw_many", "_selected_action": [one.pk for one in cases]}
    shown = client.post("/admin/cases/case/", form).content.decode()
    for event in events:
        assert shown.count(f'<a href="{address(event, "hide")}">hide it too') == 1
    form = {"action": "withdraw_many", "_selected_action": [one.pk for one in events]}
    shown = client.post("/admin/cases/event/", form).content.decode()
    assert "What stays public" in shown
    assert "hide it too" not in shown, "an event that is withdrawn itself does not stay"


def test_a_guardian_who_removes_reads_no_title_that_is_not_theirs(client):
    source = a_source("only")
    event = an_event("deportation", cited=False)
    Citation.objects.create(event=event, source=source)
    published(event)
    hide(event, by=edgar())
    assert "Event deportation" not in page(client, grace(), address(source, "remove"))


def test_what_a_removed_source_leaves_behind_is_hidden_with_it_unless_unticked(client):
    source = a_source("only")
    for name in ("one", "two"):
        Citation.objects.create(event=an_event(name, cited=False), source=source)
    published(*Event.objects.all())
    path = address(source, "remove")
    shown = page(client, edgar(), path)
    assert "Left without a published source" in shown
    assert shown.count('name="with"') == shown.count("checked> Event:") == 2
    assert 'value="Remove it without a trace, and hide 2 others"' in shown
    one = Event.objects.get(reference="one")
    again = client.post(path, {"with": [one.pk], "reason": ""}).content.decode()
    assert again.count("checked> Event:") == 1
    assert 'value="Remove it without a trace, and hide 1 other"' in again
    client.post(path, {"with": [one.pk], "reason": "He was threatened."})
    assert client.get("/events/one/").status_code == 410
    assert client.get("/events/two/").status_code == 200


def test_history_says_what_was_taken_who_did_it_and_why(client):
    event = an_event()
    published(event)
    submit_as(client, carol(), address(event, "hide"), reason="Looks wrong.")
    client.force_login(edgar())
    submit(client, address(event, "withdraw"), public_note="It was wrong.", reason="Checked.")
    shown = page(client, edgar(), address(event, "history"))
    for words in ("What was taken from the public", "<td>carol</td>", "Looks wrong.", "Checked."):
        assert words in shown
    assert "Hidden while it is checked, edition 1" in shown
    assert "<td>It was wrong.</td>" in shown
    assert address(event, "shelf") in shown


def submit_as(client, user, path, **typed):
    client.force_login(user)
    return submit(client, path, **typed)


def test_the_shelf_shows_the_text_to_editors_and_to_guardians_who_may_see_the_record(client):
    case = a_case(title_en="A case")
    event = an_event(summary_en="He was taken to Camp 4.", assigned_to=carol())
    event.cases.add(case)
    published(event, case)
    withdraw(event, by=edgar(), public_note="x")
    path = address(event, "shelf")
    shown = page(client, edgar(), path)
    assert "He was taken to Camp 4." in shown
    assert "<td>A case</td>" in shown
    assert "no-store" in client.get(path)["Cache-Control"]
    for user in (carol(), grace(), adam()):
        client.force_login(user)
        assert client.get(path).status_code in (302, 403, 404), user
    assert address(event, "shelf") not in page(client, carol(), address(event, "history"))


def test_the_list_of_all_removals_names_what_the_reader_may_see(client):
    event, source = an_event("public"), a_source("interview", title_en="Talk", is_testimony=True)
    source.consent_audience = "public"
    source.save()
    published(event, source)
    withdraw(source, by=grace_and_editor(), public_note="Consent.", reason="He asked.")
    hide(event, by=edgar(), reason="Looks wrong.")
    shown = page(client, edgar(), "/admin/removals/")
    assert "Looks wrong." in shown
    for words in ("Talk", "He asked.", "Consent."):
        assert words not in shown
    assert "Source: one that is not yours to see" in shown
    shown = page(client, grace(), "/admin/removals/")
    assert "He asked." in shown
    assert "Looks wrong." not in shown
    assert "/admin/removals/" in page(client, grace(), "/admin/")
    assert "/admin/removals/" not in page(client, carol(), "/admin/")


def grace_and_editor():
    return alice()


def test_a_guardian_is_led_from_the_list_to_where_it_is_allowed_again(client):
    event = an_event()
    published(event)
    remove(event, by=edgar(), reason="He was threatened.")
    shown = page(client, grace(), "/admin/removals/")
    assert address(event, "allow") in shown
    assert "He was threatened." not in shown
    assert "He was threatened." in page(client, edgar(), "/admin/removals/")


def test_the_page_offers_notes_and_addresses_among_what_can_be_taken_out(client):
    event = an_event("han-tong-hyok")
    published(event, note="A note with a name.")
    event.reference = "arrest"
    event.save()
    published(event)
    client.force_login(edgar())
    path = address(event, "suppress")
    shown = page(client, edgar(), path)
    assert '<option value="public_note">The public note</option>' in shown
    assert '<option value="reference">The old address</option>' in shown
    suppress(event, [1], by=edgar(), public_note="Old note", reason="x")
    shown = page(client, edgar(), path)
    assert "The note of edition 1, taken out: “Old note”" in shown
    key = shown.split('name="left" value="')[1].split('"')[0]
    said = {"left": [key], "public_note": "", "reason": "x", "from_left": "1"}
    refused = client.post(path, said).content.decode()
    assert f'value="{key}" checked' in refused
    client.post(path, said | {"public_note": "New note"})
    assert "Old note" not in client.get("/events/arrest/history/1/").content.decode()
    assert Removal.objects.first().field == "public_note"
    assert path in page(client, edgar(), address(event))


def test_a_withdrawn_record_offers_its_note(client):
    event = an_event()
    published(event)
    withdraw(event, by=edgar(), public_note="It told too much.")
    shown = page(client, edgar(), address(event, "suppress"))
    assert "The note of what was withdrawn: “It told too much.”" in shown
    assert address(event, "suppress") in page(client, edgar(), address(event))


def test_earlier_editions_that_link_to_it_are_listed_with_what_to_do(client):
    source, event = a_source("only"), an_event("deportation")
    Citation.objects.create(event=event, source=source)
    published(event)
    Citation.objects.filter(event=event, source=source).delete()
    event.title_en = "A deportation"
    event.save()
    published(event)
    for act in ("hide", "withdraw", "remove"):
        shown = page(client, edgar(), address(source, act))
        assert "Earlier editions of these cite it or link to it." in shown
        assert f'<a href="{address(event, "suppress")}">take out of earlier editions' in shown
        assert "A deportation</a>, edition 1" in shown


def noted():
    """A case and an event that were published in one act, with a note."""
    case, event = a_case(), an_event("deportation")
    published(case, event, note="Of the fisherman.")
    return case, event


def key_in(shown):
    """What the note that a page shows is ticked by."""
    return shown.split('name="note_shown" value="')[1].split('"')[0]


def test_the_page_of_a_removal_offers_the_note_that_others_carry_ticked(client):
    case, _ = noted()
    path = address(case, "remove")
    shown = page(client, edgar(), path)
    assert "Take out there too: “Of the fisherman.”" in shown
    assert "Event deportation" in shown
    key = key_in(shown)
    assert f'name="note" value="{key}" checked' in shown
    unticked = {"note_shown": [key], "reason": ""}
    assert f'name="note" value="{key}">' in client.post(path, unticked).content.decode()
    client.post(path, unticked | {"reason": "He was threatened."})
    assert "Of the fisherman." in client.get("/changes/").content.decode()


def test_a_ticked_note_is_taken_out_with_the_removal(client):
    case, event = noted()
    path = address(case, "remove")
    key = key_in(page(client, edgar(), path))
    client.post(path, {"note_shown": [key], "note": [key], "reason": "He was threatened."})
    assert "fisherman" not in client.get("/changes/").content.decode()
    assert "the public note, edition 1" in page(client, edgar(), address(event, "history"))


def test_the_page_of_suppressing_offers_the_note_that_others_carry(client):
    _, event = noted()
    path = address(event, "suppress")
    shown = page(client, edgar(), path)
    assert "Take out there too: “Of the fisherman.”" in shown
    key = key_in(shown)
    said = {"number": ["1"], "field": "public_note", "public_note": "Gone.", "reason": "x"}
    client.post(path, said | {"note_shown": [key], "note": [key]})
    assert "fisherman" not in client.get("/changes/").content.decode()


def test_a_refusal_to_suppress_names_the_editions_and_loses_nothing_that_was_typed(client):
    event = an_event(summary_en="He was seen.")
    published(event)
    event.place = "Tynda"
    event.save()
    published(event)
    said = {"number": ["1"], "field": "summary_en", "public_note": "Words.", "reason": "Why."}
    client.force_login(edgar())
    shown = client.post(address(event, "suppress"), said).content.decode()
    assert "Nothing was done. The same can still be read in the current edition." in shown
    for kept in (">Words.</textarea>", ">Why.</textarea>", 'value="1" checked', "summary_en"):
        assert kept in shown
    assert '<option value="summary_en" selected>' in shown


def withdrawn_alike():
    """A case and an event that were withdrawn with the same words."""
    case, event = a_case(), an_event("deportation")
    published(case, event)
    for one in (case, event):
        withdraw(one, by=edgar(), public_note="Of the fisherman.")
    return case, event


def test_the_page_of_a_removal_offers_the_words_that_others_were_withdrawn_with(client):
    case, _ = withdrawn_alike()
    path = address(case, "remove")
    shown = page(client, edgar(), path)
    assert "Take out there too: “Of the fisherman.”" in shown
    assert "Event deportation" in shown
    key = key_in(shown)
    assert f'name="note" value="{key}" checked' in shown
    client.post(path, {"note_shown": [key], "note": [key], "reason": "He was threatened."})
    assert "fisherman" not in client.get("/changes/").content.decode()
    assert client.get("/events/deportation/").status_code == 410


def test_words_that_are_unticked_stay_where_others_were_withdrawn_with_them(client):
    case, _ = withdrawn_alike()
    path = address(case, "remove")
    key = key_in(page(client, edgar(), path))
    client.post(path, {"note_shown": [key], "reason": "He was threatened."})
    assert "fisherman" in client.get("/events/deportation/").content.decode()


def test_who_carries_the_words_is_named_to_those_who_may_see_it(client):
    case, event = withdrawn_alike()
    Event.objects.filter(pk=event.pk).update(title_en="SECRET")
    Removal.objects.filter(record=event.pk).delete()
    shown = page(client, grace(), address(case, "remove"))
    assert "Take out there too: “Of the fisherman.”" in shown
    assert "one that is not yours to see" in shown
    assert "SECRET" not in shown


@pytest.mark.parametrize("ticked", [True, False])
def test_what_was_left_is_taken_out_where_others_carry_it_if_it_is_ticked(client, ticked):
    case, _ = withdrawn_alike()
    path = address(case, "suppress")
    shown = page(client, edgar(), path)
    assert "where other records were taken back" in shown
    key = key_in(shown)
    left = shown.split('name="left" value="')[1].split('"')[0]
    said = {"from_left": "1", "left": [left], "public_note": "An error.", "reason": "x"}
    client.post(path, said | {"note_shown": [key], "note": [key] if ticked else []})
    words = client.get("/events/deportation/").content.decode()
    assert ("fisherman" in words) is not ticked
    assert "fisherman" not in client.get("/cases/mr-kim/").content.decode()


def test_where_parts_can_still_be_read_is_shown_before_they_are_taken_out(client):
    event = an_event(summary_en="One thing. He is the fisherman.")
    published(event)
    event.summary_en = "clean"
    event.save()
    published(event)
    case = a_case(summary_en="He is the fisherman. Else.")
    published(case)
    path = address(event, "suppress")
    client.force_login(edgar())
    said = {"number": ["1"], "field": "summary_en", "public_note": "Words.", "reason": "Why."}
    shown = client.post(path, said).content.decode()
    assert "Nothing was done. Parts of it can still be read elsewhere" in shown
    assert f'<a href="{address(case)}">Case mr-kim</a>' in shown
    assert address(case, "suppress") in shown
    assert "edition 1, the current one: “He is the fisherman.”" in shown
    assert "Words." in shown
    client.post(path, said | {"parts_may_stay": "1"})
    assert Removal.objects.get().field == "summary_en"


def test_where_parts_can_still_be_read_is_named_to_those_who_may_see_it(client):
    event = an_event(summary_en="One thing. He is the fisherman.")
    source = a_source("talk", title_en="He is the fisherman.")
    published(event, source)
    event.summary_en = "clean"
    event.save()
    published(event)
    # As one that was marked before nothing public could become testimony.
    Source.objects.filter(pk=source.pk).update(is_testimony=True, title_en="Testimony")
    client.force_login(edgar())
    said = {"number": ["1"], "field": "summary_en", "public_note": "Words.", "reason": "Why."}
    shown = client.post(address(event, "suppress"), said).content.decode()
    assert "Source: one that is not yours to see, edition 1, the current one" in shown
    assert address(source) not in shown
    assert address(source, "suppress") not in shown


def test_what_has_no_page_is_listed_without_an_address_that_leads_nowhere(client):
    person = a_person("ri-ok-ju", **named_publicly(alias_en="Ri Ok Ju"))
    event = an_event()
    Participation.objects.create(event=event, person=person)
    published(person, event)
    client.force_login(grace())
    shown = client.get(address(person, "remove")).content.decode()
    assert "edition 1, where others name it" in shown
    assert "/persons/" not in shown
    shown = client.get(address(event, "remove")).content.decode()
    assert f'<a href="/events/{event.reference}/history/1/">edition 1, at' in shown


def test_what_was_never_removed_is_not_offered_to_be_allowed(client):
    event = an_event()
    published(event)
    path = address(event, "allow")
    shown = page(client, grace(), path)
    assert "It was never removed." in shown
    assert 'value="Let it be published again"' not in shown
    remove(event, by=edgar(), reason="He was threatened.")
    assert 'value="Let it be published again"' in page(client, grace(), path)
