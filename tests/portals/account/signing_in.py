"""A person in front of a browser: its password, its authenticator app, the browser it comes back with."""

import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse

from bidders.models import Person

PASSWORD = "a password of some length"
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36"


def with_password(person: Person) -> Person:
    person.set_password(PASSWORD)
    person.save()
    return person


@dataclass
class App:
    """An authenticator app that the person has set up."""

    person: Person
    secret: str = field(default_factory=generate_totp_secret)

    def __post_init__(self) -> None:
        TOTP.activate(self.person, self.secret)

    def code(self, *, steps: int = 0) -> str:
        """What the app shows now, or ``steps`` times 30 seconds later."""
        return str(format_hotp_value(hotp_value(self.secret, int(time.time()) // 30 + steps)))


def recovery_codes_of(person: Person) -> list[str]:
    codes: list[str] = RecoveryCodes.activate(person).get_unused_codes()
    return codes


@dataclass
class Browser:
    """One browser at one address."""

    address: str = "192.0.2.1"
    client: Client = field(default_factory=Client)

    def get(self, page: str, *arguments: Any) -> Any:
        return self.client.get(reverse(page, args=arguments), REMOTE_ADDR=self.address, HTTP_USER_AGENT=CHROME)

    def post(self, page: str, *arguments: Any, **fields: Any) -> Any:
        url = reverse(page, args=arguments)
        return self.client.post(url, fields, REMOTE_ADDR=self.address, HTTP_USER_AGENT=CHROME)

    def sign_in(self, person: Person, password: str = PASSWORD, *, code: str | None = None) -> Any:
        """Password, and where a code is given, the code. The last answer."""
        answer = self.post("account_login", login=person.get_username(), password=password)
        return answer if code is None else self.post("mfa_authenticate", code=code)

    def sign_out(self) -> None:
        self.post("account:sign_out")

    @property
    def is_in(self) -> bool:
        """Whether the browser is signed in, by what a page says that only signed-in people see."""
        sign_in = f"{reverse('account_login')}?next={reverse('account:desk')}"
        return bool(self.get("account:desk").headers.get("Location") != sign_in)


def later(**delta: float) -> Any:
    """The clock, so much later; it goes on from there."""
    return time_machine.travel(time.time() + timedelta(**delta).total_seconds(), tick=True)


def factors(person: Person) -> set[str]:
    return set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
