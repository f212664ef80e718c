"""Whoever takes something out is told where parts of it can still be read. Names are invented."""

import unicodedata

import pytest

from cases.history import revision
from cases.models import Citation, Event, Removal
from cases.publishing import StillRead, suppress
from tests.cast import a_case, a_source, alice, an_event, edgar, published
from timeline.models import SuppressedField

pytestmark = pytest.mark.django_db
SAID = {"public_note": "Words were removed.", "reason": "A guard had read it to us."}
LONG = "the fisherman of Tynda went over the river at night"


def again(event, note="", **values) -> None:
    with revision(by=alice(), reason=""):
        event = Event.objects.get(pk=event.pk)
        for name, value in values.items():
            setattr(event, name, value)
        event.save()
    published(event, note=note)


def printed_and_cleaned(text: str) -> Event:
    event = an_event(summary_en=text)
    published(event)
    again(event, summary_en="clean")
    return event


def asked(event, numbers=(1,), field="summary_en") -> list[tuple[str, str, str]]:
    """Where parts are said still, in what is asked: whose, where and which words."""
    with pytest.raises(StillRead) as refused:
        suppress(event, numbers, by=edgar(), field=field, parts_may_stay=False, **SAID)
    return [(one.edition.reference, one.where, one.piece) for one in refused.value.found]


def taken(event, numbers=(1,), field="summary_en") -> bool:
    suppress(event, numbers, by=edgar(), field=field, parts_may_stay=False, **SAID)
    return SuppressedField.objects.filter(edition__record=event.pk).exists()


def test_a_long_piece_in_another_edition_is_told_and_nothing_is_done():
    event = printed_and_cleaned(f"In May {LONG}, says a friend")
    again(event, summary_en=f"It is said that {LONG}.")
    again(event, summary_en="cleaner")
    assert asked(event) == [(event.reference, "edition 3, an earlier one", LONG)]
    assert not SuppressedField.objects.exists()
    assert not Removal.objects.exists()


def test_a_long_piece_in_another_record_is_told():
    event = printed_and_cleaned(f"In May {LONG}, says a friend")
    case = a_case("another", summary_en=f"See: {LONG}!")
    published(case)
    ((reference, where, piece),) = asked(event)
    assert (reference, where) == ("another", "edition 1, the current one")
    assert LONG in piece


def test_a_sentence_is_told_though_it_is_short():
    event = printed_and_cleaned("One thing. He is Kim. Another.")
    published(a_case("another", summary_en="He is Kim. Else."))
    assert asked(event) == [("another", "edition 1, the current one", "He is Kim.")]


def test_a_korean_sentence_is_told_however_its_letters_are_composed():
    event = printed_and_cleaned("하나. 그는 두만강을 건넜다. 둘.")
    text = unicodedata.normalize("NFD", "그는 두만강을\n건넜다.")
    published(a_case("another", summary_ko=text))
    assert [piece for *_, piece in asked(event)] == ["그는 두만강을 건넜다."]


def test_a_long_piece_in_a_public_note_is_told():
    event = printed_and_cleaned(LONG)
    published(a_case("another"), note=f"New: {LONG}.")
    assert "another" in {reference for reference, *_ in asked(event)}


def test_a_row_of_a_list_is_told_though_the_others_differ():
    event = an_event()
    Citation.objects.create(event=event, source=a_source("secret"), locator="p. 9")
    published(event)
    Citation.objects.exclude(source__reference="secret").delete()
    Citation.objects.create(event=event, source=a_source("third"))
    again(event, place="Tynda")
    Citation.objects.exclude(source__reference="third").delete()
    again(event, place="Chita")
    assert asked(event, field="citations") == [(event.reference, "edition 2, an earlier one", "")]


@pytest.mark.parametrize(
    "text", ["Tynda", "the fisherman of Tynda", "the fisherman of Tynda went over a river at night"]
)
def test_short_pieces_are_not_asked_about(text):
    event = printed_and_cleaned(LONG)
    published(a_case("another", summary_en=text))
    assert taken(event)


def test_what_is_taken_out_in_the_same_act_is_not_asked_about():
    event = printed_and_cleaned(f"In May {LONG}")
    again(event, summary_en=f"In June {LONG}")
    again(event, summary_en="cleaner")
    assert taken(event, (1, 3))


def test_parts_may_stay_where_somebody_says_so():
    event = printed_and_cleaned(f"In May {LONG}")
    published(a_case("another", summary_en=LONG))
    assert suppress(event, [1], by=edgar(), field="summary_en", parts_may_stay=True, **SAID) == [1]
