"""The search index: the words of every edition, in FTS5 on SQLite and a tsvector on PostgreSQL.

Both hold the same tokens (timeline/words.py) and are asked the same questions, so both give the
same answers. An edition's own words alone are kept: the names of people and sources that it
mentions are found through its links, so that a name taken back is found nowhere.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connections
from django.db.models.expressions import RawSQL

from timeline.drafting import is_drafting
from timeline.words import Term, tokens

TITLES = frozenset(
    f"{name}_{language}" for name in ("title", "label", "alias") for language in ("en", "ru", "ko")
)
TEXTS = frozenset(
    (
        *(
            f"{name}_{language}"
            for name in ("summary", "outcome")
            for language in ("en", "ru", "ko")
        ),
        *("place", "wording", "definition", "reporting_body", "unit", "publisher", "author"),
        *("remark", "number", "quote", "translation", "signed_at", "instrument"),
    )
)
CHUNK = 500
# Titles and texts are apart in a tsvector too, so that no run of signs reaches across.
APART = 10

SQLITE = (
    "CREATE VIRTUAL TABLE timeline_words USING fts5("
    "title, body, tokenize='ascii', prefix='1 2 3', columnsize=0)"
)
POSTGRESQL = (
    "CREATE TABLE timeline_words (edition bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX timeline_words_index ON timeline_words USING gin (words)",
)


def create(schema_editor: Any) -> None:
    """Creates the index, empty, in the database of a migration."""
    statements = (SQLITE,) if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    for statement in statements:
        schema_editor.execute(statement)


def drop(schema_editor: Any) -> None:
    """Drops the index."""
    schema_editor.execute("DROP TABLE timeline_words")


def add(documents: Iterable[tuple[int, dict[str, Any]]], using: str) -> None:
    """Indexes editions, each given by its id and document; one that was there is replaced.

    Drafts are not indexed, nor is anything else for their sake: all of it would be taken back.
    """
    if is_drafting():
        return
    rows = []
    for edition, document in documents:
        rows.append((edition, _text(document, TITLES), _text(document, TEXTS)))
        if len(rows) == CHUNK:
            _write(rows, using)
            rows = []
    if rows:
        _write(rows, using)


def forget(editions: Iterable[int], using: str) -> None:
    """Takes editions out of the index, and their words out of its pages."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            rows = [(one,) for one in editions]
            cursor.executemany("DELETE FROM timeline_words WHERE rowid = %s", rows)
            # FTS5 keeps what was deleted until its pages are merged.
            cursor.execute("INSERT INTO timeline_words(timeline_words) VALUES('optimize')")
        else:
            cursor.execute("DELETE FROM timeline_words WHERE edition = ANY(%s)", [list(editions)])


def clear(using: str) -> None:
    """Empties the index."""
    with connections[using].cursor() as cursor:
        cursor.execute("DELETE FROM timeline_words")


def answering(term: Term, using: str, *, in_titles: bool = False) -> RawSQL:
    """The ids of the editions that answer to `term`, as a subquery for `pk__in`."""
    if connections[using].vendor == "sqlite":
        question = _fts5(term)
        return RawSQL(
            "SELECT rowid FROM timeline_words WHERE timeline_words MATCH %s",
            [f"title : ({question})" if in_titles else question],
        )
    return RawSQL(
        "SELECT edition FROM timeline_words WHERE words @@ %s::tsquery",
        [_tsquery(term, "A" if in_titles else "")],
    )


def texts_of(document: Any, names: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The texts in a document, however deep, under one of `names`: name and text."""
    for name, value in document.items():
        if isinstance(value, str) and name in names:
            yield name, value
        elif isinstance(value, list):
            for row in value:
                if isinstance(row, dict):
                    yield from texts_of(row, names)
                    # An identifier is the one row whose value is a text to search for.
                    if "scheme" in row:
                        yield "identifier", row["value"]


def _text(document: dict[str, Any], names: frozenset[str]) -> list[str]:
    return [token for _, text in texts_of(document, names) for token in tokens(text)]


def _write(rows: list[tuple[int, list[str], list[str]]], using: str) -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(
                "DELETE FROM timeline_words WHERE rowid = %s", [row[:1] for row in rows]
            )
            cursor.executemany(
                "INSERT INTO timeline_words(rowid, title, body) VALUES (%s, %s, %s)",
                [(edition, " ".join(title), " ".join(body)) for edition, title, body in rows],
            )
        else:
            cursor.executemany(
                "INSERT INTO timeline_words (edition, words) VALUES (%s, %s::tsvector) "
                "ON CONFLICT (edition) DO UPDATE SET words = excluded.words",
                [(edition, _tsvector(title, body)) for edition, title, body in rows],
            )


def _fts5(term: Term) -> str:
    if term.is_paired and len(term.text) > 1:
        return f'"{" ".join(term.pairs)}"'
    prefix = "*" if term.is_prefix else ""
    return f'"{term.text}"{prefix} OR "{term.stem}"'


def _tsquery(term: Term, weight: str) -> str:
    if term.is_paired and len(term.text) > 1:
        return " <-> ".join(f"'{pair}':{weight}" if weight else f"'{pair}'" for pair in term.pairs)
    prefix = "*" if term.is_prefix else ""
    marks = f":{prefix}{weight}" if prefix or weight else ""
    return f"'{term.text}'{marks} | '{term.stem}'{':' + weight if weight else ''}"


def _tsvector(title: list[str], body: list[str]) -> str:
    places: dict[str, list[str]] = {}
    for index, token in enumerate(title, start=1):
        places.setdefault(token, []).append(f"{index}A")
    for index, token in enumerate(body, start=len(title) + APART):
        places.setdefault(token, []).append(str(index))
    return " ".join(f"'{token}':{','.join(where)}" for token, where in places.items())
