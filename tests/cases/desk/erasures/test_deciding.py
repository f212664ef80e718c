"""What goes is what two guardians read and decided on: every text, and each file by itself."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from cases.models import ErasureRequest, Identifier, Source
from tests.cases.desk.erasures.deciding import (
    agrees,
    asked,
    asked_by_one,
    decided_by_two,
    gina,
    preview_of,
    said,
)
from tests.cast import a_source, an_event, grace

pytestmark = pytest.mark.django_db
NAME = "Han Tong Hyok"
PDF = b"%PDF-1.4\n%%EOF"
ANEW = "The files that would go are not those that were decided on"
NOT_THOSE = "These are not those that were decided on"


def a_file(reference: str, docket: str = NAME, **values: object) -> Source:
    """A source with a file that nobody can look into, and a docket that names the person."""
    source = a_source(reference, file=ContentFile(PDF + reference.encode(), "r.pdf"), **values)
    Identifier.objects.create(source=source, scheme="docket", value=f"{docket} {reference}")
    return source


def kept() -> set[str]:
    return set(Source.objects.exclude(file="").values_list("reference", flat=True))


def test_a_post_decides_nothing_while_a_text_is_not_shown(client, person):
    an_event(title_en="Of Han Tong Hyok")
    page = asked_by_one(person)
    client.force_login(gina())
    assert 'value="decide"' not in client.get(page).content.decode()
    typed = {"act": "decide", "state": "received", "note": "Words I typed"}
    answer = client.post(page, typed, follow=True)
    assert "not shown to you yet" in said(answer)
    assert 'value="Words I typed"' in answer.content.decode()
    assert ErasureRequest.objects.get().state == "received"
    agrees(client, gina(), page)
    client.post(page, typed)
    assert ErasureRequest.objects.get().state == "first"


def test_a_file_that_comes_after_the_decisions_is_decided_anew(client, person):
    a_file("first")
    page = asked(person)
    decided_by_two(client, page)
    a_file("second")
    answer = client.post(page, {"act": "erase", "sure": "yes"}, follow=True)
    assert ANEW in said(answer)
    assert ErasureRequest.objects.get().state == "received"
    assert kept() == {"first", "second"}
    assert "Source second" in answer.content.decode()
    decided_by_two(client, page)
    client.post(page, {"act": "erase", "sure": "yes"})
    assert kept() == set()


def test_a_file_that_is_named_no_more_is_not_left_unsaid(client, person):
    source = a_file("first", docket="12/14")
    source.notes = ""
    source.file = ContentFile(f"Of {NAME}.".encode(), "t.txt")
    source.save()
    page = asked(person)
    decided_by_two(client, page)
    Source.history.all().delete()
    source.file = ContentFile(b"Of nobody.", "t.txt")
    source.save()
    Source.history.exclude(file=source.file.name).delete()
    answer = client.post(page, {"act": "erase", "sure": "yes"}, follow=True)
    assert ANEW in said(answer)
    assert kept() == {"first"}


def test_a_file_that_comes_between_the_decisions_is_decided_anew(client, person):
    page = asked(person)
    client.force_login(grace())
    client.post(page, {"act": "decide", "state": "received"})
    a_file("second")
    client.force_login(gina())
    answer = client.post(page, {"act": "decide", "state": "first"}, follow=True)
    assert ANEW in said(answer)
    assert ErasureRequest.objects.get().state == "received"


def test_a_file_that_comes_while_somebody_reads_is_not_decided_on_unseen(client, person):
    a_file("first")
    page = asked(person)
    shown = preview_of(client, page)
    a_file("second")
    typed = {"act": "decide", "state": "received", "mark": shown["mark"], "keys": shown["keys"]}
    answer = client.post(page, typed, follow=True)
    assert "A file came" in said(answer)
    assert ErasureRequest.objects.get().state == "received"
    assert "Source second" in answer.content.decode()
    client.post(page, {**typed, "keys": answer.context["keys"]})
    assert ErasureRequest.objects.get().state == "first"


def test_files_go_as_the_page_says_whatever_of_their_source_is_about_somebody_else(client, person):
    a_file("first")
    page = asked(person)
    (spared,) = [one["key"] for one in preview_of(client, page)["texts"] if "first" in str(one)]
    decided_by_two(client, page, spared=[spared])
    assert "It is deleted unless" not in client.get(page).content.decode()
    assert len(client.get(page).context["files"]) == 1
    client.post(page, {"act": "erase", "sure": "yes"})
    assert kept() == set()
    assert Identifier.objects.get().value == f"{NAME} first"


def test_a_file_that_nobody_would_delete_begins_nothing_anew(client, person):
    page = asked(person)
    decided_by_two(client, page)
    a_file("other", docket="12/14")
    client.post(page, {"act": "erase", "sure": "yes"})
    assert ErasureRequest.objects.get().state == "done"
    assert kept() == {"other"}


def test_the_page_of_what_is_decided_names_a_file_that_came_since(client, person):
    page = asked(person)
    decided_by_two(client, page)
    assert NOT_THOSE not in client.get(page).content.decode()
    a_file("second")
    shown = client.get(page).content.decode()
    assert NOT_THOSE in shown
    assert reverse("admin:cases_source_change", args=[Source.objects.get(reference="second").pk])
