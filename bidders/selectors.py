"""Every read about people and seats."""

from datetime import timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Now

from bidders.models import Organisation, Outcome, Person, Seat, SignIn

SIGN_INS_SHOWN = 100
FAILURES_COUNTED_FOR = timedelta(days=7)
PRESENT_FOR = timedelta(minutes=3)  # how long somebody whose page was asked for counts as being there


def seats_of(person: Person) -> QuerySet[Seat]:
    """Seats of the person with their organisations."""
    return Seat.objects.filter(person=person).select_related("organisation", "person").order_by("organisation__name")


def present_seats(organisations: QuerySet[Organisation] | list[Organisation]) -> QuerySet[Seat]:
    """Seats of the organisations whose people were seen in the last PRESENT_FOR, by the database's clock."""
    return Seat.objects.filter(organisation__in=organisations, last_seen_at__gte=Now() - PRESENT_FOR)


def latest_sign_ins(person: Person) -> QuerySet[SignIn]:
    """The person's attempts to sign in, or of somebody under its name, latest first."""
    return SignIn.objects.filter(person=person)[:SIGN_INS_SHOWN]


def seats_beside(person: Person) -> QuerySet[Seat]:
    """Every seat of the organisations in which the person has one. Each has ``signed_in_at``, ``signed_in_from`` and
    ``signed_in_with`` of its person's last sign-in, and ``failures``, the attempts that failed in the last week.
    """
    last = SignIn.objects.filter(person=OuterRef("person"), outcome=Outcome.SIGNED_IN)
    recent_failure = Q(person__sign_ins__at__gte=Now() - FAILURES_COUNTED_FOR) & ~Q(
        person__sign_ins__outcome=Outcome.SIGNED_IN
    )
    return (
        Seat.objects.filter(organisation__seats__person=person)
        .select_related("organisation", "person")
        .annotate(
            signed_in_at=Subquery(last.values("at")[:1]),
            signed_in_from=Subquery(last.values("address")[:1]),
            signed_in_with=Subquery(last.values("user_agent")[:1]),
            failures=Count("person__sign_ins", filter=recent_failure, distinct=True),
        )
        .order_by("organisation__name", "person__username")
    )
