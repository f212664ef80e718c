"""Hostile and mutated files: each is refused in words, or imported whole; nothing in between."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from cases.exchange.apply import CannotApply, apply
from cases.exchange.opening import open_tables
from cases.exchange.plan import make_plan
from cases.models import Citation, Event, Revision, Source
from tests.cases.exchange.hostile import HOSTILE
from tests.cases.exchange.sheets import a_file, a_workbook

ROOT = Path(__file__).resolve().parents[2]
DOSSIER = ROOT / "fixtures" / "dossier"
NAMES = ("sources", "agreements", "cases", "events", "citations")
MUTATIONS = int(os.environ.get("DRILL_MUTATIONS", "10000"))
MOST_MEMORY = 256
MOST_SECONDS = 2  # of the processor, which a busy machine lets count
ALONE = """
import re, sys, time
import django
django.setup()
from pathlib import Path
from django.core.management import call_command
from cases.exchange.plan import make_plan
call_command("migrate", verbosity=0)
call_command("loaddata", "vocabulary", verbosity=0)
Path("/proc/self/clear_refs").write_text("5")  # what was resident most so far is forgotten
start = time.process_time()
plan = make_plan([Path(sys.argv[1])])
spent = time.process_time() - start
peak = int(re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1]) // 1024
print(len(plan.problems), f"{spent:.2f}", peak, plan.problems[0])
"""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_within_its_memory(name, tmp_path):
    path = HOSTILE[name](tmp_path)
    said = subprocess.run(
        [sys.executable, "-c", ALONE, str(path)],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)}
        | {"DATABASE_URL": "sqlite:///:memory:"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    problems, seconds, megabytes, *words = said.split()
    print(f"| {name} | {seconds} s | {megabytes} MB | {' '.join(words)[:90]} |")
    assert int(problems) >= 1
    assert int(megabytes) < MOST_MEMORY
    assert float(seconds) < MOST_SECONDS


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The bytes with a few of them changed, left out, doubled or moved; or the end cut off."""
    data = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = chance.randrange(len(data))
        until = min(len(data), at + chance.choice((1, 1, 3, 40)))
        match chance.randrange(6):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                del data[at:until]
            case 2:
                data[at:at] = data[at:until]
            case 3:
                data[at:at] = chance.choice((b",", b'"', b"\n", b";", b"=", b"\0", "ж".encode()))
            case 4:
                data[at:until] = data[: until - at]
            case 5:
                del data[chance.randrange(len(data) // 2, len(data)) :]
        if len(data) < 2:
            break
    return bytes(data)


def as_rows(path: Path) -> list[list[str]]:
    (table,) = open_tables(path)
    return [
        list(table.columns),
        *([row.cells.get(one, "") for one in table.columns] for row in table.rows()),
    ]


def refusal_of(plan) -> str:
    """Applies a plan; why it was refused, or "" when it was not."""
    try:
        with transaction.atomic():
            apply(plan, by=None, reason="A drill")
    except CannotApply as error:
        return str(error)
    return ""


def counted() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Source, Event, Citation, Revision))


@pytest.mark.parametrize("part", range(2))
@pytest.mark.django_db
def test_mutated_files_are_refused_or_imported_whole(part, tmp_path):
    call_command("loaddata", "vocabulary", "article", "unhcr", verbosity=0)
    chance = random.Random(part)
    sheets = {name: (DOSSIER / f"{name}.csv").read_bytes() for name in NAMES}
    rows = {name: as_rows(DOSSIER / f"{name}.csv") for name in NAMES}
    book = a_workbook(tmp_path, **rows).read_bytes()
    before, refused, imported = counted(), 0, 0
    for _ in range(MUTATIONS // 2):
        if chance.random() < 0.3:
            paths = [a_file(tmp_path, mutated(book, chance), "book.xlsx")]
        else:
            spoilt = chance.choice(NAMES)
            paths = [
                a_file(tmp_path, mutated(data, chance) if name == spoilt else data, f"{name}.csv")
                for name, data in sheets.items()
            ]
        with transaction.atomic():
            plan = make_plan(paths)
            if plan.problems:
                assert all(str(one).strip() for one in plan.problems)
                assert counted() == before
                refused += 1
            else:
                words = refusal_of(plan)
                refused, imported = refused + bool(words), imported + (not words)
                assert (counted() == before) == bool(words)
            transaction.set_rollback(True)
    print(
        f"\n{MUTATIONS // 2} mutated imports: {refused} refused in words, {imported} imported whole"
    )
    assert counted() == before
