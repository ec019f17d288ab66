"""Who acts for the person's organisations, and when each of them last signed in: a login that nobody expected shows."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from bidders.access import person_of
from bidders.selectors import seats_beside


@never_cache
@login_required
@require_GET
def seats(request: HttpRequest) -> HttpResponse:
    """The seats of every organisation in which the person has one."""
    return render(request, "account/seats.html", {"seats": seats_beside(person_of(request))})
