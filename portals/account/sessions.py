"""The person's sessions: where it is signed in now, and the way to end each (ASVS 7.5.2)."""

import structlog
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bidders.access import person_of
from bidders.sessions import live_sessions, other_sessions

log = structlog.get_logger(__name__)


@never_cache
@login_required
@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """All of them, this one marked."""
    listed = list(live_sessions(person_of(request)))
    return render(request, "account/sessions.html", {"sessions": listed, "own": request.session.session_key})


@never_cache
@login_required
@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """End the session named, or every other one. The next request of an ended session is nobody's."""
    person, chosen = person_of(request), request.POST.get("session", "")
    ending = live_sessions(person).filter(pk=int(chosen)) if chosen.isdecimal() else other_sessions(request)
    ended = list(ending)
    own = any(session.session_key == request.session.session_key for session in ended)
    for session in ended:
        session.end()
    log.info("sessions_ended", person=person.get_username(), number=len(ended))
    if own:
        logout(request)
        return redirect("account_login")
    done = ngettext("%(n)d session was ended.", "%(n)d sessions were ended.", len(ended)) % {"n": len(ended)}
    messages.success(request, done if ended else _("There was no other session to end."))
    return redirect("account:sessions")
