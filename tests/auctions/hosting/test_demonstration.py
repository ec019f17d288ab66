"""The demonstration: a living auction that makes room for whoever takes a seat."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from auctions import selectors, services, tasks
from auctions.custody import HandedShare
from auctions.demonstration import simulated_people
from auctions.demonstration.loading import Officers
from auctions.demonstration.sign_ins import PASSPHRASE, PASSWORD
from auctions.errors import StepRefused
from auctions.formats.contract import Status
from auctions.models import Auction, Bid, Participant, ProposalKind, Round
from auctions.record import SYSTEM, EntryKind
from bidders.models import Person, Seat
from bidders.services import mark_seen
from journal.models import Entry
from journal.selectors import breaks_of
from tests.cast import Cast, assemble
from tests.tripwire import by_hand

pytestmark = pytest.mark.django_db


def command(name: str) -> str:
    out = StringIO()
    call_command(name, stdout=out)
    return out.getvalue()


@pytest.fixture
def demonstration() -> Auction:
    command("load_demo")
    return Auction.objects.get(slug="uk-4g-2013")


@pytest.fixture
def small() -> Cast:
    """The cast's auction as a demonstration, everybody on autopilot."""
    cast = assemble(demonstration=True)
    for bidder in cast.bidders:
        services.set_autopilot(participant=bidder.participant, on=True, by=None)
    return cast


def time_passes(auction: Auction, seconds: int) -> None:
    """Move what happened in the auction's rounds into the past."""
    by_hand("rounds.opened_at", "rounds.closed_at", "bids.received_at")
    by = timedelta(seconds=seconds)
    for each in Round.objects.filter(auction=auction):
        each.opened_at -= by
        each.closed_at = each.closed_at - by if each.closed_at else None
        each.save()
    for bid in Bid.objects.filter(round__auction=auction):
        bid.received_at -= by
        bid.save()


def bidders_of(opened: Round) -> list[str]:
    return sorted(opened.bids.values_list("participant__bidder_id", flat=True))


def test_loading_leaves_a_round_open_in_the_middle_of_the_clock_stage(demonstration: Auction) -> None:
    opened = selectors.open_round_of(demonstration)

    assert opened is not None
    assert opened.stage == "clock"
    assert opened.number > 10
    assert all(each.bids.count() == 7 for each in Round.objects.exclude(pk=opened.pk))
    assert list(breaks_of(demonstration.chain)) == []


def test_loading_again_changes_nothing(demonstration: Auction) -> None:
    before = len(selectors.journal_entries(demonstration))

    command("load_demo")

    assert len(selectors.journal_entries(demonstration)) == before


def test_an_interrupted_loading_is_finished_by_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(auction: Auction) -> bool:
        return auction.rounds.count() == 3 and Bid.objects.filter(round__auction=auction).count() == 18

    original = services.place_bid
    with monkeypatch.context() as broken:

        def place_bid(**form: object) -> Bid:
            if interrupted(form["auction"]):  # type: ignore[arg-type]
                raise KeyboardInterrupt
            return original(**form)  # type: ignore[arg-type]

        broken.setattr("auctions.demonstration.loading.place_bid", place_bid)
        with pytest.raises(KeyboardInterrupt):
            command("load_demo")

    command("load_demo")

    opened = selectors.open_round_of(Auction.objects.get())
    assert opened is not None
    assert opened.number > 10
    assert Bid.objects.count() == 7 * (opened.number - 1)


def test_everybody_can_sign_in_with_the_password_that_is_printed(demonstration: Auction) -> None:
    printed = command("demo_sign_ins")

    assert {"auctioneer", "officer2", "compliance", "auditor", "avon-submitter", "avon-viewer"} <= set(printed.split())
    assert PASSWORD in printed
    assert PASSPHRASE in printed
    assert Person.objects.count() == Seat.objects.count() == 4 + 2 * 7
    assert Person.objects.get(username="avon-submitter").check_password(PASSWORD)


@pytest.mark.parametrize("name", ["load_demo", "demo_sign_ins"])
def test_accounts_with_a_known_password_are_made_in_the_embedded_mode_only(name: str, settings: Settings) -> None:
    settings.EMBEDDED = False

    with pytest.raises(CommandError, match="embedded mode only"):
        command(name)

    assert not Person.objects.exists()


def test_simulated_bidders_submit_some_seconds_after_the_opening_and_once(small: Cast) -> None:
    opened = small.open_round()
    tasks.tick()
    assert bidders_of(opened) == []
    time_passes(small.auction, seconds=15)

    tasks.tick()
    tasks.tick()

    assert bidders_of(opened) == ["Alpha", "Beta", "Delta", "Gamma"]
    assert all(bid.simulated for bid in opened.bids.all())


def test_a_simulated_bidder_makes_room_for_a_person_who_can_bid(small: Cast) -> None:
    opened = small.open_round()
    mark_seen(person=small.alpha.submitter.person)
    mark_seen(person=small.beta.viewer.person)
    time_passes(small.auction, seconds=15)

    tasks.tick()

    assert bidders_of(opened) == ["Beta", "Delta", "Gamma"]


def test_it_bids_all_the_same_once_that_person_has_handed_over(small: Cast) -> None:
    opened = small.open_round()
    mark_seen(person=small.alpha.submitter.person)
    services.set_autopilot(participant=small.alpha.participant, on=True, by=small.alpha.submitter)
    time_passes(small.auction, seconds=15)

    tasks.tick()

    assert "Alpha" in bidders_of(opened)


def test_it_never_bids_once_it_was_switched_off(small: Cast) -> None:
    opened = small.open_round()
    services.set_autopilot(participant=small.alpha.participant, on=False, by=small.alpha.submitter)
    time_passes(small.auction, seconds=15)

    tasks.tick()

    assert "Alpha" not in bidders_of(opened)


def test_outside_demonstrations_nobody_bids_by_itself() -> None:
    cast = assemble()
    with pytest.raises(StepRefused, match="in demonstrations and mock auctions only"):
        services.set_autopilot(participant=cast.alpha.participant, on=True, by=cast.alpha.submitter)
    by_hand("participants.autopilot")
    Participant.objects.update(autopilot=True)
    opened = cast.open_round()
    time_passes(cast.auction, seconds=15)

    tasks.tick()

    assert bidders_of(opened) == []


def test_while_an_officer_is_there_rounds_are_the_officers(small: Cast) -> None:
    small.open_round()
    mark_seen(person=small.alpha.viewer.person)
    mark_seen(person=small.auctioneer.person)
    time_passes(small.auction, seconds=15)
    tasks.tick()
    time_passes(small.auction, seconds=60)

    tasks.tick()

    assert selectors.phase(small.auction).status is Status.OPEN


def test_an_auction_that_nobody_watches_waits(small: Cast) -> None:
    small.play_round(alpha={"A": 2}, beta={"A": 2})
    time_passes(small.auction, seconds=60)

    tasks.tick()

    assert selectors.phase(small.auction).status is Status.WAITING


def test_with_a_bidder_watching_and_no_officer_the_auction_goes_on_to_the_published_result(small: Cast) -> None:
    mark_seen(person=small.alpha.viewer.person)
    for _ in range(80):
        if not simulated_people.running():
            break
        tasks.tick()
        small.auction.refresh_from_db()
        for solve in small.auction.solves.filter(status="queued"):
            tasks.determine_winners(solve.pk)
            tasks.verify_result(solve.pk)
        time_passes(small.auction, seconds=30)

    small.auction.refresh_from_db()
    assert small.auction.published_at is not None
    assert {each.stage for each in Round.objects.all()} >= {"clock", "supplementary"}
    assert list(breaks_of(small.auction.chain)) == []


def to_the_supplementary_round(auction: Auction) -> Round:
    """Let the demonstration's clock end; the supplementary round is open, and everybody has submitted in it."""
    officers = Officers.of(auction.regulator)
    while selectors.phase(auction).stage == "clock":
        opened = selectors.open_round_of(auction)
        if opened is None:
            officers.do(auction, ProposalKind.OPEN_ROUND)
            continue
        for participant in auction.participants.all():
            simulated_people.submit_simulated(auction, opened, participant)
        officers.do(auction, ProposalKind.CLOSE_ROUND)
    officers.do(auction, ProposalKind.OPEN_ROUND)
    opened = Round.objects.get(auction=auction, closed_at=None)
    for participant in auction.participants.all():
        simulated_people.submit_simulated(auction, opened, participant)
    officers.do(auction, ProposalKind.CLOSE_ROUND)
    return Round.objects.select_related("auction").get(pk=opened.pk)


def test_its_sealed_ballots_are_opened_by_a_person_and_a_simulated_custodian_after_ten_seconds(
    demonstration: Auction,
) -> None:
    waiting = to_the_supplementary_round(demonstration)
    auctioneer = Officers.of(demonstration.regulator).auctioneer
    mark_seen(person=auctioneer.person)
    tasks.tick()
    services.hand_in_share(round=waiting, by=auctioneer, file=None, passphrase=PASSPHRASE)
    tasks.tick()
    assert selectors.shares_in(waiting) == ["auctioneer"]
    HandedShare.objects.update(handed_at=timezone.now() - timedelta(seconds=11))

    tasks.tick()

    entry = Entry.objects.get(kind=EntryKind.BALLOTS_OPENED)
    assert (entry.body["by"], entry.body["with"]["person"]) == (SYSTEM, "auctioneer")
    assert (entry.body["custodians"], entry.body["simulated"]) == (["auctioneer", "officer2"], True)


def test_its_sealed_ballots_wait_while_another_custodian_is_there_to_open_them(demonstration: Auction) -> None:
    waiting = to_the_supplementary_round(demonstration)
    officers = Officers.of(demonstration.regulator)
    mark_seen(person=officers.second.person)
    services.hand_in_share(round=waiting, by=officers.auctioneer, file=None, passphrase=PASSPHRASE)
    HandedShare.objects.update(handed_at=timezone.now() - timedelta(seconds=60))

    tasks.tick()

    assert selectors.shares_in(waiting) == ["auctioneer"]
    assert selectors.awaiting_opening(demonstration) == waiting


def test_where_nobody_but_bidders_is_there_its_sealed_ballots_are_opened_at_once(demonstration: Auction) -> None:
    waiting = to_the_supplementary_round(demonstration)
    tasks.tick()
    assert selectors.awaiting_opening(demonstration) == waiting
    mark_seen(person=Person.objects.get(username="avon-viewer"))

    tasks.tick()

    entry = Entry.objects.get(kind=EntryKind.BALLOTS_OPENED)
    assert (entry.body["by"], entry.body["with"]) == (SYSTEM, SYSTEM)
    assert Bid.objects.filter(round=waiting, ballot=None).count() == 0


def test_the_demonstration_can_be_taken_from_its_middle_to_the_published_result(demonstration: Auction) -> None:
    officers = Officers.of(demonstration.regulator)
    while selectors.phase(demonstration).status is not Status.FINISHED:
        opened = selectors.open_round_of(demonstration)
        if opened is not None:
            for participant in demonstration.participants.all():
                simulated_people.submit_simulated(demonstration, opened, participant)
            officers.do(demonstration, ProposalKind.CLOSE_ROUND)
        elif (waiting := selectors.awaiting_opening(demonstration)) is not None:
            for custodian in (officers.auctioneer, officers.second):
                services.hand_in_share(round=waiting, by=custodian, file=None, passphrase=PASSPHRASE)
        elif selectors.phase(demonstration).status is Status.DETERMINING:
            solve = services.request_determination(auction=demonstration, by=officers.auctioneer)
            tasks.determine_winners(solve.pk)
            tasks.verify_result(solve.pk)
            officers.do(demonstration, ProposalKind.CERTIFY_RESULT)
        else:
            officers.do(demonstration, ProposalKind.OPEN_ROUND)
    officers.do(demonstration, ProposalKind.PUBLISH_RESULT)
    demonstration.refresh_from_db()

    known = selectors.facts(demonstration, selectors.viewer_for(None))
    assert sum(len(each["lots"]) for each in known["assignment"]["plan"]) == 4 + 1 + 14 + 9
    assert known["total"]["total"] >= known["principal"]["revenue"] > 1_000_000
    assert demonstration.published_at is not None
    assert demonstration.published_at <= timezone.now()
