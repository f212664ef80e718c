"""A site with the true one's settings that only says what it makes of a request."""

from django.http import JsonResponse
from django.urls import re_path

from tracker.settings import *  # noqa: F403

INSTALLED_APPS: list[str] = []
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]
ROOT_URLCONF = "tests.tracker.echo"


def echo(request, path):
    """Where the request is thought to have come to, and over what."""
    return JsonResponse(
        {
            "path": request.path_info,
            "below": request.META["SCRIPT_NAME"],
            "link": request.build_absolute_uri("/admin/"),
        }
    )


urlpatterns = [re_path("^(.*)$", echo)]
