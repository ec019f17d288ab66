"""Whoever leaves is out at once; an auction that still runs is never left without its officers."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from auctions.errors import NotAnOfficer, SeatMayNotSubmit
from auctions.models import ProposalKind
from bidders.invitations import invite
from bidders.models import Invitation, Person, Seat, SeatRole
from tests.cast import Cast, a_person, a_seat

BACKEND = "django.contrib.auth.backends.ModelBackend"


def closed(person: Person) -> Person:
    call_command("close_account", person.username)
    person.refresh_from_db()
    return person


def another_officer(cast: Cast, role: SeatRole = SeatRole.AUCTIONEER) -> Seat:
    return a_seat(a_person("olga"), cast.regulator, role)


def test_the_session_second_factors_and_invitation_end_at_once(cast: Cast) -> None:
    person = cast.alpha.viewer.person
    invite(person=person, hours=1)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client = Client()
    client.force_login(person, BACKEND)
    before = client.get(reverse("bidder:round", args=["two-bands"])).status_code
    closed(person)

    assert (before, client.get(reverse("bidder:round", args=["two-bands"])).status_code) == (200, 302)
    assert not Authenticator.objects.filter(user=person).exists()
    assert not Invitation.objects.filter(person=person).exists()
    assert not person.has_usable_password()


def test_a_seat_that_did_nothing_goes_and_one_that_acted_stays_on_the_record(cast: Cast) -> None:
    cast.open_round()
    bid = cast.alpha.bids({"A": 1})
    closed(cast.alpha.submitter.person)
    closed(cast.alpha.viewer.person)

    bid.refresh_from_db()
    assert bid.seat == cast.alpha.submitter
    assert not Seat.objects.filter(pk=cast.alpha.viewer.pk).exists()


def test_a_seat_that_stayed_submits_and_approves_nothing(cast: Cast) -> None:
    another_officer(cast)
    cast.open_round()
    cast.alpha.bids({"A": 1})
    proposal = cast.proposes(ProposalKind.CLOSE_ROUND)
    for seat in (cast.alpha.submitter, cast.second_officer):
        closed(seat.person)
        seat.person.refresh_from_db()

    with pytest.raises(SeatMayNotSubmit, match="The account alpha-submitter was closed"):
        cast.alpha.bids({"A": 2})
    with pytest.raises(NotAnOfficer):
        cast.approves(proposal)


def test_a_proposal_of_somebody_who_left_is_approved_by_nobody(cast: Cast) -> None:
    another_officer(cast)
    proposal = cast.proposes(ProposalKind.OPEN_ROUND)
    closed(cast.auctioneer.person)

    with pytest.raises(NotAnOfficer):
        cast.approves(proposal)


def test_the_last_auctioneer_of_a_running_auction_stays(cast: Cast) -> None:
    another_officer(cast, SeatRole.SECOND_OFFICER)

    with pytest.raises(CommandError, match="auctioneer is the last auctioneer of two-bands, which still runs"):
        closed(cast.auctioneer.person)
    assert Person.objects.get(username="auctioneer").is_active


def test_one_officer_alone_is_never_left_behind(cast: Cast) -> None:
    with pytest.raises(CommandError, match="two-bands still runs and would be left with one officer"):
        closed(cast.second_officer.person)


def test_an_officer_whose_account_was_closed_does_not_count_as_another(cast: Cast) -> None:
    olga = another_officer(cast)
    cast.proposes(ProposalKind.OPEN_ROUND, by=olga)
    closed(olga.person)

    with pytest.raises(CommandError, match="last auctioneer"):
        closed(cast.auctioneer.person)


def test_after_the_publication_officers_may_leave(cast: Cast) -> None:
    cast.play_to_the_end()
    cast.publish()

    assert not closed(cast.auctioneer.person).is_active


def test_a_closed_account_is_not_invited_again(cast: Cast) -> None:
    closed(cast.alpha.viewer.person)

    with pytest.raises(CommandError, match="The account alpha-viewer was closed"):
        call_command("invite", "alpha-viewer")


def test_somebody_whom_nobody_knows_is_named(db: None) -> None:
    with pytest.raises(CommandError, match="Nobody is called nobody"):
        call_command("close_account", "nobody")
