"""How a person gets its first password, or a new one: a code that works once, for a limited time, handed over by
whoever administers the platform.

Nothing changes until the code is used. Then the old password, every second factor, every session and every known
browser of the person is gone: whoever lost a telephone starts over, and whoever found it has nothing.
"""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest

import structlog
from django.db import transaction
from django.utils import timezone

from bidders import ways_in
from bidders.errors import InvitationRefused
from bidders.models import Invitation, Person

log = structlog.get_logger(__name__)

CODE_BYTES = 15  # 120 bits: 24 characters in base 32


@dataclass(frozen=True)
class Issued:
    """What is handed to the person. The code is shown here and never again."""

    code: str
    expires_at: datetime


@transaction.atomic
def invite(*, person: Person, hours: int) -> Issued:
    """Make a code for ``person``; one that was made before no longer works."""
    code = base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode()
    expires_at = timezone.now() + timedelta(hours=hours)
    Invitation.objects.update_or_create(person=person, defaults={"code_hash": _hash(code), "expires_at": expires_at})
    log.info("invited", person=person.get_username(), expires_at=expires_at.isoformat())
    return Issued("-".join(code[i : i + 4] for i in range(0, len(code), 4)), expires_at)


def person_invited(*, username: str, code: str) -> Person:
    """Whom the code invites. Raises InvitationRefused, with one sentence for every reason: the asker may be anybody."""
    invitation = Invitation.objects.select_related("person").filter(person__username=username).first()
    held = invitation.code_hash if invitation is not None else _hash("")
    right = compare_digest(held, _hash(code))  # takes as long for a name that nobody has
    if invitation is None or not right or invitation.expires_at < timezone.now() or not invitation.person.is_active:
        log.warning("invitation_refused", known_name=invitation is not None)
        raise InvitationRefused
    return invitation.person


@transaction.atomic
def accept(*, username: str, code: str, password: str) -> Person:
    """Set the password. What let the person in before is gone, the code as well. Raises InvitationRefused."""
    list(Invitation.objects.select_for_update().filter(person__username=username))  # two at once: one comes first
    person = person_invited(username=username, code=code)
    Invitation.objects.filter(person=person).delete()
    person.set_password(password)
    person.save(update_fields=["password"])
    ways_in.forget(person)
    log.info("invitation_accepted", person=person.get_username())
    return person


def _hash(code: str) -> str:
    """Of the code as people copy it: with or without hyphens and spaces, in capitals or not."""
    plain = code.replace("-", "").replace(" ", "").upper()
    return hashlib.sha256(plain.encode()).hexdigest()
