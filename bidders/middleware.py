"""Notes when somebody with a seat was last seen, so that the auctioneer knows who is signed in."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from bidders import services
from bidders.models import Person


class SeatSeen:
    """After AuthenticationMiddleware. At most one write per person and SEEN_EVERY."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, Person):
            services.mark_seen(person=request.user)
        return self.get_response(request)
