"""The two doors: the public's addresses, and the desk's under /admin/."""

from django.contrib import admin
from django.urls import include, path

from tracker.preview import preview

urlpatterns = [
    path("admin/preview/<str:kind>/<uuid:pk>/", admin.site.admin_view(preview), name="preview"),
    path("admin/accounts/", include("cases.accounts.urls")),
    path("admin/", admin.site.urls),
    path("", include("timeline.urls")),
]
handler400 = "timeline.api.refusals.bad_request"
handler403 = "cases.desk.refused.refused"
handler404 = "timeline.api.refusals.not_found"
handler500 = "timeline.api.refusals.server_error"
