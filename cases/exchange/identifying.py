"""Columns that hold real names, or by which a person could be found, told by their headers."""

import re

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
OF_PEOPLE = re.compile(r"(?:^|_)(?:names?|address(?:es)?)(?:_|$)")


def tells_who(header: str, kind: str = "") -> bool:
    """Whether a header, as headers are compared, is of a column that tells who somebody is.

    `kind` is that of the sheet, as people or sources, where it is known.
    """
    return bool(
        ALWAYS.search(header)
        or (kind not in ("", "sources") and ADDRESS.search(header))
        or (kind == "people" and OF_PEOPLE.search(header))
    )
