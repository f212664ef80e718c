"""One page of every type, on the seed with its extras and on 2,000 samples."""

import re
import urllib.request
from datetime import UTC, datetime

# The event that several tests look for, by its title at the desk.
ARREST = "Choe Myong Bok summoned to the police and detained"
SEED = {
    "timeline": "/",
    "filtered": "/?family=court&from=2010",
    "no match": "/?family=court&from=1900&to=1950&q=nonsense",
    "cases": "/cases/",
    "case": "/cases/choe-myong-bok/",
    "agreements": "/agreements/",
    "agreement": "/agreements/economic-agreement/",
    "event": "/events/choe-arrest/",
    "figure event": "/events/refugee-status-2004-2014/",
    "sources": "/sources/",
    "source": "/sources/article-north-korean-refugees-in-russia/",
    "figures": "/figures/",
    "figure": "/figures/temporary-asylum-granted/",
    "series": "/figures/unhcr-temporary-asylum-granted/",
    "history": "/events/choe-arrest/history/",
    "edition": "/events/choe-arrest/history/1/",
    "diff": "/events/choe-arrest/history/1..2/",
    "search": "/search/?q=%EC%B5%9C%EB%AA%85%EB%B3%B5",
    "empty search": "/search/?q=nonsense",
    "search form": "/search/",
    "changes": "/changes/",
    "corrections": "/corrections/",
    "about": "/about/",
    "for programs": "/api/v1/docs",
    "embed": "/embed/?family=court",
    "embedded case": "/embed/cases/choe-myong-bok/",
    "embedded refusal": "/embed/?family=romance",
    "as of": "/as-of/{today}/",
    "as of before": "/as-of/2001-01-01/",
    "withdrawn": "/events/railway-venture/",
    "not found": "/events/choe-arest/",
    "bad request": "/?family=romance",
}
SAMPLES = {
    "timeline": "/",
    "later page": "{later}",
    "filtered": "/?country=RU&family=harm",
    "search": "/search/?q=sample",
    "changes": "/changes/",
    "source": "/sources/sample-source/",
    "embed": "/embed/",
}


def address_of(site: str, path: str) -> str:
    """The whole address of one of these paths on the site at `site` (no final slash)."""
    if path == "{later}":
        with urllib.request.urlopen(f"{site}/") as answer:
            found = re.search(r'rel="next" href="([^"]*)"', answer.read().decode())
        assert found, "the samples fill more than one page"
        path = found[1].replace("&amp;", "&")
    return site + path.format(today=datetime.now(UTC).date().isoformat())
