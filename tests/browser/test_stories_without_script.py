"""The desk with JavaScript switched off: a case is written, reviewed and published."""

import pytest
from playwright.sync_api import expect

from tests.browser.pages import ARREST

pytestmark = pytest.mark.slow


@pytest.fixture
def plainly(enter):
    def enters(name: str):
        return enter(name, java_script_enabled=False)

    return enters


def test_without_script_a_case_with_its_event_reaches_the_public(plainly):
    carol, edgar = plainly("carol"), plainly("edgar")
    carol.opens("/admin/cases/case/add/")
    carol.types("Reference", "no-script")
    carol.presses("More rows for citations")
    carol.reads("Nothing is saved yet. Go on where you were.")
    expect(carol.page.get_by_label("Reference:")).to_have_value("no-script")
    carol.types("Title (English)", "A case written without script")
    row = carol.page.locator("#citations-0")
    carol.types("Choose by reference", "no such thing", within=row)
    carol.types("Quote", "A quote that took an hour.", within=row)
    carol.presses("Save")
    carol.reads("We found nothing by the name of “no such thing”.")
    expect(row.get_by_label("Choose by reference")).to_have_value("no such thing")
    expect(row.get_by_label("Quote:")).to_have_value("A quote that took an hour.")
    carol.types("Choose by reference", "article-north-korean-refugees-in-russia", within=row)
    carol.presses("Save")
    carol.reads("was added successfully")

    carol.opens("/admin/cases/event/add/")
    carol.types("Reference", "no-script-event")
    carol.types("Title (English)", "An event written without script")
    carol.types("Date", "spring 2016")
    carol.types("Choose by reference", "arrest", carol.page.locator(".field-kind"))
    carol.types("Add by reference", "no-script", carol.page.locator(".field-cases"))
    carol.presses("More rows for citations")
    carol.reads("We read this as “Spring 2016”: 1 March 2016 to 31 May 2016.")
    carol.types("Choose by reference", "Article on North", carol.page.locator("#citations-0"))
    carol.presses("Save")
    carol.reads("was added successfully")

    carol.finds("case", "A case written without script")
    carol.follows("Send for review")
    carol.reads("An event written without script")
    carol.presses("Send for review")
    edgar.finds("case", "A case written without script")
    edgar.follows("Review")
    edgar.presses("Approve and publish")
    edgar.reads("Approved and published.")
    assert edgar.opens("/events/no-script-event/") == 200
    edgar.reads("Spring 2016")


def test_without_script_something_is_corrected_with_a_reason(plainly):
    elena = plainly("elena")
    elena.finds("event", ARREST)
    elena.types("Place", "Saint Petersburg")
    elena.types("Add by reference", "asylum, readmission", elena.page.locator(".field-topics"))
    elena.saves("A letter came")
    elena.reads("was changed successfully")
    elena.finds("event", ARREST)
    chosen = elena.page.locator(".field-topics option:checked")
    assert chosen.all_inner_texts() == ["Asylum", "Readmission"]
