"""Every read about people and seats."""

from datetime import timedelta

from django.db.models import QuerySet
from django.db.models.functions import Now

from bidders.models import Organisation, Person, Seat

PRESENT_FOR = timedelta(minutes=3)  # how long somebody whose page was asked for counts as being there


def seats_of(person: Person) -> QuerySet[Seat]:
    """Seats of the person with their organisations."""
    return Seat.objects.filter(person=person).select_related("organisation", "person").order_by("organisation__name")


def present_seats(organisations: QuerySet[Organisation] | list[Organisation]) -> QuerySet[Seat]:
    """Seats of the organisations whose people were seen in the last PRESENT_FOR, by the database's clock."""
    return Seat.objects.filter(organisation__in=organisations, last_seen_at__gte=Now() - PRESENT_FOR)
