"""The sheets that can come in, and the columns of each."""

from typing import Any

from cases.exchange import columns as read
from cases.exchange.columns import Column
from cases.exchange.parts import (
    APPLICATIONS,
    ECLI,
    PARTIES,
    PEOPLE,
    SOURCES,
    STATUSES,
    links,
)
from cases.exchange.sheet import Sheet, Values, several_names
from cases.models import (
    Agreement,
    AgreementKind,
    Case,
    Citation,
    Court,
    Event,
    EventKind,
    Figure,
    Person,
    Source,
    SourceKind,
    Stance,
    Standing,
    Status,
    TextStanding,
    Topic,
)
from cases.words import LANGUAGES

TITLES = {
    "title": Column(
        "title",
        read.text(300),
        synonyms=several_names("name", "heading", "headline", "Название", "제목"),
        help="What it is called, in its own language.",
    ),
    **{
        f"title_{code}": Column(f"title_{code}", read.text(300), help=f"The title in {language}.")
        for code, language in LANGUAGES.items()
    },
    "summary": Column(
        "summary",
        read.text(20_000),
        synonyms=several_names("description", "text", "details", "Описание", "설명"),
        help="A few plain sentences.",
    ),
    **{
        f"summary_{code}": Column(
            f"summary_{code}", read.text(20_000), help=f"The summary in {language}."
        )
        for code, language in LANGUAGES.items()
    },
    "original_language": Column(
        "original_language", read.language, help="In which language it is written: en, ru or ko."
    ),
}
REFERENCE = Column(
    "reference",
    read.reference,
    synonyms=several_names("key", "id", "ref", "slug", "code", "Ссылка"),
    help="Its name in addresses: lower-case letters, digits, hyphens. May be left empty.",
)
CITED = Column(
    "sources",
    read.several(Source),
    synonyms=several_names("source", "src", "Источник", "Источники", "출처"),
    help="References or addresses of sources, parted by semicolons.",
)
NOTES = Column(
    "internal_notes",
    read.text(20_000),
    synonyms=several_names("internal notes", "notes", "remarks"),
    help="For staff alone. Never published. No real names.",
)
# What our own exports say beside a record's fields; it is not read back.
DERIVED = {
    name: Column("", read.nothing)
    for name in ("date_text", "earliest", "latest", "edition", "url", "licence", "record")
}


def _date(name: str, *synonyms: str, help: str = "", required: bool = False) -> Column:
    words = help or "In plain words: spring 2014, about 2012, before 2020."
    return Column(name, read.fuzzy_date, required, several_names(*synonyms), words)


def _combined_case(values: Values) -> Values:
    """Dates of opening and closing become statuses; numbers become applications at a court."""
    opened, closed = values.pop("opened", None), values.pop("closed", None)
    status = values.pop("status", None)
    statuses = []
    if opened is not None:
        statuses.append((Status.PENDING, opened))
    if status is not None and not (status == Status.PENDING and opened is not None):
        statuses.append((status, closed))
    elif closed is not None:
        statuses.append((Status.CLOSED, closed))
    if statuses:
        values["statuses"] = statuses
    if numbers := values.pop("application_numbers", None):
        values["applications"] = [(_court_for(values.get("courts", [])), one) for one in numbers]
    return values


def _court_for(courts: list[Any]) -> Any:
    """The court that application numbers are of. Raises ValueError when it is not clear."""
    if len(courts) != 1:
        raise ValueError(
            "It is not clear which court these numbers are of. Name that one court in the column "
            "court, and add further courts by hand."
        )
    return courts[0]


SHEETS = (
    Sheet(
        "sources",
        Source,
        {
            "reference": REFERENCE,
            **TITLES,
            "title": Column(
                "title", read.text(300), True, TITLES["title"].synonyms, TITLES["title"].help
            ),
            "kind": Column(
                "kind",
                read.one(SourceKind),
                True,
                several_names("type", "kind of source", "Вид", "종류"),
                "From the vocabulary of kinds of sources.",
            ),
            "publisher": Column(
                "publisher", read.text(200), synonyms=several_names("outlet", "published by")
            ),
            "author": Column("author", read.text(200), synonyms=several_names("authors", "by")),
            "published": _date("published", "date", "date published", "publication date"),
            "accessed": Column("accessed", read.day, synonyms=several_names("accessed on")),
            "language": Column(
                "language", read.language, help="The language of the source itself: en, ru, ko, ja."
            ),
            "url": Column(
                "url",
                read.web_address,
                synonyms=several_names("address", "link", "web address", "website", "Адрес"),
                help="Where it can be read.",
            ),
            "archived_url": Column(
                "archived_url",
                read.web_address,
                synonyms=several_names("archive", "archived copy", "archive link"),
            ),
            "ecli": Column("ecli", read.listed, help="For a judgment: its European identifier."),
            "internal_notes": NOTES,
        },
        frozenset(("publisher", "published", "url", "archived_url", "author")),
        {"ecli": ECLI},
    ),
    Sheet(
        "people",
        Person,
        {
            "reference": REFERENCE,
            "alias": Column(
                "alias_en",
                read.text(200),
                True,
                several_names("alias_en", "initials", "pseudonym", "alias (English)"),
                "Initials or another alias. Never a real name.",
            ),
            "alias_ru": Column("alias_ru", read.text(200), help="The alias in Russian."),
            "alias_ko": Column("alias_ko", read.text(200), help="The alias in Korean."),
            "internal_notes": NOTES,
        },
        frozenset(("alias",)),
    ),
    Sheet(
        "agreements",
        Agreement,
        {
            "reference": REFERENCE,
            **TITLES,
            "title": Column(
                "title", read.text(300), True, TITLES["title"].synonyms, TITLES["title"].help
            ),
            "kind": Column(
                "kind", read.among(AgreementKind), True, several_names("type"), "Such as bilateral."
            ),
            "parties": Column(
                "parties",
                read.countries,
                synonyms=several_names("states", "countries", "party", "Стороны", "당사국"),
                help="Countries, parted by semicolons.",
            ),
            "drafted": _date("drafted", "draft", "text drafted"),
            "approved": _date("approved"),
            "signed": _date("signed", "date signed", "signature", "date of signature"),
            "signed_at": Column(
                "signed_at", read.text(200), synonyms=several_names("place of signature")
            ),
            "in_force": _date("in_force", "in force since", "entry into force"),
            "terminated": _date("terminated", "ended"),
            "text_standing": Column(
                "text_standing", read.among(TextStanding), synonyms=several_names("text")
            ),
            "status": Column("", read.nothing),  # follows from its dates
            "internal_notes": NOTES,
            "sources": CITED,
        },
        frozenset(("parties", "signed", "drafted", "in_force")),
        {"parties": PARTIES, "sources": SOURCES},
    ),
    Sheet(
        "cases",
        Case,
        {
            "reference": REFERENCE,
            **TITLES,
            "title": Column(
                "title", read.text(300), True, TITLES["title"].synonyms, TITLES["title"].help
            ),
            "status": Column("status", read.among(Status), help="Where it stands."),
            "court": Column(
                "courts",
                read.several(Court),
                synonyms=several_names("courts", "tribunal", "Суд", "법원"),
                help="Courts, parted by semicolons.",
            ),
            "country": Column(
                "respondent_states",
                read.countries,
                synonyms=several_names(
                    "countries", "respondent state", "respondent states", "State"
                ),
                help="The States that the case is brought against.",
            ),
            "application_numbers": Column(
                "application_numbers",
                read.listed,
                synonyms=several_names(
                    "application number", "applications", "case number", "number"
                ),
                help="Such as 25079/19; 18570/19.",
            ),
            "ecli": Column("ecli", read.listed, help="The European identifier of its judgment."),
            "opened": _date("opened", "began", "lodged", "date opened"),
            "closed": _date("closed", "decided", "date closed", "ended"),
            "outcome": Column(
                "outcome_en", read.text(300), synonyms=several_names("result", "outcome_en")
            ),
            "topics": Column("topics", read.several(Topic), synonyms=several_names("topic")),
            "internal_notes": NOTES,
            "sources": CITED,
        },
        frozenset(("court", "application_numbers", "outcome", "opened", "closed")),
        {
            "courts": links("courts"),
            "topics": links("topics"),
            "statuses": STATUSES,
            "applications": APPLICATIONS,
            "ecli": ECLI,
            "sources": SOURCES,
        },
        _combined_case,
    ),
    Sheet(
        "events",
        Event,
        {
            "reference": REFERENCE,
            **TITLES,
            "title": Column(
                "title",
                read.text(300),
                True,
                (
                    *TITLES["title"].synonyms,
                    *several_names("event", "what happened", "Событие", "사건"),
                ),
                TITLES["title"].help,
            ),
            "date": _date("date", "when", "dates", "Дата", "날짜", required=True),
            "wording": Column(
                "wording",
                read.text(200),
                synonyms=several_names("date as worded"),
                help="The date in the source's own words.",
            ),
            "kind": Column(
                "kind",
                read.one(EventKind),
                True,
                several_names("type", "kind of event", "Вид", "종류"),
                "From the vocabulary of kinds of events.",
            ),
            "standing": Column(
                "standing",
                read.among(Standing),
                synonyms=several_names("status", "certainty"),
                help="How well it is borne out.",
            ),
            "countries": Column(
                "countries",
                read.countries,
                synonyms=several_names("country", "states", "States concerned", "Страна", "국가"),
                help="Countries, parted by semicolons.",
            ),
            "place": Column(
                "place",
                read.text(200),
                synonyms=several_names("where", "location", "Место", "장소"),
            ),
            "cases": Column("cases", read.several(Case), synonyms=several_names("case", "Дело")),
            "agreements": Column(
                "agreements", read.several(Agreement), synonyms=several_names("agreement", "treaty")
            ),
            "people": Column(
                "people",
                read.several(Person),
                synonyms=several_names("person", "persons", "who"),
                help="References or aliases of people, parted by semicolons. No real names.",
            ),
            "figures": Column("figures", read.several(Figure), synonyms=several_names("figure")),
            "topics": Column("topics", read.several(Topic), synonyms=several_names("topic")),
            "internal_notes": NOTES,
            "sources": CITED,
            **DERIVED,
        },
        frozenset(("date",)),
        {
            **{name: links(name) for name in ("cases", "agreements", "figures", "topics")},
            "people": PEOPLE,
            "sources": SOURCES,
        },
    ),
    Sheet(
        "citations",
        Citation,
        {
            "record": Column(
                "record",
                read.any_record,
                True,
                several_names("cited for", "for"),
                "What it is cited for, such as event:choe-arrest.",
            ),
            "source": Column(
                "source", read.one(Source), True, several_names("sources", "key"), "The source."
            ),
            "locator": Column(
                "locator", read.text(200), synonyms=several_names("where", "page", "paragraph")
            ),
            "field": Column("field", read.text(40), help="The column that it bears on, as date."),
            "stance": Column("stance", read.among(Stance), help="supports or contradicts."),
            "value": Column("value", read.text(300), help="What the source gives for that column."),
            "quote": Column("quote", read.text(20_000), help="The source's own words, briefly."),
            "translation": Column("translation", read.text(20_000), help="The quote in English."),
        },
        frozenset(("record",)),
    ),
)
BY_NAME = {sheet.name: sheet for sheet in SHEETS}
