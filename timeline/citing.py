"""How to cite an edition: plain text, BibTeX and CSL-JSON (Citation Style Language 1.0.2).

A citation names the edition and its permanent address, so that whoever follows it reads the text
that was cited, whatever was published since.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from timeline.models import Edition


@dataclass(frozen=True, slots=True)
class Reference:
    """What a citation is made of. Days are in UTC."""

    title: str
    language: str
    site: str
    edition: int
    published: date
    address: str
    retrieved: date
    digest: str
    key: str

    @property
    def text(self) -> str:
        """One line of plain text."""
        return (
            f"“{self.title}”, {self.site}, edition {self.edition}, published "
            f"{_day(self.published)}, {self.address} (retrieved {_day(self.retrieved)}; "
            f"SHA-256 {self.digest})."
        )

    @property
    def bibtex(self) -> str:
        """An entry of the type misc, which every BibTeX style knows."""
        fields = {
            "title": "{" + _tex(self.title) + "}",
            "howpublished": _tex(self.site),
            "edition": str(self.edition),
            "year": str(self.published.year),
            "month": str(self.published.month),
            "day": str(self.published.day),
            "url": self.address,
            "urldate": self.retrieved.isoformat(),
            "language": self.language,
            "note": f"Edition {self.edition}. SHA-256 {self.digest}",
        }
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
        return f"@misc{{{self.key},\n{lines}\n}}\n"

    @property
    def csl(self) -> list[dict[str, Any]]:
        """A list of one item, as reference managers import it."""
        return [
            {
                "id": self.key,
                "type": "entry",
                "title": self.title,
                "container-title": self.site,
                "edition": str(self.edition),
                "issued": {"date-parts": [_parts(self.published)]},
                "accessed": {"date-parts": [_parts(self.retrieved)]},
                "URL": self.address,
                "language": self.language,
                "note": f"SHA-256: {self.digest}",
            }
        ]


def reference_to(
    edition: Edition, title: str, language: str, *, site: str, address: str, today: date
) -> Reference:
    """The reference to an edition at its permanent `address`, retrieved `today`."""
    return Reference(
        title=title,
        language=language,
        site=site,
        edition=edition.number,
        published=edition.published.date(),
        address=address,
        retrieved=today,
        digest=edition.digest,
        key=f"{edition.reference}-{edition.number}",
    )


def _tex(text: str) -> str:
    special = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    return re.sub(r"[\\~^&%$#_{}]", lambda found: special.get(found[0], "\\" + found[0]), text)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _parts(day: date) -> list[int]:
    return [day.year, day.month, day.day]
