"""Lists in files outside the database."""

import pytest

from cases.listfile import append, numbered_lines


def test_lines_are_added_for_the_owner_alone_and_read_with_their_numbers(tmp_path):
    path = tmp_path / "some.list"
    assert list(numbered_lines(path)) == []
    append(path, ["one", 2])
    append(path, ["", "three"])
    assert list(numbered_lines(path)) == [(1, "one"), (2, "2"), (4, "three")]
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("left", ["one", "one\r", "zero\none"])
def test_a_last_line_without_an_end_is_left_whole(tmp_path, left):
    path = tmp_path / "some.list"
    path.write_text(left)
    append(path, ["two"])
    assert [line for _, line in numbered_lines(path)] == [*left.split(), "two"]


def test_an_empty_file_gets_no_empty_line(tmp_path):
    path = tmp_path / "some.list"
    path.touch()
    append(path, ["one"])
    assert path.read_text() == "one\n"


def test_what_is_no_ascii_is_neither_written_nor_read(tmp_path):
    path = tmp_path / "some.list"
    with pytest.raises(ValueError, match="ascii"):
        append(path, ["Хан"])
    path.write_text("Хан\n", encoding="utf-8")
    with pytest.raises(ValueError, match="ascii"):
        list(numbered_lines(path))
