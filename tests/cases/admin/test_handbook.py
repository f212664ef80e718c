"""The handbook: for staff, with its pictures, and in the words of the pages."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin

from cases.admin.bulk import Publishing, Sending, Withdrawing
from cases.models.source import Stance
from tests.cast import alice

DOCS = settings.BASE_DIR / "docs"
BOLD = re.compile(r"\*\*([^*]+)\*\*")
# Words that the handbook stresses, and that are no names.
STRESSED = {
    *("contributor", "editor", "guardian", "administrator", "draft", "source", "citation", "alias"),
    *("edition", "give all of one colleague’s work to another", "Hide something at night."),
}


def names_on_pages() -> str:
    """All that templates, fields and Django's own admin call something, in one text."""
    folders = (settings.BASE_DIR / "templates", Path(admin.__file__).parent / "templates")
    texts = [file.read_text() for folder in folders for file in folder.rglob("*.html")]
    for model in apps.get_app_config("cases").get_models():
        texts += [str(field.verbose_name) for field in model._meta.fields]
        texts += [field.verbose_name for field in model._meta.many_to_many]
        texts += [str(model._meta.verbose_name_plural), f"Add another {model._meta.verbose_name}"]
    texts += [*(Sending.verb, Publishing.verb, Withdrawing.verb), *Stance.labels]
    return " ".join(" ".join(texts).split()).lower()


@pytest.mark.parametrize("name", ["handbook", "first-day"])
def test_every_name_in_the_handbook_stands_on_a_page(name):
    text = " ".join((DOCS / f"{name}.md").read_text().split())
    names = {one for one in BOLD.findall(text) if one not in STRESSED}
    pages = names_on_pages()
    assert {one for one in names if one.lower().rstrip(".") not in pages} == set()


@pytest.mark.django_db
def test_the_handbook_is_for_staff_and_its_pictures_are_there(client):
    client.force_login(alice())
    page = client.get("/admin/handbook/").content.decode()
    assert "Handbook for staff" in page
    assert client.get("/admin/handbook/first-day.md").status_code == 200
    assert client.get("/admin/handbook/settings.md").status_code == 404
    assert client.get("/admin/handbook/desk/nothing.png").status_code == 404
    for name in ("dashboard", "form", "saving", "review", "history", "many"):
        assert f'src="desk/{name}.png"' in page
        assert (
            b"".join(client.get(f"/admin/handbook/desk/{name}.png").streaming_content)[1:4]
            == b"PNG"
        )
    client.logout()
    assert client.get("/admin/handbook/").status_code == 302
