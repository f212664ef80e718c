"""Goes through the tables of an import, chunk by chunk, and says what each row would do.

Planning and applying both go this way, so that what is applied is what was planned. Memory is that
of one chunk, of all names on the desk and of the problems found.
"""

import hashlib
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.auth.models import User

from cases.documents import never_printed
from cases.exchange.cells import Cells, lacking
from cases.exchange.citing import Citing, Recorded, recorded_in
from cases.exchange.claims import Claims
from cases.exchange.comparing import changing_step
from cases.exchange.identified import Identified
from cases.exchange.known import Known
from cases.exchange.parts import prefetches
from cases.exchange.recognising import Planned
from cases.exchange.sheet import Sheet, Values
from cases.exchange.sheets import SHEETS
from cases.exchange.steps import (
    Step,
    Unsayable,
    chunks,
    derived_reference,
    new_step,
)
from cases.exchange.table import Problem, TableRow, UnreadableFile
from cases.models import Citation, Source
from cases.models.source import CITABLE
from cases.rules import Deed, refusal

CHUNK = 500
MOST_PROBLEMS = 500

Result = TypeVar("Result")


def untold(rows: int) -> None:
    """Tells nobody how far an import has come."""


def driven(work: Generator[int, None, Result], progress: Callable[[int], None]) -> Result:
    """Does work that yields how far it has come, tells `progress`, and returns its result."""
    while True:
        try:
            progress(next(work))
        except StopIteration as end:
            result: Result = end.value
            return result


class Run:
    """One pass through an import. `locked` holds what is read until the transaction ends.

    `problems` and `digest` are complete once `steps` is exhausted.
    """

    def __init__(
        self,
        tables: list[Planned],
        by: User | None,
        locked: bool = False,
    ) -> None:
        self.tables, self.by, self.locked = tables, by, locked
        self.known, self.claims = Known(by), Claims()
        self._cells = Cells(self.known)
        self.problems: list[Problem] = []
        self.problem_count = 0
        self.rows = 0
        self._headers: dict[str, str] = {}
        self._digest = hashlib.sha256()
        self._seen: dict[tuple[str, str], tuple[str, int]] = {}
        self._recorded: Recorded = {}
        self.citing = Citing(self.known, self._recorded, locked)
        self.identified = Identified(by, locked)

    @property
    def digest(self) -> str:
        """Tells whether two passes found the same to do on the same versions."""
        return self._digest.hexdigest()

    def steps(self) -> Iterator[list[Step]]:
        """The steps of each chunk of rows, sources before what rests on them."""
        for sheet in SHEETS:
            if sheet.name == "agreements":
                self._note_claims()
            for one in (one for one in self.tables if one.sheet is sheet):
                try:
                    for rows in chunks(one.table.rows(), CHUNK):
                        found = self._chunk(one, rows)
                        self.rows += len(rows)
                        yield found
                        if self.problem_count >= MOST_PROBLEMS:
                            self._problem(Problem("", 0, "", "", STOPPED.format(MOST_PROBLEMS)))
                            return
                except UnreadableFile as error:
                    self._problem(Problem(one.table.file, 0, "", "", str(error)))

    def _note_claims(self) -> None:
        for one in self.tables:
            if one.sheet.model is Citation:
                # A file that cannot be read to its end is named when its own turn comes.
                with suppress(UnreadableFile):
                    self.claims.note(one.table.rows(), one.headers, self.known)

    def _chunk(self, one: Planned, rows: list[TableRow]) -> list[Step]:
        self._headers = one.headers
        read = [(row, values) for row in rows if (values := self._values(row, one)) is not None]
        if one.sheet.model is Citation:
            steps = self._citation_steps(one.sheet, read)
        else:
            steps = self._record_steps(one, read)
        for step in steps:
            version = "" if step.is_new else getattr(step.record, "version", "")
            mark = step.identity.mark if step.identity is not None else ""
            self._digest.update(f"{step.name} {version} {step.lines} {mark}\n".encode())
        return steps

    def _values(self, row: TableRow, one: Planned) -> Values | None:
        """The row's values by field; None, with problems noted, when a cell cannot be read."""
        values, faults = self._cells.read(row, one)
        if not faults:
            try:
                return one.sheet.combine(values)
            except ValueError as error:
                faults = [Unsayable("application_numbers", str(error))]
        elif lacks := lacking(row, one):
            is_there = self.known.find(one.sheet.model, values.get("reference", ""))
            faults += [] if is_there else lacks
        for fault in faults:
            self._say(row, fault)
        return None

    def _record_steps(self, one: Planned, read: list[tuple[TableRow, Values]]) -> list[Step]:
        sheet = one.sheet
        matched, derived = [], set()
        for row, values in read:
            is_named = "reference" in values
            try:
                pk = self._match(sheet, values)
            except Unsayable as error:
                self._say(row, error)
                continue
            if pk is None and (lacks := lacking(row, one)):
                for lack in lacks:
                    self._say(row, lack)
            elif not self._is_double(row, sheet, values["reference"]):
                matched.append((row, values, pk))
                if not (is_named or self._is_numbered(sheet, values)):
                    derived.add(row.number)
        given = {name for _, values, _ in matched for name in values}
        there = self._fetch(sheet, [pk for _, _, pk in matched if pk is not None], given)
        self.identified.fetch(there if one.apart else ())
        taken = self._taken(sheet, [values for _, values, pk in matched if pk is None])
        steps = []
        for row, values, pk in matched:
            record = there.get(pk) if pk is not None else None
            try:
                if record is None:
                    self._refuse_taken(values, taken)
                    step = new_step(row, sheet, values, self.claims, self.by)
                    step.identity = self.identified.brought(row, one.apart, step.record)
                    reason = self._refusal_to_add(sheet)
                else:
                    self._refuse_outside(record, values)
                    step = changing_step(row, sheet, values, record, self.claims)
                    step.identity = self.identified.brought(row, one.apart, record)
                    reason = self._refusal(record) if step.does_something else ""
                    if row.number in derived and step.does_something:
                        raise Unsayable("title", SAME_NAME.format(record.reference))
                if reason:
                    raise Unsayable("reference", reason)
            except Unsayable as error:
                self._say(row, error)
                continue
            steps.append(step)
            self._remember(sheet, step, values)
        return steps

    def _match(self, sheet: Sheet, values: Values) -> UUID | None:
        """The record that a row is about, by reference, number or address; None for a new one.

        Raises Unsayable where these name different records.
        """
        names = [values.get("url")] if sheet.model is Source else []
        names += [number for _, number in values.get("applications", [])]
        names += values.get("ecli", [])
        found = [pk for name in names if name and (pk := self.known.find(sheet.model, name))]
        own = self.known.find(sheet.model, values.get("reference", ""))
        if own is not None and set(found) - {own}:
            raise Unsayable("reference", TWO_RECORDS)
        if own is None and found:
            # The sheet's own name for it holds within this import; the desk's name stays.
            own = found[0]
            self.known.add(sheet.model, own, [values.get("reference", "")])
            values["reference"] = self.known.reference_of(own)
        values.setdefault("reference", derived_reference(sheet, values))
        return own or self.known.find(sheet.model, values["reference"])

    def _taken(self, sheet: Sheet, new: list[Values]) -> set[str]:
        """Which references and addresses of new records are those of records that are not seen."""
        if self.by is None or not new:
            return set()
        found: set[str] = set()
        for name in ("reference", "url") if sheet.model is Source else ("reference",):
            wanted = {values[name] for values in new if values.get(name)}
            rows = sheet.model._base_manager.filter(**{f"{name}__in": wanted})
            found |= set(rows.values_list(name, flat=True))
        return found

    def _refuse_taken(self, values: Values, taken: set[str]) -> None:
        for name in ("reference", "url"):
            if values.get(name) in taken:
                called = "address" if name == "url" else name
                raise Unsayable(name, TAKEN.format(called))

    def _is_numbered(self, sheet: Sheet, values: Values) -> bool:
        """Whether a row names its record by an address or number of others."""
        has_address = sheet.model is Source and "url" in values
        return has_address or bool(values.get("applications") or values.get("ecli"))

    def _fetch(self, sheet: Sheet, pks: list[UUID], given: set[str]) -> dict[UUID, Any]:
        """The records with these keys, by key, and those of their lists that are `given` values."""
        if not pks:
            return {}
        records = sheet.model._base_manager.filter(pk__in=pks)
        if self.locked:
            records = records.select_for_update()
        lists = {*prefetches({name: sheet.parts[name] for name in given & sheet.parts.keys()})}
        if str(sheet.model._meta.model_name) in CITABLE:
            lists.add("citations")
        return {one.pk: one for one in records.prefetch_related(*sorted(lists))}

    def _remember(self, sheet: Sheet, step: Step, values: Values) -> None:
        """Makes a new record known, and what a record says of its dates where claims come along."""
        record = step.record
        if step.is_new:
            names = [record.reference, values.get("url", ""), str(values.get("alias_en", ""))]
            names += [number for _, number in values.get("applications", [])]
            self.known.add(
                sheet.model, record.pk, [names[0], names[1], names[2].casefold(), *names[3:]]
            )
        key = str(record._meta.model_name), record.reference
        if key in self.claims.sources:
            self._recorded[key] = recorded_in(record)

    def _is_double(self, row: TableRow, sheet: Sheet, reference: str) -> bool:
        file, number = self._seen.setdefault((sheet.name, reference), (row.file, row.number))
        if (file, number) == (row.file, row.number):
            return False
        where = f"Row {number}" if file == row.file else f"Row {number} of {file}"
        self._say(row, Unsayable("reference", f"{where} has the same reference."))
        return True

    def _citation_steps(self, sheet: Sheet, read: list[tuple[TableRow, Values]]) -> list[Step]:
        self.citing.fetch(read)
        steps = []
        for row, values in read:
            owner = self.citing.owners.get(values["record"][1].pk)
            try:
                step = self.citing.step(row, sheet, values)
                if owner is not None and step.does_something and (why := self._refusal(owner)):
                    raise Unsayable("record", why)
            except Unsayable as error:
                self._say(row, error)
            else:
                steps.append(step)
        return steps

    def _refusal(self, record: Any) -> str:
        return "" if self.by is None else refusal(self.by, Deed.CHANGE, record)

    def _refuse_outside(self, record: Any, values: Values) -> None:
        """What the public never reads is neither compared nor changed from outside the record."""
        private = sorted(values.keys() & never_printed(record))
        if private and self.by is not None and (why := refusal(self.by, Deed.LOOK_INSIDE, record)):
            raise Unsayable(private[0], why)

    def _refusal_to_add(self, sheet: Sheet) -> str:
        return "" if self.by is None else refusal(self.by, Deed.ADD, sheet.model)

    def _say(self, row: TableRow, error: Unsayable) -> None:
        """Notes a problem under the header that the table itself gives the column."""
        stand_for = {column: header for header, column in self._headers.items()}
        header = stand_for.get(error.column, error.column)
        cell = row.cells.get(header, "")
        self._problem(Problem(row.file, row.number, header, cell, str(error)))

    def _problem(self, problem: Problem) -> None:
        self.problem_count += 1
        if len(self.problems) < MOST_PROBLEMS or not problem.row:
            self.problems.append(problem)


STOPPED = "Reading stopped after {} problems. Mend these first; there may be more."
TAKEN = "This {} is taken. Choose another."
SAME_NAME = (
    "A record of this name is there already ({}). Write its reference to change it, or a reference "
    "of its own for another one."
)
TWO_RECORDS = (
    "This reference names one record, and the address or number in the same row another. Mend one "
    "of them."
)
