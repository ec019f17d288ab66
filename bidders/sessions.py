"""How long a session lives, and which other sessions of its person are alive.

Two limits. The whole session: SESSION_COOKIE_AGE after the sign-in, however busy. Idle: SESSION_IDLE_MINUTES without
any request. A page of an auction asks for its status every two seconds, and that counts: whoever sits before an open
round, thinking, must not be thrown out of it. What the idle limit ends are sessions of closed browsers and sleeping
machines; an unattended screen is what the step-up before a bid is for.
"""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from bidders.access import person_of
from bidders.models import Person

NOTED_EVERY = timedelta(minutes=1)  # a page that polls writes once a minute


def goes_on(request: HttpRequest) -> bool:
    """Whether the session of a signed-in person is within its limits; notes that it was used just now. One that is not
    is ended.
    """
    now = timezone.now()
    session = UserSession.objects.filter(session_key=request.session.session_key).first()
    if session is None:
        UserSession.objects.create_from_request(request)
        return True
    if session.created_at < _oldest_start(now) or session.last_seen_at < _longest_idle(now):
        session.end()
        return False
    if session.last_seen_at < now - NOTED_EVERY:
        UserSession.objects.filter(pk=session.pk).update(last_seen_at=now)
    return True


def live_sessions(person: Person) -> QuerySet[UserSession]:
    """The person's sessions within their limits, latest sign-in first."""
    now = timezone.now()
    within: QuerySet[UserSession] = UserSession.objects.filter(
        user=person, created_at__gte=_oldest_start(now), last_seen_at__gte=_longest_idle(now)
    )
    return within.order_by("-created_at")


def other_sessions(request: HttpRequest) -> QuerySet[UserSession]:
    """Live sessions of the request's person but its own."""
    return live_sessions(person_of(request)).exclude(session_key=request.session.session_key)


def _oldest_start(now: datetime) -> datetime:
    return now - timedelta(seconds=settings.SESSION_COOKIE_AGE)


def _longest_idle(now: datetime) -> datetime:
    return now - timedelta(minutes=settings.SESSION_IDLE_MINUTES)
