"""What happens beside a sign-in, a sign-out, or a change of somebody's factors: history, log, known browsers, the mark
of the session. Connected in ``bidders.apps``.
"""

from typing import Any

import structlog
from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.helpers import get_client_ip_address
from django.contrib.auth import signals as auth
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseBase

from bidders import browsers, second_factor
from bidders.models import Outcome, Person
from bidders.sign_in_history import factors_of, record

log = structlog.get_logger(__name__)


@receiver(account.user_logged_in)
def signed_in(request: HttpRequest, response: HttpResponseBase, user: Person, **_: Any) -> None:
    browser = browsers.remember(request, response)
    record(request, user, Outcome.SIGNED_IN, factors=factors_of(request, user), browser=browser)


@receiver(auth.user_login_failed)
def password_was_wrong(credentials: dict[str, Any], request: Any = None, **_: Any) -> None:
    """After django-axes, which has counted this attempt or refused it without looking at the password."""
    if request is None:
        return
    person = Person.objects.filter(username=credentials.get("username")).first()
    if person is None or request.axes_failures_since_start is None:
        log.warning("sign_in_refused", address=get_client_ip_address(request), known_name=person is not None)
    else:
        record(request, person, Outcome.LOCKED if request.axes_locked_out else Outcome.WRONG_PASSWORD)


@receiver(auth.user_logged_out)
def signed_out(request: HttpRequest, user: Person | None, **_: Any) -> None:
    if user is not None:
        UserSession.objects.filter(session_key=request.session.session_key).delete()
        log.info("sign_out", person=user.get_username())


@receiver(mfa.authenticator_used)
def second_factor_was_proved(request: HttpRequest, user: Person, authenticator: Authenticator, **_: Any) -> None:
    second_factor.note_proof(request, user)
    log.info("second_factor_used", person=user.get_username(), type=authenticator.type)


@receiver(mfa.authenticator_added)
def second_factor_was_set_up(request: HttpRequest, user: Person, authenticator: Authenticator, **_: Any) -> None:
    """Setting one up proves it; the recovery codes that come with the first one prove nothing."""
    if authenticator.type in second_factor.FACTORS:
        second_factor.note_proof(request, user)
    log.info("second_factor_added", person=user.get_username(), type=authenticator.type)


@receiver([mfa.authenticator_removed, mfa.authenticator_reset])
def second_factor_was_changed(user: Person, authenticator: Authenticator, **_: Any) -> None:
    log.info("second_factor_changed", person=user.get_username(), type=authenticator.type)


@receiver(account.password_changed)
def password_was_changed(user: Person, **_: Any) -> None:
    """Django ends every other session of the person; they leave the list, too."""
    UserSession.objects.purge_and_list(user)
    log.info("password_changed", person=user.get_username())
