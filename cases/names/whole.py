"""Whether what somebody is called reads like a whole name: no initials, no description."""

from itertools import groupby

from cases.names.letters import Script
from cases.names.parts import pages

# What people are called beside their names. Words that are also names, as 군 and 양, are left out.
TITLES = frozenset(
    """
    mr mrs ms miss mx dr prof professor sir madam comrade judge colonel col general captain capt
    lieutenant lt major maj sergeant sgt reverend rev father fr pastor
    г-н г-жа г н жа гн гжа господин госпожа гр гражданин гражданка товарищ тов д-р доктор
    проф профессор судья полковник генерал капитан майор лейтенант сержант пастор
    씨 님 선생 선생님 박사 교수 여사 동지 동무 기자 대표 목사 판사
    """.split()  # noqa: SIM905
)
# Who is called by such a word is described, and not named.
_ENGLISH = """
a an the of from in and applicant asylum boy brother camp child citizen cook daughter defector
driver father fisherman former girl guard husband informant interviewee korean logger man mother
north old person prisoner refugee respondent russian sister soldier son south source student
survivor teacher victim wife witness woman worker young
"""
_RUSSIAN = """
беженец беженка бывший девушка дочь женщина житель заявитель заявительница кореец кореянка мальчик
мать муж мужчина отец повар рабочий рыбак свидетель северный сестра солдат студент сын жена и из
"""
_KOREAN = """
경찰관 고문자 고발자 기관원 기술자 남성들 노동자 목격자 소년병 신고자 신청인 어머니 여성들 여행자
유학생 원고인 이주민 인민군 제보자 조사관 조선인 주민들 증언자 증인들 한국인
"""
DESCRIBED = frozenset(f"{_ENGLISH} {_RUSSIAN} {_KOREAN}".split())
FAMILY_NAMES = frozenset(
    "김이박최정강조윤장임한오서신권황안송류유홍전고문손양배백허남심로노하곽성차주우구나라진엄채원천"
    "방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용예경봉사부가복태목형피두감"
    "음빈동온호범좌팽승간"
)
_SHORTEST, _LONGEST = 2, 4
_HANGUL_LENGTHS = (3, 4)


def is_whole_name(called: str) -> bool:
    """Whether somebody is called by a family name and a given one: Han Tong Hyok, 한동혁.

    Not by “K.”, “Mr. A”, “A fisherman”, “Witness 5” or one word alone, which stand in many texts.
    """
    page = next(pages(called))
    parts = [part for part in page.parts if part.text not in TITLES]
    scripts = [script for script, _ in groupby(parts, key=lambda part: part.script)]
    if len(scripts) != 1:
        return False
    whole = "".join(part.text for part in parts)
    if scripts[0] is Script.HANGUL:
        is_described = whole in DESCRIBED or whole[:1] not in FAMILY_NAMES
        return len(whole) in _HANGUL_LENGTHS and not is_described
    if scripts[0] is Script.OTHER:
        return not any(map(str.isdecimal, whole)) and len(whole) >= _SHORTEST
    return _SHORTEST <= len(parts) <= _LONGEST and all(
        len(part.text) >= _SHORTEST
        and part.text not in DESCRIBED
        and (not page.begins_small(part) or page.follows_hyphen(part))
        for part in parts
    )
