"""A site in which every private field, and every state that is not public, holds a canary.

A canary is three words that nobody writes, one in each alphabet of the site, so that a leak shows
whatever becomes of the others. Days and numbers have values of their own that no other cell has.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import models

from cases.models.fields import BoundField, CountryListField, FuzzyDateField
from cases.sealing.cells import BlindIndexField

LATIN = "bcdfghjklmnpqrstvwxz"
CYRILLIC = "бвгджзклмнпрстфхцчшщ"
HANGUL = "뷁쀍꿹뙑쫧쿕튭퓱핡휉겱넭뎷롅뭵볹솏얽쟳쳷"
FIRST_DAY = date(1502, 1, 1)
CODES = "one of a few fixed words, which say nothing by themselves"


def word(number: int) -> tuple[str, str, str]:
    """Three words that stand for `number`, which no other text of the site contains."""
    digits = [number // 20**place % 20 for place in range(4)]
    return (
        "qz" + "".join(LATIN[one] for one in digits) + "xq",
        "ёъ" + "".join(CYRILLIC[one] for one in digits) + "йь",
        "".join(HANGUL[one] for one in digits) + "쬻",
    )


@dataclass
class Canaries:
    """Every canary that was made: its needles, each with the state and field that it betrays."""

    needles: list[tuple[str, str]] = field(default_factory=list)
    made: int = 0

    def text(self, where: str) -> str:
        """A text of three words."""
        words = self._words(where)
        return f"{words[0].capitalize()} {words[1]} <&\"'> {words[2]}"

    def slug(self, where: str) -> str:
        """A reference."""
        return self._words(where)[0]

    def day(self, where: str) -> date:
        """A day that nothing else is dated to."""
        self.made += 1
        day = FIRST_DAY + timedelta(days=self.made)
        forms = (
            day.isoformat(),
            f"{day.day} {day:%B %Y}",
            f"{day:%Y%m%d}T",
            f"{day:%B} {day.day}, {day.year}",
        )
        self.needles += [(form, where) for form in forms]
        return day

    def number(self, where: str, whole: str = "") -> Decimal:
        """A number that stands nowhere else, with five digits behind `whole`."""
        self.made += 1
        digits = f"{self.made:04d}7" if whole else f"{8_140_000_000 + self.made * 17}"
        text = f"{whole}{digits}"
        plain = text if whole else f"{int(text):,}"
        self.needles += [(form, where) for form in {text, plain}]
        return Decimal(text)

    def known(self, text: str, where: str) -> str:
        """A text that is secret by itself, such as an id or a digest."""
        self.needles.append((text, where))
        return text

    def _words(self, where: str) -> tuple[str, str, str]:
        self.made += 1
        words = word(self.made)
        self.needles += [(one, where) for one in words]
        return words


def is_code(one: models.Field) -> bool:
    """Whether a field holds one of a few fixed words, a yes or no, a count or a key."""
    counted = models.BooleanField | models.IntegerField | models.AutoField | models.UUIDField
    return bool(one.choices) or isinstance(one, counted | models.DateTimeField | models.ForeignKey)


def derived(one: models.Field) -> bool:
    """Whether a field follows from another of its row."""
    return isinstance(one, BoundField | BlindIndexField)


def secret_for(one: models.Field, canaries: Canaries, where: str) -> Any:  # noqa: PLR0911
    """A value for field `one` with a canary in it. Raises LookupError for a type not known here."""
    match one:
        case FuzzyDateField():
            return canaries.day(where).isoformat()
        case CountryListField():
            return ["TV"]
        case models.DateField():
            return canaries.day(where)
        case models.DecimalField(max_digits=8):
            return canaries.number(where, "43.")
        case models.DecimalField():
            return canaries.number(where)
        case models.URLField():
            return f"https://example.org/{canaries.slug(where)}"
        case models.CharField(name="language"):
            return f"en-{canaries.slug(where)}"
        case models.CharField(name="reference"):
            return canaries.slug(where)
        case models.CharField() | models.TextField():
            return canaries.text(where)
    raise LookupError(f"Nobody has said how to plant a canary in {where}, {one!r}.")


def ordinary_for(one: models.Field, number: int) -> Any:  # noqa: PLR0911
    """A value for field `one` that anybody may read."""
    match one:
        case FuzzyDateField():
            return f"{1990 + number % 30}-0{number % 9 + 1}"
        case CountryListField():
            return ["RU"]
        case models.DateField():
            return date(2020, 1, 1) + timedelta(days=number)
        case models.DecimalField(max_digits=8):
            return Decimal(f"55.{number:03d}")
        case models.DecimalField():
            return Decimal(number)
        case models.URLField():
            return f"https://example.org/page-{number}"
        case models.CharField(name="language"):
            return "en"
        case models.CharField(name="reference"):
            return f"ordinary-{one.model._meta.model_name}-{number}"
        case models.CharField() | models.TextField():
            return f"Ordinary {one.name} {number}".replace("_", " ")
    raise LookupError(f"Nobody has said what is ordinary in {one!r}.")
