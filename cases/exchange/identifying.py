"""Columns that hold real names, or by which a person could be found, told by their headers."""

import re

from cases.models import NameKind

# What such a column may fill: names of a kind, or one of these two.
BIRTH_DATE, CONTACTS = "birth_date", "contacts"

WHOSE = (
    "real|full|legal|true|birth|given|family|sur|last|first|middle|maiden|applicants?|claimants?"
    "|clients?|detainees?|persons?|victims?|witness(?:es)?"
)
OF_THINGS = "case|court|agreement|treaty|event|source|publisher|newspaper|outlet|place|country"
WORDS = (
    rf"(?:{WHOSE})_?names?",
    rf"names?_of(?!_(?:the_)?(?:{OF_THINGS}))(?:_\w+)?",
    r"births?|birth_?(?:date|day|place|year)s?|born|dob|d_o_b",
    r"e_?mails?|(?:tele|mobile_|cell_)?phones?|mobiles?|tel|whatsapp|telegram|kakao_?talk",
    r"passports?|identity_(?:card|document|number|no)|id_card|national_id",
    r"(?:home|postal|street)_address|address_of_(?:the_)?(?:persons?|family|applicants?)",
    r"фио|ф_и_о|фамилия|фамилии|имя|имена|отчество|имя_отчество|рождения|рождение",
    r"телефоны?|тел|паспорта?|паспортные|почта|емейл|место_жительства",
)
# In any place of a header, for Korean joins words.
KOREAN = "실명|성명|이름|본명|생년월일|생일|여권|전화|휴대폰|연락처|이메일|주민등록"
ALWAYS = re.compile(rf"(?:^|_)(?:{'|'.join(WORDS)})(?:_|$)|{KOREAN}")
# Where people live, but for sources, whose address is on the web.
ADDRESS = re.compile(r"(?:^|_)адреса?(?:_|$)|주소")
OF_PEOPLE = re.compile(
    r"(?:^|_)(?:names?|address(?:es)?|(?:also_)?known_as|a_?k_?a|contacts?|контакты?)(?:_|$)"
)

# Headers that say plainly what they hold; all others that tell who somebody is are kept out.
NAMES = r"names?(?:_(?:in_)?(?:english|latin|russian|cyrillic|korean|hangul|chinese|hanja))?"
POSSESSIVE = r"(?:['’]s|s['’]?)?"
PERSON = rf"(?:applicant|claimant|client|detainee|person|victim|witness(?:es)?){POSSESSIVE}"
RELATIVE = (
    "(?:relative|family_member|mother|father|parent|spouse|wife|husband|child|son|daughter|brother"
    f"|sister){POSSESSIVE}"
)
MEANINGS = (
    (
        NameKind.REAL,
        rf"(?:(?:real|full|whole|legal|true|{PERSON})_)?{NAMES}|names?_of_(?:the_)?{PERSON}"
        "|фио|ф_и_о|(?:полное|настоящее)_имя|фамилия_имя(?:_отчество)?|실명|성명|이름|본명",
    ),
    (
        NameKind.FORMER,
        rf"(?:former|previous|old|earlier|birth)_{NAMES}|(?:прежнее|бывшее)_имя|прежние_имена"
        "|(?:옛|이전)_?이름",
    ),
    (NameKind.KNOWN_AS, r"(?:also_)?known_as|a_?k_?a|known_as_names?"),
    (
        NameKind.RELATIVE,
        rf"{RELATIVE}_{NAMES}|names?_of_(?:an?_|the_)?{RELATIVE}"
        "|(?:имя|имена|фио)_родственник(?:а|ов)|가족_?(?:이름|성명)",
    ),
    (
        BIRTH_DATE,
        r"(?:date|day|year)_of_birth|birth_?(?:date|day|year)|born(?:_on|_in)?|dob|d_o_b"
        "|(?:дата|год|день)_рождения|생년월일|생일",
    ),
    (
        CONTACTS,
        r"contacts?(?:_details)?|e_?mails?(?:_address)?|(?:mobile_|cell_|tele)?phones?"
        "(?:_(?:number|mobile))?|mobiles?|tel|whatsapp|telegram|kakao_?talk"
        r"|(?:(?:home|postal|street)_)?address(?:es)?|address_of_(?:the_)?(?:family|person)"
        "|контакты?|телефоны?|тел|(?:электронная_)?почта|емейл|адреса?|место_жительства"
        "|연락처|(?:휴대)?전화(?:_?번호)?|휴대폰|이메일|주소",
    ),
)


def tells_who(header: str, kind: str = "") -> bool:
    """Whether a header, as headers are compared, is of a column that tells who somebody is.

    `kind` is that of the sheet, as people or sources, where it is known.
    """
    return bool(
        ALWAYS.search(header)
        or (kind not in ("", "sources") and ADDRESS.search(header))
        or (kind == "people" and OF_PEOPLE.search(header))
    )


def meaning_of(header: str) -> str:
    """What a column that tells who somebody is holds: a kind of name, BIRTH_DATE or CONTACTS.

    "" where its header does not say so plainly, as for passports and parts of names.
    """
    return next((str(one) for one, words in MEANINGS if re.fullmatch(words, header)), "")
