"""Whether a column of dates in digits has the day or the month first."""

from collections.abc import Iterable

from cases.exchange.table import TableRow
from timeline.dates import orders_of

DAY_FIRST, MONTH_FIRST = 0, 1


def orders_in(rows: Iterable[TableRow]) -> dict[str, int]:
    """By header, the one order in which all its dates in digits can be read.

    A column whose dates show no order, or both, is left out.
    """
    shown: dict[str, set[int]] = {}
    for row in rows:
        for header, text in row.cells.items():
            fitting = [at for at, exact in enumerate(orders_of(text)) if exact]
            if len(fitting) == 1:
                shown.setdefault(header, set()).add(fitting[0])
    return {header: min(orders) for header, orders in shown.items() if len(orders) == 1}
