"""A case from the first word to the public, as the people of an office bring it there."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.slow

QUOTE = "He was taken from the dormitory in Tynda."


@pytest.fixture
def public(browser, office):
    """Opens public pages as a reader does, and says what is on them."""
    context = browser.new_context()
    page = context.new_page()

    def reads(path: str) -> tuple[int, str]:
        answer = page.goto(office + path)
        return answer.status, page.locator("main").inner_text()

    yield reads
    context.close()


def write_case(carol) -> None:
    """A case with a citation of a source that is made in place, from the form itself."""
    carol.opens("/admin/")
    carol.goes(carol.page.locator("tr.model-case").get_by_role("link", name="Add"))
    carol.types("Reference", "han-of-tynda")
    carol.types("Title (English)", "Detention of H. in Tynda")
    row = carol.begins_row("Citation")
    window = carol.popup("Add another source", row)
    window.get_by_label("Reference:").fill("tynda-letter")
    window.get_by_label("Title (English):").fill("Letter from Tynda")
    window.get_by_role("combobox", name="Kind:").click()
    window.keyboard.type("NGO")
    window.get_by_role("option", name="NGO report").click()
    with window.expect_event("close"):
        window.get_by_role("button", name="Save", exact=True).click()
    carol.types("Locator", "p. 1", within=row)
    carol.presses("Save")
    carol.reads("was added successfully")


def write_event(carol, reference: str, title: str, kind: str, date: str) -> None:
    carol.opens("/admin/cases/event/add/")
    carol.types("Reference", reference)
    carol.types("Title (English)", title)
    carol.types("Date", date)
    carol.picks("Kind", kind)
    carol.picks("Cases", "Detention of H. in Tynda")
    row = carol.begins_row("Citation")
    carol.picks("Source", "Letter from Tynda", within=row)
    carol.types("Quote", QUOTE, within=row)
    carol.presses("Save")
    carol.reads("was added successfully")


def test_a_case_goes_through_review_and_back_to_the_public_in_one_act(enter, public):
    carol, edgar = enter("carol"), enter("edgar")
    write_case(carol)
    write_event(carol, "han-arrest", "H. is arrested in Tynda", "Arrest", "about 12 June 2018")
    write_event(carol, "han-detention", "H. is held in Tynda", "Detention", "summer 2018")
    carol.finds("case", "Detention of H. in Tynda")
    carol.reads("Draft")
    carol.follows("Send for review")
    for words in ("H. is arrested in Tynda", "H. is held in Tynda", "Letter from Tynda"):
        carol.reads(words)
    carol.types("A word to the reviewer", "All of it is in the letter.")
    carol.presses("Send for review")
    carol.reads("Sent for review. A colleague will look at it.")
    assert public("/cases/han-of-tynda/")[0] == 404

    edgar.opens("/admin/?")
    edgar.reads("Awaiting my review")
    edgar.follows("1 case")
    edgar.follows("Detention of H. in Tynda")
    edgar.follows("Review")
    edgar.reads("All of it is in the letter.")
    edgar.types(
        "Or send it back, with a comment for its author",
        "Was it June or July? The letter says July.",
    )
    edgar.presses("Send back")
    edgar.reads("Sent back with your comment.")

    carol.opens("/admin/")
    carol.reads("Sent back to me")
    carol.finds("case", "Detention of H. in Tynda")
    carol.reads("Was it June or July? The letter says July.")
    carol.finds("event", "H. is arrested in Tynda")
    carol.types("Date", "about 12 July 2018")
    carol.presses("Save")
    assert carol.page.locator("del, ins").all_inner_texts() == ["June", "July"]
    carol.picks_reason("A date was corrected")
    carol.presses("Save draft")
    carol.finds("case", "Detention of H. in Tynda")
    carol.follows("Send for review")
    carol.presses("Send for review")

    edgar.finds("case", "Detention of H. in Tynda")
    edgar.follows("Review")
    edgar.presses("Approve and publish")
    edgar.reads("Approved and published.")

    status, page = public("/cases/han-of-tynda/")
    assert status == 200
    for words in ("H. is arrested in Tynda", "About 12 July 2018", "Letter from Tynda"):
        assert words in page
    assert "H. is held in Tynda" in public("/?q=Tynda")[1]
    assert "letter says July" not in page


def test_a_volunteer_hides_something_alone_at_night_and_an_editor_brings_it_back(enter, public):
    vera, elena = enter("vera"), enter("elena")
    assert public("/events/ryu-return/")[0] == 200
    vera.finds("event", "Ryu En Nam reported returned to North Korea")
    vera.follows("Hide now")
    vera.reads("When in doubt, hide.")
    vera.presses("Hide it now")
    vera.reads("Hidden. The public can no longer read it; an editor can bring it back.")
    status, page = public("/events/ryu-return/")
    assert status == 410
    assert "This entry is being checked" in page
    assert "Ryu" not in page

    elena.finds("event", "Ryu En Nam reported returned to North Korea")
    elena.reads("Hidden")
    elena.follows("Publish")
    elena.presses("Publish")
    elena.reads("Published 1 edition.")
    assert public("/events/ryu-return/")[0] == 200


def test_many_are_published_at_once_and_the_one_that_lacks_something_is_named(enter, public):
    carol, edgar = enter("carol"), enter("edgar")
    for reference, date in (("train-one", "2 May 2019"), ("train-two", "2020"), ("train-no", "")):
        carol.opens("/admin/cases/event/add/")
        carol.types("Reference", reference)
        carol.types("Title (English)", f"Labour convoy {reference}")
        carol.types("Date", date)
        carol.picks("Kind", "Arrival")
        carol.picks("Source", "Article on North Korean", within=carol.begins_row("Citation"))
        carol.presses("Save")
        carol.reads("was added successfully")
    edgar.opens("/admin/cases/event/?q=convoy&standing__exact=reported")
    edgar.types("Keep this filter as", "Convoys to publish")
    edgar.presses("Keep")
    edgar.opens("/admin/")
    edgar.follows("Convoys to publish")
    edgar.reads("3 results")
    for box in edgar.page.get_by_label("Select this object for an action").all():
        box.check()
    edgar.page.get_by_label("Action:").select_option(label="Publish")
    edgar.presses("Go on")
    edgar.reads("What stands in the way")
    edgar.reads("The date is missing.")
    with edgar.context.expect_page() as tab:
        edgar.page.get_by_role("link", name="Mend it").click(modifiers=["ControlOrMeta"])
    expect(tab.value.get_by_label("Reference:")).to_have_value("train-no")
    tab.value.close()
    edgar.presses("Publish")
    edgar.reads("Published 2 editions.")
    assert public("/events/train-one/")[0] == public("/events/train-two/")[0] == 200
    assert public("/events/train-no/")[0] == 404
