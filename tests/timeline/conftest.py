"""A small published record for the pages: one case, one agreement, three events, a figure."""

from decimal import Decimal

import pytest

from cases.models import Agreement, Citation, Figure, Observation, Party
from tests.cast import a_case, a_court, an_event, an_event_kind, published, the_source


@pytest.fixture
def record(db):
    case = a_case("mr-kim", title_en="Kim v. Russia", summary_en="He asked for asylum.")
    case.courts.add(a_court())
    agreement = Agreement.objects.create(
        reference="transfer-agreement", title_en="Agreement on transfer", kind="bilateral"
    )
    Party.objects.create(agreement=agreement, country="RU")
    Citation.objects.create(agreement=agreement, source=the_source(), locator="p. 3")
    arrest = an_event("arrest", title_en="Kim is arrested", date="2016-02-02", place="Moscow")
    ruling = an_event(
        "ruling", title_en="The court rules", date="2017", kind=an_event_kind("ruling", "court")
    )
    signing = an_event("signing", title_en="It is signed", date="2014-21", countries=["KP"])
    arrest.cases.add(case)
    ruling.cases.add(case)
    signing.agreements.add(agreement)
    figure = Figure.objects.create(
        reference="granted", title_en="Refuge granted", definition="People.", unit="people"
    )
    Observation.objects.create(
        figure=figure,
        period="2004/2014",
        value=Decimal(2),
        denominator=Decimal(211),
        source=the_source(),
    )
    published(case, agreement, arrest, ruling, signing, figure)
    return {"case": case, "arrest": arrest, "ruling": ruling, "signing": signing}
