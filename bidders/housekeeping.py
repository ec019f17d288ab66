"""What is thrown away once it is worth nothing: once a day, a task of the queue ``work``."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from bidders.models import Invitation, SignIn

CACHE = str(settings.CACHES["default"]["LOCATION"])


def tidy_up() -> dict[str, int]:
    """Sign-ins older than SIGN_INS_KEPT_DAYS, invitations and counts whose time is over, sessions beyond their longest
    life. Returns how many rows of each were removed.
    """
    now = timezone.now()
    sessions_began = now - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    call_command("clearsessions")
    return {
        "sign_ins": SignIn.objects.filter(at__lt=now - timedelta(days=settings.SIGN_INS_KEPT_DAYS)).delete()[0],
        "invitations": Invitation.objects.filter(expires_at__lt=now).delete()[0],
        "sessions": UserSession.objects.filter(created_at__lt=sessions_began).delete()[0],
        "counts": _expired_counts(),
    }


def _expired_counts() -> int:
    """Django's cache removes what has expired only when its table is full."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(CACHE)} WHERE expires < now()")  # noqa: S608
        removed: int = cursor.rowcount
    return removed
