"""Every address: the portals own the pages, two more say whether this process and what it stands on are well."""

from django.urls import include, path

from config.health import healthz, readyz

handler400 = "portals.error_pages.bad_request"
handler500 = "portals.error_pages.server_error"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("", include("portals.urls")),
]
