"""Corrections: two at once, an earlier state restored, and a date in words."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.slow


def test_the_second_of_two_editors_is_told_keeps_their_text_and_then_saves(enter):
    edgar, elena = enter("edgar"), enter("elena")
    for one in (edgar, elena):
        one.finds("event", "Choe Myong Bok leaves the logging camp")
    elena.types("Place", "Amur region")
    elena.saves("The article names the region")
    elena.reads("was changed successfully")

    edgar.types("Place", "Near Tynda")
    edgar.presses("Save")
    edgar.reads("was changed meanwhile by elena")
    edgar.reads("The article names the region")
    row = edgar.page.locator("#rivals tbody tr")
    assert row.locator("th, td").all_inner_texts() == [
        "Place",
        "Nothing",
        "Amur region",
        "Near Tynda",
    ]
    expect(edgar.page.get_by_label("Place:")).to_have_value("Near Tynda")
    edgar.saves("Nearer to what the article says")
    edgar.finds("event", "Choe Myong Bok leaves the logging camp")
    expect(edgar.page.get_by_label("Place:")).to_have_value("Near Tynda")


def test_an_earlier_state_is_restored_as_a_new_revision(enter):
    elena = enter("elena")
    title = "Foreign Policy reports on North Korean refugees in Russia"
    elena.finds("event", title)
    elena.types("Summary (English)", "A sentence that nobody can bear out.")
    elena.saves("A mistake")
    elena.finds("event", title)
    elena.follows("History")
    elena.reads("A mistake")
    rows = elena.page.locator("tbody tr")
    before = rows.count()
    elena.goes(rows.nth(1).get_by_role("link", name="Restore this"))
    elena.types("In your own words", "It was right before")
    elena.presses("Restore")
    elena.reads("Restored as it stood after revision")
    expect(elena.page.get_by_label("Summary (English):")).not_to_have_value(
        "A sentence that nobody can bear out."
    )
    elena.follows("History")
    elena.reads("It was right before")
    expect(rows).to_have_count(before + 1)
    elena.presses("Compare the two that are marked")
    assert "nobody can bear out" in " ".join(elena.page.locator("del").all_inner_texts())


def test_a_date_is_typed_in_words_read_at_once_saved_and_shown(enter):
    elena = enter("elena")
    elena.finds("event", "Choe Myong Bok arrives in Russia to work")
    field = elena.page.locator(".form-row.field-date")
    elena.types("Date", "31 February 1999")
    elena.reads("February 1999 has 28 days")
    elena.types("Date", "autumn 1999")
    elena.reads("We read this as “Autumn 1999”: 1 September 1999 to 30 November 1999.")
    expect(field.locator(".cell.solid")).to_have_count(3)
    elena.saves("The article says autumn")
    elena.opens("/admin/cases/event/?q=Choe+Myong+Bok+arrives")
    elena.reads("Autumn 1999")
    elena.follows("Choe Myong Bok arrives in Russia to work")
    expect(elena.page.get_by_label("Date:")).to_have_value("Autumn 1999")
