"""What the timeline can be filtered by, with counts that leave a group's own filter out."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from babel import Locale
from django.db.models import Count

from timeline.entries import Named, named
from timeline.filters import FAMILIES, GROUPS, STANDINGS, Filters
from timeline.models import Edition, EditionFacet, EditionLink, Kind

HEADINGS = {
    "family": "Family",
    "kind": "Kind",
    "case": "Case",
    "agreement": "Agreement",
    "country": "Country",
    "place": "Place",
    "standing": "Standing",
    "source": "Source",
}
FAMILY_LABELS = {
    "movement": "Movement",
    "harm": "Harm",
    "court": "Court decision",
    "agreement": "Agreement",
    "figure": "Figure",
    "background": "Background",
}
STANDING_LABELS = {name: name.capitalize() for name in STANDINGS}
MOST_OPEN = 8
LINKED = ("kind", "case", "agreement", "source")
# There are too many to offer; whoever comes from a source's page is shown the others as well.
ONLY_WHEN_ASKED = ("source",)


@dataclass(frozen=True)
class Choice:
    """One value of a group, how many events have it, and whether it is asked for."""

    value: str
    label: str
    count: int
    active: bool
    language: str = "en"


@dataclass(frozen=True)
class Group:
    """A group of choices; one that offers no choice is not shown."""

    name: str
    heading: str
    choices: list[Choice]

    @property
    def offers_choice(self) -> bool:
        """Whether there is anything to choose, or to take back."""
        return len(self.choices) > 1 or any(choice.active for choice in self.choices)

    @property
    def shown(self) -> list[Choice]:
        """The choices that stand open: those asked for, and the most frequent."""
        if len(self.choices) <= MOST_OPEN + 2:
            return self.choices
        frequent = sorted(self.choices, key=lambda one: (not one.active, -one.count))[:MOST_OPEN]
        return [one for one in self.choices if one in frequent or one.active]

    @property
    def folded(self) -> list[Choice]:
        """The other choices, behind a fold."""
        shown = self.shown
        return [one for one in self.choices if one not in shown]


def country_name(code: str, language: str = "en") -> str:
    """The country's name by CLDR; the code itself where there is none."""
    return str(Locale(language).territories.get(code, code))


def facet_groups(filters: Filters, using: str, moment: datetime | None = None) -> list[Group]:
    """Every group with its counts, in a fixed number of queries."""
    counts = {
        name: {}
        if name in ONLY_WHEN_ASKED and not filters.group(name)
        else _count(name, filters, using, moment)
        for name in GROUPS
    }
    names = _names(counts, using, moment)
    kinds = counts["family"]
    families = Counter[str]()
    for target, number in kinds.items():
        if target in names:
            families[names[target].document.get("family", "")] += number
    counts["family"] = {name: families[name] for name in FAMILIES if families[name]}
    return [
        Group(name, HEADINGS[name], _choices(name, counts[name], names, filters)) for name in GROUPS
    ]


def _count(name: str, filters: Filters, using: str, moment: datetime | None) -> dict[str, int]:
    """Events by value of a group, its own filter left out; for family, events by kind."""
    events = Edition.objects.using(using).standing(moment).of(Kind.EVENT)
    found = events.matching(filters.without(name), moment).values("pk")
    if name in (*LINKED, "family"):
        role = "kind" if name == "family" else name
        links = EditionLink.objects.using(using).filter(role=role, edition__in=found)
        targets = links.values_list("target").annotate(number=Count("id"))
        return {str(target): number for target, number in targets}
    facets = EditionFacet.objects.using(using).filter(name=name, edition__in=found)
    return dict(facets.values_list("value").annotate(number=Count("id")))


def _names(
    counts: Mapping[str, dict[str, int]], using: str, moment: datetime | None
) -> dict[str, Named]:
    targets = {target for name in (*LINKED, "family") for target in counts[name]}
    found = Edition.objects.using(using).standing(moment).filter(record__in=targets)
    return {str(one.record): named(one) for one in found}


def _choices(
    name: str, counts: dict[str, int], names: dict[str, Named], filters: Filters
) -> list[Choice]:
    active = filters.group(name)
    rows = []
    for value, number in counts.items():
        if name in LINKED:
            if value not in names:
                continue
            shown, label = names[value].reference, names[value].label
        else:
            shown, label = value, _label(name, value)
        rows.append(Choice(shown, label, number, shown in active))
    missing = [value for value in active if value not in {choice.value for choice in rows}]
    rows += [Choice(value, _label(name, value), 0, True) for value in missing]
    fixed = {"family": FAMILIES, "standing": STANDINGS}.get(name)
    if fixed:
        return sorted(rows, key=lambda choice: fixed.index(choice.value))
    return sorted(rows, key=lambda choice: choice.label.casefold())


def _label(name: str, value: str) -> str:
    if name == "country":
        return country_name(value)
    return {**FAMILY_LABELS, **STANDING_LABELS}.get(value, value) if name != "place" else value
