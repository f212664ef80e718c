"""The name guard with 100,000 names: how long it takes, how much memory, and what it finds in vain.

The names are invented. The texts name nobody of them but the article's own two people, so that
whatever else is found there is a false alarm; each wording is printed.
"""

import json
import os
import random
import time
from collections import Counter
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings

from cases.history import revision
from cases.models import Identity, IdentityName
from cases.names import NameGuard
from cases.publishing import places_in, protected
from tests.cases.names.spellings import FIRST_NAMES, bent_korean, korean_names
from tests.cast import a_person, alice, an_event

NAMES = int(os.environ.get("DRILL_NAMES", "100000"))
FAMILY = (
    "김이박최정강조윤장임한오서신권황안송류홍리림전고문손양배백허남심로노하곽성차주우구나진엄채원천방공현함변염"
    "여추도소석선설마길연위표명기반왕금옥육인맹제모탁"
)
GIVEN = (
    "영희철수정은명복미옥혜성순금경호지동혁광춘숙주란진현하나유남일용학국길만선상석원재준태훈화향연애자월분례련룡"
    "린림봉범덕두기규근건강가교권대도라령록무문민별보빈서설세소송승시신심아안양언예우욱운웅윤의인장전제종창천충"
    "평필한해형환황흥"
)
OTHERS = (
    "Беля",
    "Воро",
    "Григо",
    "Дани",
    "Елиза",
    "Жура",
    "Зайце",
    "Кова",
    "Лавре",
    "Мура",
    "Нефё",
)
ENDS = ("ев", "ров", "нов", "шин", "вский", "тенко", "лов", "мин")


def invented(many: int) -> list[str]:
    """Nine in ten Korean, of three syllables but for two in a hundred; and Russian ones."""
    chance, found = random.Random(1), {}
    while len(found) < many * 9 // 10:
        given = chance.sample(GIVEN, 1 if chance.random() < 0.02 else 2)
        found[chance.choice(FAMILY) + "".join(given)] = True
    first, ends = FIRST_NAMES.split(), ("", *"абвгдежзиклмнопрст")
    while len(found) < many:
        last = chance.choice(OTHERS) + chance.choice(ends) + chance.choice("аеиоу")
        found[f"{chance.choice(first)} {last}{chance.choice(ENDS)}"] = True
    return list(found)


def article() -> list[str]:
    """Every text of the seed article, in three languages."""
    rows = json.loads((settings.BASE_DIR / "fixtures" / "article.json").read_text())
    return [text for row in rows for text in row["fields"].values() if isinstance(text, str)]


def memory() -> int:
    """What this process has in memory, in MB; 0 where the system does not tell."""
    told = Path("/proc/self/statm")
    pages = int(told.read_text().split()[1]) if told.exists() else 0
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20


def test_many_names_are_learned_once_and_looked_for_fast():
    names, texts = invented(NAMES), article()
    start = time.process_time()
    guard = NameGuard((name, name) for name in names)
    print(f"\n{len(names):,} names learned in {time.process_time() - start:.1f} s of one processor")
    start = time.process_time()
    found = Counter(text[hit.start : hit.end] for text in texts for hit in guard.hits(text))
    spent = time.process_time() - start
    print(f"article of {sum(map(len, texts)):,} signs read in {1000 * spent:.0f} ms")
    print(f"found there in vain or by its own people's names: {sorted(found)}")
    start = time.process_time()
    changed = guard.with_changed({names[0]}, [(names[0], "한동혁")])
    print(f"one changed person learned in {1000 * (time.process_time() - start):.1f} ms")
    assert changed.hits("Han Tong Hyok")


def test_names_are_missed_in_none_of_their_spellings():
    tried = missed = 0
    for name, spellings in korean_names():
        for entered in (name, *spellings.values()):
            guard = NameGuard([("", entered)])
            texts = [*spellings.values(), *map(str.lower, spellings.values())]
            texts += [
                f"{name}{onto}" for onto in ("", "은", "이", "을", "의", "에게", "과", "씨는")
            ]
            tried += len(texts)
            missed += sum(not guard.hits(f"Then {text} was seen.") for text in texts)
    print(f"\nKorean: {missed} of {tried:,} missed")
    assert not missed


def test_names_are_missed_in_none_of_the_ways_in_which_russian_bends_them():
    tried = missed = 0
    for name, spellings in korean_names():
        texts = {
            text
            for system in ("Russian", "Soviet")
            for spelled in (spellings[system], spellings[system].replace("ё", "е"))
            for text in bent_korean(spelled)
        }
        for entered in (name, *(spellings[one] for one in ("North", "South", "Russian", "Soviet"))):
            guard = NameGuard([("", entered)])
            tried += len(texts)
            missed += sum(not guard.hits(f"Жалобу {text} приняли.") for text in texts)
    print(f"\nKorean, bent in Russian: {missed} of {tried:,} missed")
    assert not missed


@pytest.mark.django_db
def test_one_changed_person_costs_milliseconds_at_the_door(monkeypatch):
    monkeypatch.setattr(protected, "_held", None)
    people = [Identity(person=uuid4()) for _ in range(NAMES // 2)]
    Identity.objects.bulk_create(people, batch_size=500)
    names = zip(people * 2, invented(NAMES), strict=False)
    IdentityName.objects.bulk_create(
        [IdentityName(identity=one, name=name, script="hangul") for one, name in names],
        batch_size=500,
    )
    del people
    person, event, before = a_person("somebody"), an_event("event", title_en="A title"), memory()
    for words in ("first, with all names to learn", "again", "after one changed person", "again"):
        if "changed" in words:
            with revision(by=alice(), reason=""):
                person.internal_notes = "Seen in May."
                person.save()
        start = time.process_time()
        places_in([event])
        spent = time.process_time() - start
        print(f"looking through a record, {words}: {1000 * spent:.0f} ms of one processor")
    print(f"the names take {memory() - before} MB")
    assert spent < 1
