"""Transport and headers as on a real server, which the tests' own settings leave out: TLS, HSTS, cookies."""

import subprocess
import sys

from tests.config.test_settings import CHECKOUT, COMPLETE

ASK = """
import django; django.setup()
from django.test import RequestFactory
from config.health import healthz
from django.middleware.security import SecurityMiddleware
layer = SecurityMiddleware(healthz)
plain = layer(RequestFactory().get("/desk/", HTTP_HOST="auction.example.org"))
print(plain.status_code, plain.headers["Location"])
print(layer(RequestFactory().get("/desk/", HTTP_HOST="auction.example.org", secure=True))["Strict-Transport-Security"])
print(layer(RequestFactory().get("/healthz")).status_code)
"""


def test_over_plain_http_everything_but_the_health_checks_is_sent_to_tls_which_browsers_remember_for_a_year() -> None:
    environment = {**COMPLETE, "ALLOWED_HOSTS": "auction.example.org,testserver"}
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=CHECKOUT,
        env={"DJANGO_SETTINGS_MODULE": "config.settings", **environment},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.splitlines() == [
        "301 https://auction.example.org/desk/",
        "max-age=31536000; includeSubDomains; preload",
        "200",
    ], done.stderr
