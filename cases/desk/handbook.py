"""The staff handbook from the folder `docs`, as pages of the desk with their pictures."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from markdown_it import MarkdownIt

PAGES = {"handbook": "Handbook", "first-day": "Your first day"}
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


def handbook_view(request: HttpRequest, name: str = "handbook") -> HttpResponse:
    """A page of the handbook. Raises Http404 for one that there is not."""
    if name not in PAGES:
        raise Http404
    text = (settings.BASE_DIR / "docs" / f"{name}.md").read_text(encoding="utf-8")
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": PAGES[name],
        "text": MARKDOWN.render(text),
    }
    return TemplateResponse(request, "admin/cases/handbook.html", context)


def picture_view(request: HttpRequest, picture: str) -> FileResponse:
    """A picture of the handbook. Raises Http404 for one that there is not."""
    path = settings.BASE_DIR / "docs" / "desk" / f"{picture}.png"
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), content_type="image/png")
