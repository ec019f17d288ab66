"""People, their seats, and who is there."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from bidders.errors import RoleDoesNotFit
from bidders.middleware import SeatSeen
from bidders.models import Organisation, OrganisationKind, Seat, SeatRole
from bidders.selectors import present_seats, seats_of
from bidders.services import found_organisation, mark_seen, seat_person
from tests.cast import a_person, a_seat, an_organisation

pytestmark = pytest.mark.django_db


def test_founding_an_organisation_again_returns_the_first() -> None:
    first = found_organisation(name="Alpha", slug="alpha", kind=OrganisationKind.BIDDER)

    assert found_organisation(name="Alpha plc", slug="alpha", kind=OrganisationKind.BIDDER) == first
    assert Organisation.objects.get().name == "Alpha"


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (OrganisationKind.REGULATOR, SeatRole.SUBMITTER),
        (OrganisationKind.BIDDER, SeatRole.AUCTIONEER),
        (OrganisationKind.AUDITOR, SeatRole.COMPLIANCE),
    ],
)
def test_an_organisation_has_only_the_roles_of_its_kind(kind: OrganisationKind, role: SeatRole) -> None:
    organisation = an_organisation(kind=kind)

    with pytest.raises(RoleDoesNotFit, match=f"of kind {kind} has no seat of role {role.label}"):
        seat_person(person=a_person(), organisation=organisation, role=role)


def test_a_person_has_one_seat_in_an_organisation_so_nobody_is_its_own_second_officer() -> None:
    seat = a_seat(organisation=an_organisation(kind=OrganisationKind.REGULATOR), role=SeatRole.AUCTIONEER)

    again = seat_person(person=seat.person, organisation=seat.organisation, role=SeatRole.SECOND_OFFICER)

    assert (again.pk, again.role) == (seat.pk, SeatRole.SECOND_OFFICER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(person=seat.person, organisation=seat.organisation, role=SeatRole.AUCTIONEER)


def test_a_person_who_was_seen_just_now_is_there_and_one_seen_long_ago_is_not() -> None:
    here, gone, never = a_seat(), a_seat(last_seen_at=timezone.now() - timedelta(minutes=4)), a_seat()
    mark_seen(person=here.person)

    assert list(present_seats([here.organisation, gone.organisation, never.organisation])) == [here]


def test_a_page_that_polls_each_second_does_not_write_each_second() -> None:
    seat = a_seat(last_seen_at=timezone.now() - timedelta(seconds=5))
    stale = a_seat(last_seen_at=timezone.now() - timedelta(seconds=30))
    before = seat.last_seen_at
    mark_seen(person=seat.person)
    mark_seen(person=stale.person)

    seat.refresh_from_db()
    stale.refresh_from_db()
    assert seat.last_seen_at == before
    assert stale in present_seats([stale.organisation]).filter(last_seen_at__gt=before)


def test_each_request_of_a_signed_in_person_marks_all_its_seats_as_seen() -> None:
    seat = a_seat()
    other = a_seat(person=seat.person)
    request = HttpRequest()
    request.user = seat.person

    response = SeatSeen(lambda _: HttpResponse("page"))(request)

    assert response.content == b"page"
    assert all(found.last_seen_at is not None for found in seats_of(seat.person))
    assert {found.pk for found in seats_of(seat.person)} == {seat.pk, other.pk}
