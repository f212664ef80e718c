"""What machines ask for first: robots.txt and the sitemap (sitemaps.org 0.9)."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from django.http import HttpResponse

from timeline.addresses import NothingHere
from timeline.entries import FOLDERS
from timeline.models import Kind
from timeline.views.visit import Visit, visitor

MOST_ADDRESSES = 10_000
SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
PAGES = ("", "cases/", "agreements/", "figures/", "sources/", "changes/", "corrections/", "about/")
ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /as-of/
Disallow: /search/
Disallow: /export/

Sitemap: {sitemap}
"""


@visitor
def robots(visit: Visit) -> HttpResponse:
    """`/robots.txt`: the record may be indexed; its past, its searches and the desk may not."""
    return HttpResponse(
        ROBOTS.format(sitemap=visit.address("sitemap.xml")), content_type="text/plain"
    )


@visitor
def sitemap(visit: Visit) -> HttpResponse:
    """`/sitemap.xml`: an index of parts, each with at most 10,000 addresses."""
    count = visit.editions().filter(kind__in=FOLDERS).count()
    parts = -(-count // MOST_ADDRESSES) or 1
    lines = [
        f"<sitemap><loc>{escape(visit.address(f'sitemap-{part}.xml'))}</loc></sitemap>"
        for part in range(1, parts + 1)
    ]
    return _xml("sitemapindex", lines)


@visitor
def sitemap_part(visit: Visit, part: int) -> HttpResponse:
    """`/sitemap-<n>.xml`: the addresses of current records, each with the day of its edition."""
    if part < 1:
        raise NothingHere(f"sitemap {part}")
    editions = visit.editions().filter(kind__in=FOLDERS).order_by("sequence")
    first = (part - 1) * MOST_ADDRESSES
    rows = editions.values_list("kind", "reference", "published")[first : first + MOST_ADDRESSES]
    lines = list(_records(visit, rows))
    if part == 1:
        lines = [f"<url><loc>{escape(visit.address(page))}</loc></url>" for page in PAGES] + lines
    if not lines:
        raise NothingHere(f"sitemap {part}")
    return _xml("urlset", lines)


def _records(visit: Visit, rows: object) -> Iterator[str]:
    for kind, reference, published in rows:  # type: ignore[attr-defined]
        address = escape(visit.address(f"{FOLDERS[Kind(kind)]}/{reference}/"))
        yield f"<url><loc>{address}</loc><lastmod>{published:%Y-%m-%d}</lastmod></url>"


def _xml(root: str, lines: list[str]) -> HttpResponse:
    body = "\n".join(lines)
    return HttpResponse(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{SCHEMA}">\n{body}\n</{root}>\n',
        content_type="application/xml",
    )
