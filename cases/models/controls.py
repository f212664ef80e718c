"""Signs that are no text: controls, halves of surrogate pairs, and what XML cannot hold.

They come along from PDFs and old programs. Nobody sees them, and some pages and feeds leave them
out, so that another word would be printed than was read.
"""

import re
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BESIDE = 20


def controls_in(row: models.Model, exclude: Collection[str]) -> dict[str, list[ValidationError]]:
    """What is wrong with each text of a row that holds such a sign, by field."""
    found = {}
    for field in row._meta.concrete_fields:
        text = "" if field.name in exclude else getattr(row, field.attname)
        if isinstance(text, str) and (sign := _CONTROL.search(text)):
            found[field.name] = [ValidationError(_advice(str(field.verbose_name), text, sign))]
    return found


def _advice(called: str, text: str, sign: re.Match[str]) -> str:
    before, after = text[: sign.start()], text[sign.end() :]
    words = _CONTROL.sub("", f"{before[-_BESIDE:]}…{after[:_BESIDE]}")
    return (
        f"“{capfirst(called)}” holds a sign that nobody can see (U+{ord(sign[0]):04X}): it stands "
        f"where “{words}” has “…”. Delete it there, or type these words anew."
    )
