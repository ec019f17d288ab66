"""Every write about people and seats."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from bidders.errors import RoleDoesNotFit
from bidders.models import ROLES_OF_KIND, Organisation, OrganisationKind, Person, Seat, SeatRole

SEEN_EVERY = timedelta(seconds=20)  # a page that polls each second writes three times a minute


@transaction.atomic
def found_organisation(*, name: str, slug: str, kind: OrganisationKind) -> Organisation:
    """Create the organisation, or return the one that has this slug."""
    organisation, _ = Organisation.objects.get_or_create(slug=slug, defaults={"name": name, "kind": kind})
    return organisation


@transaction.atomic
def seat_person(*, person: Person, organisation: Organisation, role: SeatRole) -> Seat:
    """Give ``person`` its seat in ``organisation``; a person who had another role there changes it.

    Raises RoleDoesNotFit where organisations of this kind have no such role.
    """
    if role not in ROLES_OF_KIND[OrganisationKind(organisation.kind)]:
        raise RoleDoesNotFit(role.label, organisation.kind)
    seat, _ = Seat.objects.update_or_create(person=person, organisation=organisation, defaults={"role": role})
    return seat


def mark_seen(*, person: Person) -> None:
    """Note that the person's pages were asked for just now: one statement, on every request."""
    stale = Q(last_seen_at=None) | Q(last_seen_at__lt=Now() - SEEN_EVERY)
    Seat.objects.filter(stale, person=person).update(last_seen_at=Now())
