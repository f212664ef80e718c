"""Pages that come while the work is done: a line for each step, then what came of it. No script."""

from collections.abc import Callable, Generator, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.html import format_html

from cases.sealing.keys import CannotUnseal

HERE = "<!-- live -->"
TEMPLATE = "admin/cases/import_live.html"
BROKEN_OFF = "Something went wrong on our side. Open the import again to see how it stands."
Lines = Generator[str, None, Any]
Finish = Callable[[Any], HttpResponse]
Words = Callable[[Any], str]


def answered(work: Lines, finish: Finish) -> HttpResponse:
    """Does the work at once, and answers with what `finish` makes of its result."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            return finish(end.value)


def live(
    request: HttpRequest, context: dict[str, Any], work: Lines, words: Words
) -> HttpResponseBase:
    """Answers while the work is done, and ends with the HTML that `words` makes of its result.

    Where the reader goes away, the work is closed, and with it its transaction.
    """
    head, _, tail = render_to_string(TEMPLATE, {**context, "here": HERE}, request).partition(HERE)
    response = StreamingHttpResponse(_pieces(head, tail, work, words))
    response["X-Accel-Buffering"] = "no"
    return response


def _pieces(head: str, tail: str, work: Lines, words: Words) -> Iterator[str]:
    yield head
    try:
        while True:
            try:
                line = next(work)
            except StopIteration as end:
                yield "</ul>" + words(end.value)
                break
            yield format_html("<li>{}</li>\n", line)
    except CannotUnseal as error:
        yield format_html("</ul><p>{}</p>", error)
    except Exception:
        yield f"</ul><p>{BROKEN_OFF}</p>{tail}"
        raise
    finally:
        work.close()
    yield tail
