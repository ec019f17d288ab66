"""Every address: the portals own the pages, two more say whether this process and what it stands on are well."""

from django.urls import include, path

from config.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("", include("portals.urls")),
]
