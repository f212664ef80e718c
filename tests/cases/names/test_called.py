"""What somebody writes down as a name is looked for as the names in it."""

import pytest

from cases.names import NameGuard, is_looked_for, names_in

ONE_NAME = [
    ("Mr. Kim Chol Su", "Kim Chol Su"),
    ("Mr.Kim Chol Su", "Kim Chol Su"),
    ("Dr. Anna Shcherbakova", "Anna Shcherbakova"),
    ("Witness Kim Chol Su", "Kim Chol Su"),
    ("г-н Ким Чхоль Су", "Ким Чхоль Су"),
    ("김철수 씨", "김철수"),
    ("김철수씨", "김철수"),
    ("김철수 기자", "김철수"),
    ("김영희 양", "김영희"),
    ("허준 씨", "허준"),
    ("Kim Chol Su (born 1985)", "Kim Chol Su"),
    ("Kim Chol Su 1985", "Kim Chol Su"),
    ("Kim Chol Su, b. 1985-03-02", "Kim Chol Su"),
    ("Щербакова Анна, род. 02.03.1985", "Щербакова Анна"),
    ("Щербакова Анна Сергеевна 1985 г.р.", "Щербакова Анна Сергеевна"),
    ("Kim Chol Su, also called Sasha", "Kim Chol Su"),
    ("Kim Chol Su, a writer", "Kim Chol Su"),
    ("Ким Чхоль Су, рабочий", "Ким Чхоль Су"),
    ("Ким Чхоль Су, он же Саша", "Ким Чхоль Су"),
    ('Kim Chol-su "Sasha"', "Kim Chol-su"),
    ("Kim (Pak) Chol Su", "Kim Chol Su"),
    ("Kim C. Chol Su", "Kim Chol Su"),
    ("the late Kim Chol Su", "Kim Chol Su"),
    ("his wife Kim Yong Hui", "Kim Yong Hui"),
    ("мать — Ким Ён Хи", "Ким Ён Хи"),
    ("Щербакова, Анна", "Щербакова Анна"),
    ("Petrov, Ivan Sergeevich", "Petrov Ivan Sergeevich"),
    ("KIM, Chol Su", "KIM Chol Su"),
    ("김, 철수", "김 철수"),
]
SEVERAL = [
    ("김철수 / 박영호", ["김철수", "박영호"]),
    ("김철수, 박영호", ["김철수", "박영호"]),
    ("김철수; 허준", ["김철수", "허준"]),
    ("김철수 (金哲洙)", ["김철수", "金哲洙"]),
    ("Kim Chol Su / Kim Song Ho", ["Kim Chol Su", "Kim Song Ho"]),
    ("Kim Chol Su and Pak Yong Ho", ["Kim Chol Su", "Pak Yong Ho"]),
    ("Ким Чхоль Су, она же Пак Анна", ["Ким Чхоль Су", "Пак Анна"]),
    ("Mr. Kim Chol Su 김철수", ["Kim Chol Su", "김철수"]),
    ("Anna / Sasha", ["Anna", "Sasha"]),
    ("Sasha, Kim Chol Su", ["Sasha Kim Chol Su", "Kim Chol Su"]),
]
AS_IT_IS = [
    "Anna", "한동혁", "Han Tong-hyŏk", "kim chol su", "A fisherman", "Mr. A", "Mr. Kim", "김 씨",
    "K.", "Witness 5", "North Korean Worker", "Han 동혁", "Max Born", "Zoë Müller",
    "Mohammad Abdul Rahman bin Said al Masri",
]  # fmt: skip


@pytest.mark.parametrize(("written", "name"), ONE_NAME)
def test_titles_and_descriptions_are_no_part_of_a_name(written, name):
    assert names_in(written) == [name]


@pytest.mark.parametrize(("written", "names"), SEVERAL)
def test_several_names_are_each_looked_for(written, names):
    assert names_in(written) == names


@pytest.mark.parametrize("written", AS_IT_IS)
def test_what_holds_no_whole_name_beside_others_is_left_as_it_is(written):
    assert names_in(written) == [written]


@pytest.mark.parametrize("written", [one for one, _ in ONE_NAME + SEVERAL])
def test_what_is_looked_for_is_found_where_it_was_written_down(written):
    assert is_looked_for(written)
    guard = NameGuard(("", one) for one in names_in(written))
    assert all(guard.hits(f"The case of {one}.") for one in names_in(written))


@pytest.mark.parametrize("written", ["K.", "A. B.", "A / B", "-", "in a"])
def test_initials_and_everyday_words_are_looked_for_nowhere(written):
    assert not is_looked_for(written)


def test_a_long_line_is_read_in_time():
    assert names_in("Kim, " * 60)
    assert names_in("(" * 300)
