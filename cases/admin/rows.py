"""Rows of a form: more of them without script, and those that a colleague deleted meanwhile.

Nothing that was typed into a row is lost.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict

MORE_ROWS = 2


def with_more_rows(admin: Any, request: HttpRequest) -> None:
    """Makes the rows that were asked for by the button “More rows”, as a browser's script would."""
    post: Any = request.POST.copy()
    for prefix, formset_class, _ in _formsets(admin, request, None):
        if prefix == post.get("_rows"):
            total = _number(post, prefix, "TOTAL")
            post[f"{prefix}-TOTAL_FORMS"] = str(total + MORE_ROWS)
            for field in formset_class().empty_form:
                for at in range(total, total + MORE_ROWS):
                    post[f"{prefix}-{at}-{field.name}"] = field.initial or ""
    request.POST = post


def with_vanished_rows_anew(admin: Any, request: HttpRequest, record: Any) -> None:
    """Makes new rows of those in `request.POST` whose row is gone, behind all others.

    Django's formsets expect every row of a form still to be there, and fail on one that is not.
    """
    post: Any = request.POST.copy()
    for prefix, formset_class, inline in _formsets(admin, request, record):
        queryset = inline.model._base_manager.filter(**{formset_class.fk.name: record.pk})
        _renumber(post, prefix, {str(pk) for pk in queryset.values_list("pk", flat=True)})
    request.POST = post


def _formsets(admin: Any, request: HttpRequest, record: Any) -> Iterator[tuple[str, Any, Any]]:
    """The rows of a form, kind by kind: how their fields begin, their formset, their inline."""
    seen: Counter[str] = Counter()
    for formset_class, inline in admin.get_formsets_with_inlines(request, record):
        prefix = formset_class.get_default_prefix()
        seen[prefix] += 1
        number = f"-{seen[prefix]}" if seen[prefix] > 1 else ""
        yield prefix + number, formset_class, inline


def _renumber(post: QueryDict, prefix: str, there: set[str]) -> None:
    total, initial = _number(post, prefix, "TOTAL"), _number(post, prefix, "INITIAL")
    gone = [at for at in range(initial) if _pk(post.get(f"{prefix}-{at}-id", "")) not in there]
    if not gone:
        return
    order = [at for at in range(total) if at not in gone] + gone
    rows = [
        {
            name.removeprefix(f"{prefix}-{at}-"): post.getlist(name)
            for name in list(post)
            if name.startswith(f"{prefix}-{at}-")
        }
        for at in order
    ]
    for name in [name for name in post if name.split(f"{prefix}-")[-1][:1].isdigit()]:
        if name.startswith(f"{prefix}-"):
            del post[name]
    for at, row in enumerate(rows):
        if order[at] in gone:
            row["id"] = [""]
        for name, values in row.items():
            post.setlist(f"{prefix}-{at}-{name}", values)
    post[f"{prefix}-INITIAL_FORMS"] = str(initial - len(gone))


def _number(post: QueryDict, prefix: str, which: str) -> int:
    text = post.get(f"{prefix}-{which}_FORMS") or "0"
    return int(text) if text.isdigit() and len(text) < 5 else 0


def _pk(text: str | None) -> str:
    try:
        return str(UUID(text or ""))
    except ValueError:
        return ""
