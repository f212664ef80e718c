"""Marks tell whether texts are as they were, for whoever has a key that is in use."""

from cases.sealing.marks import is_mark_of, mark_of

TEXTS = ["Han Tong Hyok", "kim"]


def test_a_mark_is_of_these_texts_in_this_order_alone():
    mark = mark_of(TEXTS)
    assert is_mark_of(mark, TEXTS)
    for others in (["Han Tong Hyok"], ["kim", "Han Tong Hyok"], ["Han Tong Hyokkim"], []):
        assert not is_mark_of(mark, others)
    assert not is_mark_of("", TEXTS)


def test_a_mark_holds_while_the_key_that_made_it_is_in_use(settings):
    mark, before = mark_of(TEXTS), settings.DESK_KEYS
    settings.DESK_KEYS = {"k9": bytes(range(1, 33)), **before}
    assert mark_of(TEXTS) != mark
    assert is_mark_of(mark, TEXTS)
    settings.DESK_KEYS = {"k9": bytes(range(1, 33))}
    assert not is_mark_of(mark, TEXTS)
