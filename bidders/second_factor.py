"""When a session last proved the second factor, and which codes prove it.

The session holds the time, bound to the person. Outside the demonstration a session without it reaches nothing but the
pages on which a second factor is set up.
"""

import time

from allauth.core import ratelimit
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from bidders.browsers import known_browser
from bidders.models import Outcome, Person
from bidders.sign_in_history import record

PROVED = "second_factor"  # in the session: [the person's key, seconds since 1970]
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes stand in for one, but are none
CODE_VALID_FOR = 3 * 30  # seconds: the one that is shown, one before and one after


def has_one(person: Person) -> bool:
    return bool(Authenticator.objects.filter(user=person, type__in=FACTORS).exists())


def note_proof(request: HttpRequest, person: Person) -> None:
    request.session[PROVED] = [person.pk, time.time()]


def proved_ago(request: HttpRequest) -> float | None:
    """Seconds since this session proved its person's second factor; None if it never did."""
    person, at = request.session.get(PROVED, (0, 0))
    return time.time() - at if person == request.user.pk else None


def is_missing(request: HttpRequest) -> bool:
    """Whether the session may not go on before it proved a second factor."""
    return bool(settings.SECOND_FACTOR_REQUIRED) and proved_ago(request) is None


def step_up_is_due(request: HttpRequest) -> bool:
    """Whether a sensitive act asks for the second factor once more. In the demonstration only those who set one up
    are asked.
    """
    ago = proved_ago(request)
    if ago is not None and 0 <= ago <= settings.STEP_UP_MINUTES * 60:
        return False
    return isinstance(request.user, Person) and has_one(request.user)


def accept_code(request: HttpRequest, person: Person, code: str) -> Authenticator:
    """The authenticator whose code this is: of the app, or a recovery code. Either works once.

    Attempts are counted for each browser the person is known in, and for all others together: whoever stole the
    password can use up the guesses of unknown browsers, but not the person's own.
    Raises ValidationError.
    """
    code = "".join(code.split())
    browser = known_browser(request, person.get_username())
    if not ratelimit.consume(request, action="code", key=f"{person.pk}:{browser}"):
        raise get_adapter().validation_error("too_many_codes")
    for authenticator in Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.WEBAUTHN):
        if authenticator.wrap().validate_code(code) and cache.add(f"code:{person.pk}:{code}", "used", CODE_VALID_FOR):
            ratelimit.clear(request, action="code", key=f"{person.pk}:{browser}")
            return authenticator
    record(request, person, Outcome.WRONG_CODE)
    raise get_adapter().validation_error("incorrect_code")
