"""The public's addresses. Each page can also be read as of a day, below /as-of/<day>/."""

from django.http import HttpResponseRedirect
from django.urls import include, path, re_path

from timeline.api import description, door
from timeline.exports.forms import FORMS
from timeline.views import (
    about,
    changes,
    embed,
    export,
    feeds,
    history,
    lists,
    records,
    robots,
    search,
    timeline,
)

FOLDER = "(?P<folder>cases|agreements|events|sources|figures)"
LISTED = "(?P<folder>cases|agreements|sources|figures)"
REFERENCE = "(?P<reference>[a-z0-9-]{1,80})"

pages = [
    path("", timeline.timeline, name="timeline"),
    re_path(rf"^{LISTED}/$", lists.record_list, name="list"),
    path("events/", lambda request, **kwargs: HttpResponseRedirect("../"), name="events"),
    re_path(rf"^events/{REFERENCE}\.json$", records.event_json, name="event-json"),
    re_path(rf"^{FOLDER}/{REFERENCE}\.jsonld$", records.record_linked_data, name="linked-data"),
    re_path(rf"^figures/{REFERENCE}\.csv$", export.figure_csv, name="figure-csv"),
    re_path(rf"^{FOLDER}/{REFERENCE}/$", records.record_page, name="record"),
    re_path(rf"^{FOLDER}/{REFERENCE}/history/$", history.history, name="history"),
    re_path(
        rf"^{FOLDER}/{REFERENCE}/history/(?P<number>[0-9]{{1,6}})/$",
        lambda request, number, **kwargs: history.one_edition(
            request, number=int(number), **kwargs
        ),
        name="edition",
    ),
    re_path(
        rf"^{FOLDER}/{REFERENCE}/history/(?P<first>[0-9]{{1,6}})\.\.(?P<second>[0-9]{{1,6}})/$",
        lambda request, first, second, **kwargs: history.difference(
            request, first=int(first), second=int(second), **kwargs
        ),
        name="difference",
    ),
    *(
        path(f"export/{name}", export.events_file, {"name": name}, name=f"export-{name}")
        for name in FORMS
    ),
    path("export/record.json", export.whole_record, name="export-record"),
    path("search/", search.search_page, name="search"),
    path("changes/", changes.changes, name="changes"),
    path("corrections/", changes.corrections, name="corrections"),
    path("about/", about.about, name="about"),
]

urlpatterns = [
    *pages,
    re_path(
        rf"^{FOLDER}/{REFERENCE}/history/(?P<number>[0-9]{{1,6}})/cite\.(?P<form>txt|bib|json)$",
        lambda request, number, **kwargs: records.cite(request, number=int(number), **kwargs),
        name="cite",
    ),
    path("as-of/", about.to_day, name="to-day"),
    path("as-of/<str:as_of>/", include(pages)),
    path("feed.atom", feeds.events_feed, name="feed"),
    path("changes.atom", feeds.changes_feed, name="changes-feed"),
    re_path(rf"^cases/{REFERENCE}/feed\.atom$", feeds.case_feed, name="case-feed"),
    path("api/", description.to_docs),
    path("api/v1/", description.to_docs, name="api"),
    path("api/v1/docs", description.docs, name="api-docs"),
    path("api/v1/openapi.json", description.openapi_json, name="api-description"),
    path("api/v1/", include(door.urls())),
    path("embed/", embed.timeline, name="embed"),
    re_path(rf"^embed/cases/{REFERENCE}/$", embed.case, name="embed-case"),
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", robots.sitemap, name="sitemap"),
    path("sitemap-<int:part>.xml", robots.sitemap_part, name="sitemap-part"),
    path("favicon.ico", about.icon, name="icon"),
    path("health/", about.health, name="health"),
]
