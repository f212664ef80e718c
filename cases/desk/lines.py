"""Long work on the desk, as lines that say how far it has come; its result is what came of it."""

from collections.abc import Generator
from typing import Any

from django.contrib import messages

from cases.exchange.apply import CannotApply
from cases.exchange.named import people_named_in
from cases.exchange.outgoing import (
    CannotBringOut,
    Outgoing,
    bringing_out,
    looking_at,
)
from cases.exchange.plan import Plan
from cases.exchange.table import Problem
from cases.exchange.waiting import CannotImport, CannotWait, importing_waiting, planning_waiting
from cases.identities import may_identify
from cases.models import ImportBatch
from cases.publishing import CannotPublish, held_everywhere, note_told_of
from cases.rules import NotAllowed
from cases.words import counted

Outcome = dict[str, Any]


def lines_of_planning(batch: ImportBatch, user: Any) -> Generator[str, None, Plan | None]:
    """Reads the files of a waiting import; its result is the plan, None where files are lost."""
    work = planning_waiting(batch, user)
    try:
        while True:
            yield f"{counted(next(work), 'row')} read"
    except StopIteration as end:
        plan: Plan = end.value
        return plan
    except CannotWait:
        return None
    finally:
        work.close()


def lines_of_importing(
    batch: ImportBatch, user: Any, reason: str, seal: str
) -> Generator[str, None, Outcome]:
    """Imports; its result is a level and words, and the problems where there were any."""
    work = importing_waiting(batch, by=user, reason=reason, seal=seal)
    problems: list[Problem] = []
    try:
        while True:
            done, total = next(work)
            yield f"{done:,} of {total:,} rows written" if total else f"{done:,} rows read"
    except StopIteration as end:
        words = "Imported. What it brought are drafts; the public reads none of it yet."
        held = held_everywhere(people_named_in(end.value.revision_id))
        if held and may_identify(user):
            words += f" {counted(held, 'place')} that the public reads already hold a name that it "
            words += "brought: your first page leads there."
        return {"level": messages.SUCCESS, "words": words, "problems": problems}
    except CannotApply as error:
        problems, words = error.problems, "Nothing was imported."
    except (CannotImport, CannotWait, NotAllowed) as error:
        words = str(error)
    finally:
        work.close()
    return {"level": messages.ERROR, "words": words, "problems": problems}


def lines_of_looking(batch: ImportBatch, user: Any) -> Generator[str, None, Outgoing]:
    """Looks at what an import brought; its result is what would be published."""
    work = looking_at(batch, user)
    try:
        while True:
            yield f"{counted(next(work), 'record')} looked at"
    except StopIteration as end:
        found: Outgoing = end.value
        return found
    finally:
        work.close()


def lines_of_publishing(
    batch: ImportBatch, user: Any, note: str, digest: str
) -> Generator[str, None, Outcome]:
    """Publishes what an import brought; its result is a level and words."""
    work = bringing_out(batch, by=user, public_note=note, digest=digest)
    try:
        while True:
            yield f"{counted(next(work), 'record')} gone through"
    except StopIteration as end:
        words = f"Published {counted(end.value, 'edition')}."
        return {"level": messages.SUCCESS, "words": words}
    except (CannotBringOut, CannotPublish, NotAllowed) as error:
        note_told_of(note, error, user)
        return {"level": messages.ERROR, "words": str(error)}
    finally:
        work.close()
