"""Envelopes: they open in their place, with their key, unchanged; anything else is an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.sealing.envelope import (
    Place,
    key_id_of,
    key_id_of_file,
    seal,
    seal_file,
    unseal,
    unseal_file,
)
from cases.sealing.keys import CannotUnseal, keyring

HERE = Place("cases_event", "internal_notes", "0" * 32)
OLD, NEW = bytes(range(32)), bytes(range(32, 64))


@given(st.text(max_size=300))
def test_what_was_sealed_opens_in_its_place(text):
    envelope = seal(text, HERE)
    assert unseal(envelope, HERE) == text
    assert text == "" or len(text) < 4 or text not in envelope


def test_an_empty_text_stays_empty():
    assert seal("", HERE) == ""
    assert unseal("", HERE) == ""


def test_the_same_text_in_the_same_place_gives_the_same_envelope_and_elsewhere_another():
    places = [
        HERE,
        HERE._replace(row="1" * 32),
        HERE._replace(column="quote"),
        HERE._replace(table="cases_case"),
    ]
    envelopes = [seal("The witness is alive.", one) for one in places]
    assert seal("The witness is alive.", HERE) == envelopes[0]
    assert len({one.split(":")[-1][:16] for one in envelopes}) == 4  # nonces as well
    assert seal("The witness is dead.", HERE)[:26] != envelopes[0][:26]


@pytest.mark.parametrize(
    "elsewhere",
    [
        HERE._replace(row="1" * 32),
        HERE._replace(column="quote"),
        HERE._replace(table="cases_case"),
        Place("cases_even", "tinternal_notes", "0" * 32),
    ],
)
def test_an_envelope_that_was_moved_does_not_open(elsewhere):
    with pytest.raises(CannotUnseal, match="changed or moved in the database"):
        unseal(seal("secret", HERE), elsewhere)


def test_no_changed_character_goes_unnoticed():
    envelope = seal("secret", HERE)
    for at in range(len(envelope)):
        changed = envelope[:at] + ("A" if envelope[at] != "A" else "B") + envelope[at + 1 :]
        with pytest.raises(CannotUnseal):
            unseal(changed, HERE)
    with pytest.raises(CannotUnseal):
        unseal(envelope[:-4], HERE)


@pytest.mark.parametrize("text", ["The witness is alive.", "sealed:2:test:AAAA", "sealed:1:test:"])
def test_a_text_where_an_envelope_is_due_is_an_error_and_is_not_repeated(text):
    with pytest.raises(CannotUnseal, match="not sealed as it should be") as caught:
        unseal(text, HERE)
    assert text not in str(caught.value)


def test_another_key_of_the_same_name_is_an_error_in_words(settings):
    envelope = seal("secret", HERE)
    settings.DESK_KEYS = {"test": NEW}
    with pytest.raises(CannotUnseal, match="is not the one it was sealed with"):
        unseal(envelope, HERE)


def test_a_key_that_is_missing_is_named(settings):
    settings.DESK_KEYS = {"k1": OLD}
    envelope = seal("secret", HERE)
    settings.DESK_KEYS = {"k2": NEW}
    with pytest.raises(CannotUnseal, match="The key “k1” is needed"):
        unseal(envelope, HERE)


def test_the_first_key_seals_and_older_ones_still_open(settings):
    settings.DESK_KEYS = {"k1": OLD}
    envelope = seal("secret", HERE)
    settings.DESK_KEYS = {"k2": NEW, "k1": OLD}
    assert unseal(envelope, HERE) == "secret"
    assert key_id_of(envelope) == "k1"
    assert key_id_of(seal("secret", HERE)) == "k2"


def test_each_purpose_has_a_key_of_its_own():
    key = keyring().current
    assert str(key.secret) not in repr(key)
    assert len({key.secret, key.for_nonces, key.for_names}) == 3
    assert key.cipher.encrypt(b"0" * 12, b"x", None) != type(key.cipher)(key.secret).encrypt(
        b"0" * 12, b"x", None
    )


def test_a_file_opens_under_its_name_alone():
    sealed = seal_file(b"recording", "sources/a")
    assert b"recording" not in sealed
    assert key_id_of_file(sealed) == "test"
    assert unseal_file(sealed, "sources/a") == b"recording"
    for content, name in ((sealed, "sources/b"), (sealed[:-1], "sources/a"), (b"%PDF", "x")):
        with pytest.raises(CannotUnseal):
            unseal_file(content, name)
