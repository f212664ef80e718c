"""The desk's records, a file for each."""

from cases.history import Revision
from cases.models.account import AccountEvent, StaffSession
from cases.models.agreement import Agreement, AgreementKind, Party, TextStanding
from cases.models.base import Record, Referenced, Tracked, Versioned
from cases.models.case import Application, Case, CaseStatus, Reminder, Status
from cases.models.erasure import ErasureRequest
from cases.models.event import Event, Finding, Outcome, Participation, Role, Standing
from cases.models.figure import Figure, Observation
from cases.models.identity import (
    Identity,
    IdentityName,
    IdentityReading,
    KeyCanary,
    NameKind,
    NamePass,
    NamesHeld,
    PassAsked,
    Script,
    script_of,
)
from cases.models.importing import ColumnMapping, ImportBatch
from cases.models.log import HeldReference, Publication, Removal, ShelvedEdition
from cases.models.person import Exposure, Person
from cases.models.review import Submission, SubmissionItem
from cases.models.source import Citation, Identifier, Scheme, Source, Stance
from cases.models.staff import CalendarLink, SavedFilter
from cases.models.testimony import Audience
from cases.models.vocabulary import Court, EventKind, Family, Provision, SourceKind, Topic

__all__ = [
    "AccountEvent",
    "Agreement",
    "AgreementKind",
    "Application",
    "Audience",
    "CalendarLink",
    "Case",
    "CaseStatus",
    "Citation",
    "ColumnMapping",
    "Court",
    "ErasureRequest",
    "Event",
    "EventKind",
    "Exposure",
    "Family",
    "Figure",
    "Finding",
    "HeldReference",
    "Identifier",
    "Identity",
    "IdentityName",
    "IdentityReading",
    "ImportBatch",
    "KeyCanary",
    "NameKind",
    "NamePass",
    "NamesHeld",
    "Observation",
    "Outcome",
    "Participation",
    "Party",
    "PassAsked",
    "Person",
    "Provision",
    "Publication",
    "Record",
    "Referenced",
    "Reminder",
    "Removal",
    "Revision",
    "Role",
    "SavedFilter",
    "Scheme",
    "Script",
    "ShelvedEdition",
    "Source",
    "SourceKind",
    "StaffSession",
    "Stance",
    "Standing",
    "Status",
    "Submission",
    "SubmissionItem",
    "TextStanding",
    "Topic",
    "Tracked",
    "Versioned",
    "script_of",
]
