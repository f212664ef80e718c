"""The public history of a record: its editions, each at a permanent address, and differences."""

from django.http import HttpResponse

from timeline.addresses import history_of, numbered_edition
from timeline.diff import fields_difference
from timeline.entries import KINDS_BY_FOLDER, labelled, names_for
from timeline.fieldtext import field_texts
from timeline.resting import without_absent
from timeline.views.records import edition_page
from timeline.views.visit import Visit, visitor


@visitor
def history(visit: Visit, folder: str, reference: str) -> HttpResponse:
    """`history/`: every edition, newest first, and what was taken back."""
    rows, graves = history_of(KINDS_BY_FOLDER[folder], reference, visit.using, visit.moment)
    return visit.page(
        "history.html",
        editions=rows,
        tombstones=graves,
        title=labelled(rows[0].kind, rows[0].document)[0] if rows else reference,
        path=f"{folder}/{reference}/",
        section=f"{folder}/",
    )


@visitor
def one_edition(visit: Visit, folder: str, reference: str, number: int) -> HttpResponse:
    """`history/<n>/`: an edition's permalink, with the names that stood when it was printed."""
    edition = numbered_edition(
        KINDS_BY_FOLDER[folder], reference, number, visit.using, visit.moment
    )
    return edition_page(visit, edition, edition.published, permalink=True)


@visitor
def difference(visit: Visit, folder: str, reference: str, first: int, second: int) -> HttpResponse:
    """`history/<a>..<b>/`: what changed between two editions, word by word."""
    kind = KINDS_BY_FOLDER[folder]
    old = numbered_edition(kind, reference, first, visit.using, visit.moment)
    new = numbered_edition(kind, reference, second, visit.using, visit.moment)
    names = names_for([old, new], visit.using, visit.moment)
    texts = [field_texts(without_absent(one.document, names), names) for one in (old, new)]
    changed, unchanged = fields_difference(*texts)
    return visit.page(
        "diff.html",
        old=old,
        new=new,
        changed=changed,
        unchanged=unchanged,
        title=labelled(new.kind, new.document)[0],
        path=f"{folder}/{reference}/",
        section=f"{folder}/",
    )
