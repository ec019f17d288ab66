"""The end of an account: nobody signs in by it any more, and what it did keeps its name."""

import structlog
from django.db import transaction
from django.db.models import ProtectedError

from bidders import ways_in
from bidders.models import Invitation, Person, Seat

log = structlog.get_logger(__name__)


@transaction.atomic
def close(person: Person) -> None:
    """End the person's sessions, ways in and seats.

    A seat by which something was done stays, for the record names it; nobody can take it up, since it is its person's.
    """
    person.is_active = False
    person.set_unusable_password()
    person.save(update_fields=["is_active", "password"])
    Invitation.objects.filter(person=person).delete()
    ways_in.forget(person)
    for seat in Seat.objects.filter(person=person):
        _remove_unless_it_acted(seat)
    log.info("account_closed", person=person.get_username())


def _remove_unless_it_acted(seat: Seat) -> None:
    try:
        with transaction.atomic():
            seat.delete()
    except ProtectedError:
        Seat.objects.filter(pk=seat.pk).update(last_seen_at=None)
