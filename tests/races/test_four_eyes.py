"""A proposal is settled once, in one way; what is certified still counts."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from auctions import history, services
from auctions.errors import ProposalOvertaken, ProposalRefused, StepRefused
from auctions.models import Proposal, ProposalKind, ProposalStatus, Round, Solve, SolveStatus
from auctions.record import EntryKind
from bidders.models import Seat, SeatRole
from journal.selectors import entries_of
from tests.cast import Cast, a_seat
from tests.races.conftest import BLOCKED_AFTER, PATIENCE, Pause, Threads

pytestmark = pytest.mark.races

APPROVING = "auctions.services.proposals.stands"  # the proposal was checked and is about to be done
CERTIFYING = "auctions.services.certification.certificate_due"  # the result was checked and is about to be certified
WITHDRAWING = "auctions.services.proposals._is_settled"  # the proposal was checked and is about to be withdrawn
WHY = "a fault of the system"


def kinds(cast: Cast) -> list[str]:
    return [entry.kind for entry in entries_of(cast.auction.chain)]


@dataclass(frozen=True)
class Race:
    """A round is open, its close is proposed, and three officers are at hand."""

    cast: Cast
    close: Proposal
    third_officer: Seat
    threads: Threads


@pytest.fixture
def race(cast: Cast, threads: Threads) -> Race:
    cast.open_round()
    third = a_seat(organisation=cast.regulator, role=SeatRole.SECOND_OFFICER)
    return Race(cast, cast.proposes(ProposalKind.CLOSE_ROUND), third, threads)


def test_with_the_locks_off_two_approvals_do_the_act_twice(
    race: Race, pause_after: Callable[[str], Pause], without_auction_locks: None
) -> None:
    pause = pause_after("auctions.services.rounds.applied")
    slow = race.threads.start(lambda: race.cast.approves(race.close))
    with pause.held():
        race.cast.approves(race.close, by=race.third_officer)

    slow.result(PATIENCE)
    assert kinds(race.cast).count(EntryKind.ROUND_CLOSED) == 2


def test_two_approvals_at_once_do_it_once(race: Race, pause_after: Callable[[str], Pause]) -> None:
    pause = pause_after("auctions.services.rounds.applied")
    first = race.threads.start(lambda: race.cast.approves(race.close))
    with pause.held():
        second = race.threads.start(lambda: race.cast.approves(race.close, by=race.third_officer))
        with pytest.raises(TimeoutError):
            second.result(BLOCKED_AFTER)

    assert first.result(PATIENCE).decided_by == race.cast.second_officer
    with pytest.raises(ProposalRefused, match="no longer open: it was approved"):
        second.result(PATIENCE)
    assert kinds(race.cast).count(EntryKind.ROUND_CLOSED) == 1


def test_with_the_locks_off_what_was_withdrawn_is_done(
    race: Race, pause_after: Callable[[str], Pause], without_auction_locks: None
) -> None:
    pause = pause_after(APPROVING)
    approval = race.threads.start(lambda: race.cast.approves(race.close))
    with pause.held():
        services.withdraw(proposal=race.close, by=race.cast.auctioneer)

    approval.result(PATIENCE)
    assert kinds(race.cast)[-2:] == [EntryKind.PROPOSAL_WITHDRAWN, EntryKind.ROUND_CLOSED]


def test_a_withdrawal_that_waited_for_the_approval_is_refused(race: Race, pause_after: Callable[[str], Pause]) -> None:
    pause = pause_after(APPROVING)
    approval = race.threads.start(lambda: race.cast.approves(race.close))
    with pause.held():
        withdrawal = race.threads.start(lambda: services.withdraw(proposal=race.close, by=race.cast.auctioneer))
        with pytest.raises(TimeoutError):
            withdrawal.result(BLOCKED_AFTER)

    assert approval.result(PATIENCE).status == ProposalStatus.APPROVED
    with pytest.raises(ProposalRefused, match="it was approved"):
        withdrawal.result(PATIENCE)


def test_an_approval_that_waited_for_the_withdrawal_is_refused(race: Race, pause_after: Callable[[str], Pause]) -> None:
    pause = pause_after(WITHDRAWING)
    withdrawal = race.threads.start(lambda: services.withdraw(proposal=race.close, by=race.cast.auctioneer))
    with pause.held():
        approval = race.threads.start(lambda: race.cast.approves(race.close))
        with pytest.raises(TimeoutError):
            approval.result(BLOCKED_AFTER)

    withdrawal.result(PATIENCE)
    with pytest.raises(ProposalRefused, match="it was withdrawn"):
        approval.result(PATIENCE)
    assert EntryKind.ROUND_CLOSED not in kinds(race.cast)


@pytest.fixture
def verified(cast: Cast) -> Cast:
    """Winners and base prices are computed and verified."""
    cast.play_clock()
    cast.play_supplementary()
    cast.compute()
    cast.verify()
    return cast


def void(cast: Cast) -> Proposal:
    return cast.proposes(ProposalKind.VOID_ROUNDS, since=Round.objects.latest("version").version, reason=WHY)


def test_with_the_locks_off_a_result_is_certified_that_no_longer_counts(
    verified: Cast, threads: Threads, pause_after: Callable[[str], Pause], without_auction_locks: None
) -> None:
    certificate, voiding = verified.proposes(ProposalKind.CERTIFY_RESULT), void(verified)
    pause = pause_after(CERTIFYING)
    certification = threads.start(lambda: verified.approves(certificate))
    with pause.held():
        verified.approves(voiding)

    certification.result(PATIENCE)
    assert kinds(verified)[-2:] == [EntryKind.ROUNDS_VOIDED, EntryKind.RESULT_CERTIFIED]
    solve = Solve.objects.get()
    assert solve.status == SolveStatus.VOIDED and solve.certified_at is not None


def test_a_certificate_that_waited_for_the_void_is_overtaken(
    verified: Cast, threads: Threads, pause_after: Callable[[str], Pause]
) -> None:
    certificate, voiding = verified.proposes(ProposalKind.CERTIFY_RESULT), void(verified)
    pause = pause_after("auctions.services.interruptions.named")
    voided = threads.start(lambda: verified.approves(voiding))
    with pause.held():
        certification = threads.start(lambda: verified.approves(certificate))
        with pytest.raises(TimeoutError):
            certification.result(BLOCKED_AFTER)

    voided.result(PATIENCE)
    with pytest.raises(ProposalOvertaken):
        certification.result(PATIENCE)
    assert Solve.objects.get().certified_at is None


def test_a_void_that_waited_for_the_certificate_sets_it_aside(
    verified: Cast, threads: Threads, pause_after: Callable[[str], Pause]
) -> None:
    certificate, voiding = verified.proposes(ProposalKind.CERTIFY_RESULT), void(verified)
    pause = pause_after(CERTIFYING)
    certification = threads.start(lambda: verified.approves(certificate))
    with pause.held():
        voided = threads.start(lambda: verified.approves(voiding))
        with pytest.raises(TimeoutError):
            voided.result(BLOCKED_AFTER)

    assert certification.result(PATIENCE).status == ProposalStatus.APPROVED
    voided.result(PATIENCE)
    assert kinds(verified)[-2:] == [EntryKind.RESULT_CERTIFIED, EntryKind.ROUNDS_VOIDED]
    history.forget()
    with pytest.raises(StepRefused, match="No result waits"):
        verified.proposes(ProposalKind.CERTIFY_RESULT)
