"""The desk: what a contributor learns of records that are not theirs to see.

Lists, pickers, forms of published records that link to secret ones, previews, histories and the
query strings of lists, each as somebody who knows what to ask for.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import reverse

from cases.models import Agreement, Case, Event, Figure, Person, Source
from cases.publishing import KINDS
from tests.cast import adam, alice, carol, edgar, grace
from tests.privacy.reading import Finder
from tests.privacy.site import Site
from tests.test_first_run import FormReader

pytestmark = pytest.mark.django_db
UNSEEN = (Case, Event, Agreement, Figure, Source, Person)
AWAY = ("draft", "removed", "withdrawn", "hidden")


def secrets_of(site: Site) -> list[tuple[str, str]]:
    """What is no contributor's: records that are not public, testimony, identities, comments."""
    names = {model._meta.model_name for model in UNSEEN}
    whose = tuple(f"{state}: {name}." for state in (*AWAY, "testimony") for name in names)
    return [
        (needle, where)
        for needle, where in site.canaries.needles
        if where.startswith((*whose, "identity", "submission.", "testimony"))
        and not where.endswith(".id")
    ]


@pytest.fixture
def desk(client: Any) -> Any:
    """A contributor's browser; nothing is assigned to her."""
    client.force_login(carol())
    return client


def words_asked(site: Site) -> list[str]:
    """Titles, names and references of what she may not see."""
    wanted = ("title_en", "title_ru", "alias_en", "reference", "file")
    return [needle for needle, where in secrets_of(site) if where.endswith(wanted)]


def test_no_list_shows_or_finds_what_is_not_hers(desk, site):
    finder = Finder(secrets_of(site))
    for model in UNSEEN:
        path = reverse(f"admin:cases_{model._meta.model_name}_changelist")
        plain = desk.get(path)
        assert plain.status_code == 200
        assert finder.in_answer(plain) == {}
        for word in words_asked(site)[::11]:
            answer = desk.get(path, {"q": word})
            assert answer.context["cl"].result_count == 0, (path, word)
            assert finder.in_answer(answer, word) == {}


def test_no_picker_offers_or_finds_what_is_not_hers(desk, site):
    finder = Finder(secrets_of(site))
    fields = {
        (holder.model, field)
        for one in admin.site._registry.values()
        for holder in (one, *one.inlines)
        for field in getattr(holder, "autocomplete_fields", ())
        if holder.model._meta.get_field(field).related_model in UNSEEN
    }
    assert len(fields) > 8
    for model, field in fields:
        asked = {"app_label": "cases", "model_name": model._meta.model_name, "field_name": field}
        for word in ["", *words_asked(site)[::15]]:
            answer = desk.get(reverse("admin:autocomplete"), {**asked, "term": word})
            assert finder.in_answer(answer) == {}, (model, field, word)


@pytest.mark.parametrize("who", [carol, edgar, grace, adam, alice])
def test_no_picker_finds_a_colleague_by_their_own_name_or_address(client, site, who):
    client.force_login(who())
    asked = {"app_label": "cases", "model_name": "case", "field_name": "assigned_to"}
    own = ("user.first_name", "user.last_name", "user.email")
    needles = [one for one in site.canaries.needles if one[1] in own]
    assert len(needles) == 9
    finder = Finder(needles)
    for word, _ in needles:
        answer = client.get(reverse("admin:autocomplete"), {**asked, "term": word})
        assert answer.json()["results"] == [], word
        page = client.post("/admin/cases/case/add/", {"assigned_to": word})
        if who in (carol, edgar, alice):
            assert "We found nothing by the name of" in page.content.decode()
    answer = client.get(reverse("admin:autocomplete"), {**asked, "term": site.staff.username})
    assert [one["text"] for one in answer.json()["results"]] == [site.staff.username]
    assert finder.in_answer(answer) == {}


def test_a_picker_names_nobody_who_is_suspended(desk, site):
    User.objects.filter(pk=site.staff.pk).update(is_active=False)
    page = desk.post("/admin/cases/case/add/", {"assigned_to": site.staff.username})
    assert "We found nothing by the name of" in page.content.decode()


def test_whoever_keeps_accounts_finds_them_by_name(client, site):
    User.objects.filter(pk=site.staff.pk).update(is_superuser=False)
    client.force_login(adam())
    answer = client.get("/admin/auth/user/", {"q": site.staff.last_name.split()[0]})
    assert answer.context["cl"].result_count == 1
    assert client.get("/admin/auth/user/", {"password__startswith": "md5"}).status_code == 400


def pages_of(site: Site) -> Iterator[str]:
    """The pages of published records, with links to secret ones, that a contributor can open."""
    for rows in (site.hubs["draft"], site.hubs["removed"], site.sets["control"]):
        for record in rows.records():
            if type(record) not in UNSEEN:
                continue
            name = f"admin:cases_{record._meta.model_name}"
            for act in ("change", "history", "submit", "hide", "delete", "publish", "withdraw"):
                yield reverse(f"{name}_{act}", args=[record.pk])
            yield reverse("preview", args=[KINDS[type(record)], record.pk])
            first, *_, last = (
                record.history.order_by("history_id")
                .values_list("revision_id", flat=True)
                .distinct()
                if record.history.count() > 1
                else (0, 0)
            )
            if first:
                yield reverse(f"{name}_compare", args=[record.pk, first, last])
                yield reverse(f"{name}_restore", args=[record.pk, first])


def test_no_page_says_anything_of_the_secret_records_that_it_links_to(desk, site):
    finder, told = Finder(secrets_of(site)), set()
    for path in pages_of(site):
        answer = desk.get(path)
        assert answer.status_code in (200, 302, 403, 404), path
        told |= set(finder.in_answer(answer, path).values())
    assert told == set()


def test_a_list_answers_no_question_about_other_fields_or_records(desk, site):
    draft = site.sets["draft"]
    title = draft[Case].title_en
    for question in (
        f"title_en__startswith={title[:3]}",
        f"events__title_en__contains={title[:3]}",
        f"reference__gt={draft[Case].reference[:2]}",
        f"id__exact={draft[Case].pk}",
        f"events__id__exact={draft[Event].pk}",
        "assigned_to__username__startswith=q",
        "citations__source__title_en__startswith=Q",
    ):
        assert desk.get(f"/admin/cases/case/?{question}").status_code in (302, 400), question


@pytest.mark.parametrize("state", ["draft", "removed", "testimony"])
def test_a_taken_reference_is_refused_in_words_that_tell_nothing_of_its_record(desk, site, state):
    held = Source.objects.get(pk=site.sets[state][Source].pk)
    finder = Finder(secrets_of(site))
    form = FormReader(desk.get("/admin/cases/source/add/").content.decode()).fields
    sent = {**form, "reference": held.reference, "title_en": "Mine", "original_language": "en"}
    answer = desk.post("/admin/cases/source/add/", sent)
    page = answer.content.decode()
    assert "already exists" in page or "is taken" in page
    assert finder.in_answer(answer, held.reference) == {}
