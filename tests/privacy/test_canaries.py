"""Canaries: one in every private field and in every state that is not public, found nowhere.

The control set is public and is found, so the pages are known to have been read. The long form is
tests/drills/drill_canaries.py.
"""

import re
from typing import Any
from urllib.parse import quote

import pytest
from django.apps import apps
from django.db import models
from django.urls import get_resolver

from cases.documents import PUBLIC
from cases.models import Case, Event, Figure, Person, Source
from cases.publishing import publish
from tests.cast import an_event, published
from tests.privacy.addresses import NotVisited, addresses_of, patterns
from tests.privacy.crawling import (
    every_address,
    places_of,
    read_all,
    rows_of_the_record,
)
from tests.privacy.linking import unlinked
from tests.privacy.planting import Canaries, derived, is_code, word
from tests.privacy.reading import Finder
from tests.privacy.sets import Rows, may_be_printed
from timeline.views import about

pytestmark = pytest.mark.django_db

# Fixed words, yes or no, counts, ids, and moments of acts at the desk: by name, so that a field of
# such a type which does say something is noticed. Ids of secret records are planted apart.
CODES: dict[str, str] = {
    "cases.AccountEvent": "id at what",
    "cases.Agreement": "id version original_language kind text_standing",
    "cases.Application": "id",
    "cases.Case": "id version original_language",
    "cases.CaseStatus": "id status",
    "cases.Citation": "id stance",
    "cases.ColumnMapping": "id at",
    "cases.Court": "id version",
    "cases.ErasureRequest": "id person state first_at second_at done_at scrubbed_at",
    "cases.Event": "id version original_language sequence standing coordinates_public",
    "cases.EventKind": "id version family reminder_months",
    "cases.Figure": "id version original_language",
    "cases.Finding": "id outcome",
    "cases.HeldReference": "id record",
    "cases.Identifier": "id scheme",
    "cases.Identity": "id version person",
    "cases.IdentityName": "id kind script",
    "cases.IdentityReading": "id at act person is_erased",
    "cases.ImportBatch": "id state made_at published undone_at",
    "cases.NamePass": "id row record person at taken_back_at",
    "cases.NamesHeld": "id record places counted_at",
    "cases.Observation": "id approximate",
    "cases.Participation": "id role",
    "cases.Party": "id",
    "cases.PassAsked": "id record version at",
    "cases.Person": "id version exposure",
    "cases.Provision": "id version",
    "cases.Publication": "id record act version number at",
    "cases.Reminder": "id",
    "cases.Removal": "id row record kind at",
    "cases.Revision": "id made_at",
    "cases.SavedFilter": "id",
    "cases.ShelvedEdition": "id record number sequence published shelved_at",
    "cases.Source": "id version original_language file_size is_testimony consent_audience",
    "cases.SourceKind": "id version",
    "cases.StaffSession": "expire_date began seen",
    "cases.Submission": "id row record at decision decided_at",
    "cases.SubmissionItem": "id record version",
    "cases.Topic": "id version",
    "account.EmailAddress": "id verified primary",
    "account.EmailConfirmation": "id created sent",
    "admin.LogEntry": "id action_time action_flag",
    "auth.Group": "id",
    "auth.Permission": "id",
    "auth.User": "id last_login is_superuser is_staff is_active date_joined",
    "axes.AccessAttempt": "id attempt_time failures_since_start",
    "axes.AccessAttemptExpiration": "expires_at",
    "axes.AccessFailureLog": "id attempt_time locked_out",
    "axes.AccessLog": "id attempt_time logout_time",
    "contenttypes.ContentType": "id",
    "mfa.Authenticator": "id type created_at last_used_at",
    "sessions.Session": "expire_date",
}

# What holds no canary, by model, and why it needs none.
A_CODE = "a code or count that says nothing by itself"
FOR_READERS = "written for the public"
EXCUSED: dict[str, dict[str, str]] = {
    "cases.Case": {"respondent_states": "all secret records have the same State, looked for too"},
    "cases.Court": {"country": A_CODE},
    "cases.Event": {"countries": "as in cases"},
    "cases.Figure": {"countries": "as in cases"},
    "cases.Source": {
        "file": "named by the digest, which is looked for; the content too",
        "file_type": A_CODE,
        "consent_expires": "of testimony, which has none here; planted on other sources",
        "consent_withdrawn": "as above",
    },
    "cases.Party": {"country": A_CODE},
    "cases.Publication": {"kind": A_CODE},
    "cases.HeldReference": {"kind": A_CODE},
    "cases.ShelvedEdition": {"kind": A_CODE, "public_note": FOR_READERS},
    "cases.Removal": {
        "record_kind": A_CODE,
        "field": A_CODE,
        "editions": A_CODE,
        "public_note": FOR_READERS,
    },
    "cases.Submission": {"kind": A_CODE},
    "cases.SubmissionItem": {"kind": A_CODE},
    "cases.NamePass": {"record_kind": A_CODE},
    "cases.PassAsked": {"record_kind": A_CODE},
    "cases.ImportBatch": {"counts": "planted as a key"},
    "cases.KeyCanary": {"key": A_CODE, "envelope": "a known word, sealed"},
    "auth.Group": {"name": "the names of roles, in the source code"},
    "auth.Permission": {"name": "in the source code", "codename": "in the source code"},
    "contenttypes.ContentType": {"app_label": A_CODE, "model": A_CODE},
}


def desk_models() -> list[type[models.Model]]:
    """Every model but the record's own, the histories and Django's list of migrations."""
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label != "timeline" and not model.__name__.startswith("Historical")
    ]


def to_plant(model: type[models.Model]) -> list[str]:
    """The fields of a model that hold a canary, because nobody has said why they need none."""
    label = model._meta.label
    excused = {*CODES.get(label, "").split(), *EXCUSED.get(label, {})}
    return [
        one.name
        for one in model._meta.concrete_fields
        if not (one.is_relation or derived(one) or one.name in excused)
    ]


def test_every_field_of_every_model_holds_a_canary_or_is_excused(site):
    finder, missing = Finder(site.canaries.needles), []
    for model in desk_models():
        rows = list(model._default_manager.all()[:2000])
        for name in to_plant(model):
            values = "\n".join(str(getattr(row, name)) for row in rows)
            if not finder.in_bytes(values.encode()):
                missing.append(f"{model._meta.label}.{name}")
    assert missing == []


def test_nothing_is_excused_that_is_not_there_or_is_a_text():
    for model in desk_models():
        fields = {one.name: one for one in model._meta.concrete_fields}
        assert all(is_code(fields[name]) for name in CODES.get(model._meta.label, "").split())
        excused = EXCUSED.get(model._meta.label, {})
        assert set(excused) <= set(fields)
        assert all(excused.values())


SECRET_STATES = ("draft", "removed", "withdrawn", "hidden", "suppressed", "thinned")
NAMED = ("withdrawn", "hidden", "suppressed", "thinned")


def test_every_field_is_planted_in_every_state_that_is_not_public(site):
    planted = {where for _, where in site.canaries.needles}
    wanted = set()
    for model in PUBLIC:
        name = model._meta.model_name
        for state in SECRET_STATES:
            # What was taken back is found under its address, which says so.
            known = {"reference"} if state in NAMED else set()
            wanted |= {f"{state}: {name}.{one}" for one in {*to_plant(model)} - known}
        printed = {one for one in to_plant(model) if may_be_printed(model, one)}
        wanted |= {
            f"{state}, later: {name}.{one}" for state in ("changed", "removed") for one in printed
        }
    wanted |= {f"withheld: person.{one}" for one in to_plant(Person)}
    wanted |= {f"testimony: source.{one}" for one in to_plant(Source)}
    # It follows from a file, of which testimony has one; its digest is looked for.
    wanted -= {one for one in wanted if one.endswith("source.file_sha256")}
    assert wanted - planted == set()
    assert len(wanted) > 800


def test_published_records_link_to_secret_ones_in_every_way(site):
    for state, hub in site.hubs.items():
        assert unlinked(Rows(state, [*hub.all, *hub.quotes]), site.sets[state]) == []


def test_nothing_that_is_not_public_is_found_at_any_public_address(client, site, log):
    finder = Finder(site.canaries.needles)
    found = read_all(client, finder, every_address(site))
    assert found.leaks == {}
    assert found.unasked == {}
    assert found.read > 2000
    assert {200, 301, 302, 400, 404, 410} == set(found.statuses)
    assert "404 GET" in log.getvalue()
    assert finder.in_bytes(log.getvalue().encode()) == {}


def test_the_public_is_read_at_the_same_addresses(client, site):
    """The control: what is public of each state is found, so pages were not merely empty."""
    folders = {"cases": Case, "events": Event, "figures": Figure}
    for state in ("control", "changed", "suppressed", "thinned"):
        for folder, model in folders.items():
            answer = client.get(f"/{folder}/{site.sets[state][model].reference}/")
            assert answer.status_code == 200, (state, folder)
            assert "Ordinary title en" in answer.content.decode()
    assert client.get(f"/cases/{site.sets['withdrawn'][Case].reference}/").status_code == 410
    assert client.get(f"/cases/{site.sets['removed'][Case].reference}/").status_code == 404


# In the record's tables, though on no page: a record mentions others by ids that say nothing, and
# keeps what it takes from a source, words and values, for when that source is published again.
KEPT_UNREAD = re.compile(
    r"(draft|removed): [a-z]+\.id|linked to .*: (citation|observation)\.[a-z]+"
)


def test_what_is_not_public_is_in_no_table_that_the_public_can_read(site):
    finder = Finder(site.canaries.needles)
    found: dict[str, set[str]] = {}
    for table, row in rows_of_the_record():
        for what in finder.in_bytes(row).values():
            found.setdefault(table, set()).add(what)
    kept = {what for whats in found.values() for what in whats if KEPT_UNREAD.fullmatch(what)}
    assert {what for whats in found.values() for what in whats} - kept == set()
    for row in ("citation.quote", "observation.locator"):
        holding = {table for table, whats in found.items() if any(row in one for one in whats)}
        assert holding == {"timeline_edition"}, row


QUOTED = ("citation.quote", "observation.remark")


def test_a_search_for_a_secret_word_is_answered_like_one_for_a_word_that_nobody_wrote(client, site):
    quoted = [one for one, where in site.canaries.needles if where.endswith(QUOTED)]
    nobodys = word(site.canaries.made + 1000)
    for number, asked in enumerate([*quoted[::5], *(word(n)[n % 3] for n in range(1, 900, 30))]):
        other = next(one for one in nobodys if one[-1] == asked[-1])
        path = ("/search/?q=", "/api/v1/events?q=", "/?q=")[number % 3]
        answers = [client.get(path + one).content.decode() for one in (asked, other)]
        assert without(answers[0], asked) == without(answers[1], other)


def without(page: str, asked: str) -> str:
    """A page less the question that it repeats."""
    return page.replace(asked, "…").replace(quote(asked), "…").replace(asked.capitalize(), "…")


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_refused_method_betrays_nothing(client, site, method):
    finder = Finder(site.canaries.needles)
    for place in places_of(site)[::7]:
        for path in (f"/{place.folder}/{place.reference}/", f"/api/v1/{place.folder}"):
            answer = getattr(client, method)(path)
            assert answer.status_code == 405
            assert finder.in_answer(answer, path) == {}


def test_an_error_betrays_nothing_in_its_page_or_in_the_log(client, site, log, monkeypatch):
    finder = Finder(site.canaries.needles)
    secret = site.canaries.text("what failed")

    def fails(*args: Any) -> None:
        raise RuntimeError(f"The row was {secret}")

    monkeypatch.setattr(about, "entries", fails)
    client.raise_request_exception = False
    answer = client.get(f"/about/?q={word(1)[0]}")
    assert answer.status_code == 500
    assert "builtins.RuntimeError" in log.getvalue()
    finder = Finder(site.canaries.needles)
    assert finder.in_answer(answer) == {}
    assert finder.in_bytes(log.getvalue().encode()) == {}


def test_nobody_learns_from_the_desks_addresses(client, site):
    """Every address below /admin/ leads a stranger to one login page, whatever it names."""
    finder, read = Finder(site.canaries.needles), 0
    draft = site.sets["draft"][Case]
    for path in staff_addresses(str(draft.pk)):
        answer = client.get(path)
        assert answer.status_code in (200, 302, 404, 405), path
        assert finder.in_answer(answer, path) == {}, path
        if answer.status_code == 302 and "/login/" in answer["Location"]:
            page = client.get(answer["Location"])
            assert finder.in_answer(page, answer["Location"]) == {}, path
            read += 1
    assert read > 150


def staff_addresses(pk: str) -> list[str]:
    """Every address of the desk, filled in with the id of a secret record."""
    _, resolver = get_resolver().namespace_dict["admin"]
    given = {"object_id": pk, "pk": pk, "id": "1", "app_label": "cases", "name": "first-day"}
    found = set()
    for key in resolver.reverse_dict:
        for possible, *_ in resolver.reverse_dict.getlist(key):
            for text, names in possible:
                values = {name: given.get(name, "1") for name in names}
                found.add("/admin/" + text % values)
    return sorted(found)


def test_a_pattern_that_nobody_visits_fails():
    with pytest.raises(NotVisited, match="secret_number"):
        list(addresses_of("x/%(secret_number)s/", ["secret_number"], []))
    assert len(patterns()) > 60


LEAK_SHOWS = {
    "/",
    "/search/?q=leak",
    "/changes/",
    "/changes.atom",
    "/feed.atom",
    "/embed/",
    "/export/events.csv",
    "/export/events.xlsx",
    "/export/events.json",
    "/export/events.jsonld",
    "/export/events.geojson",
    "/export/events.ics",
    "/export/timeline.json",
    "/export/record.json",
    "/api/v1/events",
    "/api/v1/events/leak",
    "/events/leak/",
    "/events/leak.json",
    "/events/leak.jsonld",
    "/events/leak/history/",
    "/events/leak/history/1/",
    "/events/leak/history/1..2/",
    "/events/leak/history/1/cite.bib",
    "/nothing/events/lea/",
}


def test_one_leak_on_purpose_is_caught_in_every_kind_of_answer(client):
    canaries = Canaries()
    secret = f"Leak {canaries.text('a leak on purpose')}"
    event = an_event("leak", title_en=secret, latitude=55, longitude=37, coordinates_public=True)
    published(event)
    event.title_en = f"{secret} again"
    event.save()
    publish([event], by=None)
    found = read_all(client, Finder(canaries.needles), LEAK_SHOWS)
    assert set(found.leaks) == LEAK_SHOWS
    tables = {
        table for table, row in rows_of_the_record() if Finder(canaries.needles).in_bytes(row)
    }
    assert {"timeline_edition", "timeline_words"} <= tables
