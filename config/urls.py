"""Every address: the portals own the pages, a few more are for programs."""

from django.urls import include, path

from config.health import healthz, readyz
from config.metrics import metrics
from config.well_known import robots_txt, security_txt

handler400 = "portals.error_pages.bad_request"
handler500 = "portals.error_pages.server_error"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("robots.txt", robots_txt, name="robots_txt"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("", include("portals.urls")),
]
