"""Logs that name nobody: what went wrong and where in the code, never for whom or with what.

A request is named by its method and the pattern of its address, so that neither a query nor the
name of a person in a path is kept. An exception is named by its class and the lines of code that it
passed: its message often quotes the row that failed.
"""

import logging
import re
import traceback
from typing import Any

# As Python writes a text that holds both kinds of quotes, one of them stands after a backslash.
QUOTED = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|“[^”]*”", re.DOTALL)
QUERY = re.compile(r"\?\S+")
PLACEHOLDER = re.compile(r"%(\(\w+\))?[-#0 +]*\d*(\.\d+)?[diouxXeEfFgGcrsa]")
ADDRESS = re.compile(r"\b\d{1,3}(\.\d{1,3}){3}\b|[0-9a-fA-F]*:[0-9a-fA-F:]*:[0-9a-fA-F.:]*")
HIDDEN = "…"


class DiscreetFormatter(logging.Formatter):
    """One line a record, and below it the way of an exception through the code."""

    def format(self, record: logging.LogRecord) -> str:
        """The record without anything that came with a request."""
        when = self.formatTime(record)
        lines = [f"{when} {record.levelname} {record.name}: {_message(record)}"]
        if record.exc_info and record.exc_info[1]:
            lines.append(self.formatException(record.exc_info))
        return "\n".join(lines)

    def formatException(self, ei: Any) -> str:
        """Where the exception passed, and its class; the causes before it."""
        error: BaseException | None = ei[1]
        parts: list[str] = []
        while error is not None and len(parts) < 5:
            frames = traceback.extract_tb(error.__traceback__)
            way = [f"  {one.filename}:{one.lineno} in {one.name}" for one in frames]
            parts.append("\n".join([*way, f"{type(error).__module__}.{type(error).__qualname__}"]))
            error = error.__cause__ or error.__context__
        return "\nafter\n".join(parts)


def _message(record: logging.LogRecord) -> str:
    request: Any = getattr(record, "request", None)
    if request is not None and hasattr(request, "method"):
        match = getattr(request, "resolver_match", None)
        route = f"/{match.route}" if match else "an address that is none of ours"
        return f"{getattr(record, 'status_code', '')} {request.method} {route}".strip()
    if record.levelno < logging.WARNING:
        return record.getMessage()
    words = PLACEHOLDER.sub(HIDDEN, str(record.msg)) if record.args else str(record.msg)
    for pattern in (QUOTED, QUERY, ADDRESS):
        words = pattern.sub(HIDDEN, words)
    return words
