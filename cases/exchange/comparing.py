"""What a row would do to a record that is there: nothing, change it, or dispute it.

A fact that a cited record states is never overwritten by another one: the other becomes a claim of
the row's sources. Titles, summaries and how well a thing is borne out are our own words.
"""

from typing import Any

from cases.exchange.claims import Claims, agrees, is_borne_out_worse, is_finer_kind, says_more
from cases.exchange.sheet import Sheet, Values
from cases.exchange.statuses import stand_beside
from cases.exchange.steps import Change, Step, Unsayable, check, column_of, kind_of, shown, stored
from cases.exchange.table import TableRow
from cases.exchange.tongues import language_of
from cases.models import Citation, Stance
from cases.models.source import CITABLE
from timeline.dates import EdtfDate

OUR_OWN = ("title", "summary", "standing", "internal_notes", "original_language", "wording")


def changing_step(row: TableRow, sheet: Sheet, values: Values, record: Any, claims: Claims) -> Step:
    """A step for a record that is there. Raises Unsayable."""
    step = Step(row, sheet, record, is_new=False)
    for name, value in values.items():
        if name == "statuses":
            _compare_statuses(step, value, values, claims)
        elif name in sheet.parts:
            _add_to_list(step, name, value, claims)
        elif name in ("countries", "respondent_states"):
            _add_countries(step, name, value)
        elif name != "reference":
            _compare(step, _field(record, name, value), value, values, claims)
    wording = str(getattr(record, "wording", ""))
    if wording and "date" in step.set and "wording" not in values:
        _change(step, "wording", wording, "")  # it worded the date that is replaced
    for name, value in step.set.items():
        setattr(record, name, value)
    if step.does_something:
        check(step)
    return step


def _compare(step: Step, name: str, value: Any, values: Values, claims: Claims) -> None:
    old, new = getattr(step.record, name), stored(value)
    if _same(old, new) or (name.startswith("summary_") and _said_otherwise(step.record, new)):
        return
    if name.endswith("_id"):
        _compare_terms(step, name, value, values, claims)
    elif says_more(new, old) or (_is_ours(name) and not _is_bound(step.record, name, old, new)):
        _change(step, name, old, new)
    elif isinstance(new, EdtfDate) and agrees(new, old):
        return  # it is vaguer than what is known
    elif not _is_cited(step.record) or _is_ours(name) or not agrees(new, old):
        _dispute(step, name, (old, new), values, claims)


def _compare_terms(step: Step, name: str, value: Any, values: Values, claims: Claims) -> None:
    """Compares terms of a vocabulary, of which one may say more than another."""
    label = name.removesuffix("_id")
    model: Any = step.record._meta.get_field(label).related_model
    old, new = getattr(step.record, label), model._base_manager.get(pk=value.pk)
    if not _is_cited(step.record) or is_finer_kind(new.reference, old.reference):
        _change(step, name, old, value.pk, value.text)
    elif not is_finer_kind(old.reference, new.reference):
        _dispute(step, label, (old, new), values, claims)


def _is_ours(name: str) -> bool:
    """Whether a field holds our own words or judgement, and not what sources say."""
    return name.startswith(OUR_OWN)


def _is_bound(record: Any, name: str, old: Any, new: Any) -> bool:
    """Whether words of our own are bound by a citation that gives a value for them."""
    is_given = any(one.field == name and one.value for one in _citations(record))
    return bool(old) and is_given and (name != "standing" or is_borne_out_worse(new, old))


def _compare_statuses(step: Step, items: list[Any], values: Values, claims: Claims) -> None:
    """Each status is there, makes one that is there more precise, contradicts it, or is added."""
    held = list(step.record.statuses.all())
    words_of = step.sheet.parts["statuses"].words
    for item in items:
        beside, agreeing = stand_beside(item, held)
        words = words_of(item)
        if not beside:
            _add_to_list(step, "statuses", [item], claims)
        elif (
            precise := next((one for one in agreeing if says_more(item[1], one.since)), None)
        ) or (not agreeing and not _is_cited(step.record)):
            row = precise or beside[0]
            step.changes.append(Change("statuses", words_of((row.status, row.since)), words))
            row.since = item[1]
            step.amended.append(row)
        elif not agreeing:
            there = "; ".join(words_of((one.status, one.since)) for one in beside)
            _dispute(step, "statuses", (there, words), values, claims)


def _dispute(
    step: Step, name: str, values_at_odds: tuple[Any, Any], values: Values, claims: Claims
) -> None:
    """A value that contradicts a cited one becomes a claim of the row's sources."""
    old, new = values_at_odds
    citations, text = _citations(step.record), str(new)
    if not citations:
        _change(step, name, old, new)
        return
    if any(one.field == name and one.value == text for one in citations):
        return
    names = {name, column_of(step.sheet, name), name.rpartition("_")[0]}
    if claims.give(kind_of(step.record), step.record.reference, names, new):
        return
    sources = values.get("sources", [])
    if not sources:
        raise Unsayable(column_of(step.sheet, name), CONTRADICTS.format(shown(old)))
    for one in citations:
        if one.field == name and not one.locator and one.source_id in {it.pk for it in sources}:
            raise Unsayable(
                column_of(step.sheet, name), SAYS_OTHERWISE.format(one.source, one.value or old)
            )
    owner = {kind_of(step.record): step.record}
    claiming = {one.pk for one in sources}
    step.rows = [
        one for one in step.rows if getattr(one, "source_id", None) not in claiming or one.field
    ]
    step.rows += [
        Citation(**owner, source_id=pk, field=name, stance=Stance.CONTRADICTS, value=text)
        for pk in sorted(claiming)
    ]
    step.rivals.append(Change(name, shown(old), shown(new)))


CONTRADICTS = (
    "This contradicts what is recorded ({}). Name in the column sources who says so; then both are "
    "shown side by side."
)
SAYS_OTHERWISE = (
    "The desk has it that {} gives “{}” here. If that is wrong, mend its citation on the desk."
)


def _add_to_list(step: Step, name: str, items: list[Any], claims: Claims) -> None:
    part, record = step.sheet.parts[name], step.record
    added = part.added(record, items)
    if name == "sources":
        disputing = {one.source_id for one in step.rows if isinstance(one, Citation)}
        added = [
            one
            for one in added
            if one.pk not in disputing
            and not claims.cite(kind_of(record), record.reference, one.pk)
        ]
    if added:
        step.rows += [part.row(record, one) for one in added]
        words = ", ".join(part.words(one) for one in added)
        step.changes.append(Change(name, "", f"{words} added"))


def _add_countries(step: Step, name: str, codes: list[str]) -> None:
    held = set(getattr(step.record, name))
    if not held.issuperset(codes):
        after = sorted({*held, *codes})
        step.set[name] = after
        step.changes.append(Change(name, ", ".join(sorted(held)), ", ".join(after)))


def _change(step: Step, name: str, old: Any, new: Any, words: str = "") -> None:
    step.set[name] = new
    step.changes.append(Change(name.removesuffix("_id"), shown(old), words or shown(new)))


def _field(record: Any, name: str, value: Any) -> str:
    """The field of `record` that a column fills: titles and summaries in their own language."""
    if name in ("title", "summary"):
        return f"{name}_{language_of(value) or record.original_language}"
    field = record._meta.get_field(name)
    return str(field.attname)


def _same(old: Any, new: Any) -> bool:
    if isinstance(old, str) and isinstance(new, str):
        return " ".join(old.split()) == " ".join(new.split())
    return bool(old == new)


def _said_otherwise(record: Any, text: str) -> bool:
    """Whether a record without a summary in its own language has this one in another."""
    own = getattr(record, f"summary_{record.original_language}")
    others = (getattr(record, f"summary_{code}") for code in ("en", "ru", "ko"))
    return not own and any(_same(other, text) for other in others)


def _is_cited(record: Any) -> bool:
    return bool(_citations(record))


def _citations(record: Any) -> list[Citation]:
    return list(record.citations.all()) if kind_of(record) in CITABLE else []
