"""Who signed in when, from where, with which browser and by which factors; and who tried and failed.

Attempts on a person's name are rows, at most as many as the lockout lets through. The log has every event, of unknown
names as well. Neither ever holds a password, a code or the name that was typed where nobody has it.
"""

from collections.abc import Sequence
from uuid import UUID

import structlog
from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest

from bidders.browsers import address_of, browser_of
from bidders.models import Outcome, Person, SignIn

log = structlog.get_logger(__name__)


def record(
    request: HttpRequest,
    person: Person,
    outcome: Outcome,
    *,
    factors: Sequence[str] = (),
    browser: UUID | None = None,
) -> None:
    """Write the attempt into the person's history and into the log."""
    attempt = SignIn.objects.create(
        person=person,
        address=address_of(request),
        browser=browser or browser_of(request),
        user_agent=request.headers.get("User-Agent", "")[:255],
        outcome=outcome,
        factors=list(factors),
    )
    tell = log.info if outcome is Outcome.SIGNED_IN else log.warning
    tell("sign_in", person=person.get_username(), outcome=outcome.value, address=attempt.address, factors=list(factors))


def factors_of(request: HttpRequest, person: Person) -> list[str]:
    """What the session was opened by: ``password``, ``totp``, ``webauthn`` or ``recovery_codes``."""
    records = get_authentication_records(request, person)
    return [str(each.get("type", each["method"])) for each in records]
