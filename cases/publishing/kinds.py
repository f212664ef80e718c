"""What can be printed: desk models and the kinds of edition they become."""

from cases.models import (
    Agreement,
    Case,
    Court,
    Event,
    EventKind,
    Figure,
    Person,
    Provision,
    Record,
    Referenced,
    Source,
    SourceKind,
    Topic,
)
from timeline.models import Kind

KINDS: dict[type[Referenced], Kind] = {
    Case: Kind.CASE,
    Agreement: Kind.AGREEMENT,
    Event: Kind.EVENT,
    Source: Kind.SOURCE,
    Figure: Kind.FIGURE,
    Person: Kind.PERSON,
    Court: Kind.COURT,
    Provision: Kind.PROVISION,
    EventKind: Kind.EVENT_KIND,
    SourceKind: Kind.SOURCE_KIND,
    Topic: Kind.TOPIC,
}
ROLES: dict[type[Referenced], str] = {
    **{model: str(kind) for model, kind in KINDS.items()},
    EventKind: "kind",
    SourceKind: "kind",
}
# A link to what a record followed, by its field: what kind that is does not matter.
PREDECESSOR = "predecessor"
# What an edition is ordered and filtered by: the first of these that it has.
DATED_BY: dict[Kind, tuple[str, ...]] = {
    Kind.EVENT: ("date",),
    Kind.AGREEMENT: ("signed", "drafted", "in_force"),
    Kind.SOURCE: ("published",),
    Kind.CASE: ("statuses",),
}
MUST_CITE = (Case, Agreement, Event, Figure)
STANDS_ON_ITS_OWN = (Case, Agreement, Event, Figure)
CHUNK = 500


def models_by_kind() -> dict[str, type[Referenced]]:
    """The desk model behind each kind of edition."""
    return {str(kind): model for model, kind in KINDS.items()}


def public_path(kind: str, reference: str) -> str:
    """The path of the page on which the public reads such a record; "" for what has none."""
    return f"/{kind}s/{reference}/" if issubclass(models_by_kind()[kind], Record) else ""
