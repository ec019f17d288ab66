"""What every request of a signed-in person passes: the limits of its session, and the note that it was seen."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from bidders import services, sessions
from bidders.models import Person


class SessionLimits:
    """After allauth's AccountMiddleware. Whoever comes back too late is nobody, and asked to sign in again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, Person) and not sessions.goes_on(request):
            logout(request)
        return self.get_response(request)


class SeatSeen:
    """Notes when somebody with a seat was last seen, so that the auctioneer knows who is signed in.

    At most one write per person and SEEN_EVERY.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, Person):
            services.mark_seen(person=request.user)
        return self.get_response(request)
