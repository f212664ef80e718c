"""How a date is read, as the form's script asks for it while somebody types."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from cases.fields import cells_of, reading_in_words
from timeline.dates import read

LONGEST = 60


@require_safe
def reading_view(request: HttpRequest) -> JsonResponse:
    """`/admin/reading/?text=`: the reading in words and its strip, or why it cannot be read."""
    text = request.GET.get("text", "")[: LONGEST + 1]
    answer: dict[str, object] = {"reading": reading_in_words(text), "problem": "", "cells": []}
    if text.strip():
        try:
            read(text)
        except ValueError as error:
            answer["problem"] = str(error)
        else:
            answer["cells"] = cells_of(text)
    return JsonResponse(answer, headers={"Cache-Control": "no-store"})
