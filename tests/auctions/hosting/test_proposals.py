"""Four eyes: one officer proposes, another person approves on the same hash, and only then is it done."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from auctions import selectors, services, tasks
from auctions.errors import NeedsTwoOfficers, NotAnOfficer, ProposalOvertaken, ProposalRefused, StepRefused
from auctions.formats.contract import CloseRound, Decide
from auctions.models import Proposal, ProposalKind, ProposalStatus, Round
from auctions.record import OF_TWO_OFFICERS, REVEAL_SEED, Approval, EntryKind, write
from auctions.replay.projection import proposal_hash
from auctions.services.acts import ACTS
from auctions.services.proposals import act_of_the_system, approve_as_simulated_officer
from bidders.models import Seat, SeatRole
from bidders.services import mark_seen
from journal.models import Entry
from journal.selectors import entries_of
from tests.cast import Cast, assemble
from tests.tripwire import by_hand

WHY = "the prices are those of yesterday"


def last_entry(cast: Cast) -> Entry:
    return entries_of(cast.auction.chain).reverse()[0]


def kinds(cast: Cast) -> list[str]:
    return [entry.kind for entry in entries_of(cast.auction.chain)]


def status_of(proposal: Proposal) -> str:
    proposal.refresh_from_db()
    return proposal.status


def test_what_is_proposed_is_not_done_and_has_no_parameter_left_open(cast: Cast) -> None:
    proposal = cast.proposes(ProposalKind.OPEN_ROUND)

    assert not Round.objects.exists()
    assert proposal.body == {
        "stage": "clock",
        "number": 1,
        "prices": {"A": 10, "B": 5},
        "minutes": 30,
        "version": 1,
    }
    assert proposal.moment == {"stage": "clock", "round": 0, "status": "waiting", "version": 0}
    entry = last_entry(cast)
    assert (entry.kind, entry.body["by"]["person"], entry.body["proposal"]) == (
        "proposed",
        "auctioneer",
        proposal.hash,
    )


def test_the_hash_covers_the_auction_its_rules_the_act_and_the_moment(cast: Cast) -> None:
    proposal = cast.proposes(ProposalKind.OPEN_ROUND)
    stated: dict[str, Any] = {"kind": proposal.kind, "body": proposal.body, "moment": proposal.moment}
    slug, rules = cast.auction.slug, cast.auction.rulebook_hash
    assert proposal_hash(slug, rules, **stated) == proposal.hash

    others = [
        proposal_hash("another", rules, **stated),
        proposal_hash(slug, "0" * 64, **stated),
        proposal_hash(slug, rules, **{**stated, "kind": "close_round"}),
        proposal_hash(slug, rules, **{**stated, "body": {**proposal.body, "minutes": 31}}),
        proposal_hash(slug, rules, **{**stated, "moment": {**proposal.moment, "version": 1}}),
    ]
    assert len({proposal.hash, *others}) == 6


def test_approved_it_is_done_and_its_entry_names_both_people_and_the_hash(cast: Cast) -> None:
    proposal = cast.proposes(ProposalKind.OPEN_ROUND, minutes=5)

    approved = cast.approves(proposal)

    opened = Round.objects.get()
    assert opened.deadline == opened.opened_at + timedelta(minutes=5)
    assert (approved.status, approved.decided_by) == (ProposalStatus.APPROVED, cast.second_officer)
    body = last_entry(cast).body
    assert (body["proposed_by"]["person"], body["by"]["person"]) == ("auctioneer", "officer2")
    assert body["proposal"] == proposal.hash


def test_the_second_officer_may_propose_and_the_auctioneer_approve(cast: Cast) -> None:
    proposal = cast.proposes(ProposalKind.OPEN_ROUND, by=cast.second_officer)

    cast.approves(proposal, by=cast.auctioneer)

    body = last_entry(cast).body
    assert (body["proposed_by"]["person"], body["by"]["person"]) == ("officer2", "auctioneer")


def test_nobody_approves_what_it_proposed_itself(cast: Cast) -> None:
    proposal = cast.proposes(ProposalKind.OPEN_ROUND)

    with pytest.raises(NeedsTwoOfficers, match="You proposed this yourself"):
        cast.approves(proposal, by=cast.auctioneer)

    assert status_of(proposal) == ProposalStatus.OPEN
    assert not Round.objects.exists()


def test_one_person_in_two_seats_is_one_person(cast: Cast) -> None:
    proposal = cast.proposes(ProposalKind.OPEN_ROUND)
    other_seat = Seat(
        pk=cast.second_officer.pk,
        person=cast.auctioneer.person,
        organisation=cast.regulator,
        role=SeatRole.SECOND_OFFICER,
    )

    with pytest.raises(NeedsTwoOfficers, match="another officer has to approve it"):
        cast.approves(proposal, by=other_seat)
    with pytest.raises(NeedsTwoOfficers, match="withdraw it"):
        services.refuse(proposal=proposal, by=other_seat, reason=WHY)

    assert not Round.objects.exists()


def test_another_hash_than_the_proposals_approves_nothing(cast: Cast) -> None:
    proposal = cast.proposes(ProposalKind.OPEN_ROUND, minutes=5)
    other = cast.proposes(ProposalKind.OPEN_ROUND, minutes=50)

    with pytest.raises(ProposalRefused, match="This is not what was proposed"):
        cast.approves(proposal, hash=other.hash)

    assert status_of(proposal) == ProposalStatus.OPEN
    assert not Round.objects.exists()


def test_what_the_auction_has_overtaken_is_not_done_and_the_record_says_so(cast: Cast) -> None:
    early = cast.proposes(ProposalKind.OPEN_ROUND, minutes=5)
    cast.play_round(alpha={"A": 2}, beta={"A": 1})

    with pytest.raises(ProposalOvertaken, match=r"moved on since this was proposed\. Nothing was done"):
        cast.approves(early)

    assert status_of(early) == ProposalStatus.OVERTAKEN
    assert last_entry(cast).kind == EntryKind.PROPOSAL_OVERTAKEN
    assert Round.objects.count() == 1
    with pytest.raises(ProposalRefused, match="no longer open: it was overtaken"):
        cast.approves(early)


def test_a_round_that_was_voided_and_may_be_opened_again_needs_a_proposal_of_its_own(cast: Cast) -> None:
    first, spare = cast.proposes(ProposalKind.OPEN_ROUND), cast.proposes(ProposalKind.OPEN_ROUND, minutes=7)
    cast.approves(first)
    cast.void_rounds(Round.objects.get())

    with pytest.raises(ProposalOvertaken):
        cast.approves(spare)


def pause(cast: Cast, opened: Round) -> None:
    services.pause_round(round=opened, by=cast.second_officer, reason=WHY)


def extend(cast: Cast, opened: Round) -> None:
    services.extend_round(round=opened, by=cast.second_officer, minutes=5)


@pytest.mark.parametrize("change", [pause, extend])
def test_a_close_is_overtaken_by_a_pause_or_another_deadline_and_a_void_is_not(
    cast: Cast, change: Callable[[Cast, Round], None]
) -> None:
    opened = cast.open_round(minutes=10)
    close = cast.proposes(ProposalKind.CLOSE_ROUND)
    void = cast.proposes(ProposalKind.VOID_ROUNDS, since=opened.version, reason=WHY)
    change(cast, opened)

    with pytest.raises(ProposalOvertaken):
        cast.approves(close)

    cast.approves(void)
    opened.refresh_from_db()
    assert opened.voided_at is not None


def test_the_tick_settles_what_was_overtaken_by_a_deadline(cast: Cast) -> None:
    opened = cast.open_round(minutes=10)
    close = cast.proposes(ProposalKind.CLOSE_ROUND)
    by_hand("rounds.deadline")
    Round.objects.filter(pk=opened.pk).update(deadline=timezone.now() - timedelta(seconds=1))
    assert selectors.open_proposals(cast.auction) == []

    tasks.tick()
    tasks.tick()

    assert status_of(close) == ProposalStatus.OVERTAKEN
    assert kinds(cast)[-2:] == [EntryKind.ROUND_CLOSED, EntryKind.PROPOSAL_OVERTAKEN]


def test_what_was_withdrawn_or_refused_is_not_approved(cast: Cast) -> None:
    withdrawn, refused = (cast.proposes(ProposalKind.OPEN_ROUND, minutes=minutes) for minutes in (5, 6))
    services.withdraw(proposal=withdrawn, by=cast.auctioneer)
    services.refuse(proposal=refused, by=cast.second_officer, reason=WHY)

    with pytest.raises(ProposalRefused, match="no longer open: it was withdrawn"):
        cast.approves(withdrawn)
    with pytest.raises(ProposalRefused, match="no longer open: it was refused"):
        cast.approves(refused)

    assert not Round.objects.exists()
    assert kinds(cast)[-2:] == [EntryKind.PROPOSAL_WITHDRAWN, EntryKind.PROPOSAL_REFUSED]
    assert last_entry(cast).body["reason"] == WHY


def test_only_who_proposed_it_withdraws_it_and_only_another_refuses_it(cast: Cast) -> None:
    proposal = cast.proposes(ProposalKind.OPEN_ROUND)

    with pytest.raises(ProposalRefused, match="Only who proposed it withdraws it"):
        services.withdraw(proposal=proposal, by=cast.second_officer)
    with pytest.raises(NeedsTwoOfficers, match="withdraw it"):
        services.refuse(proposal=proposal, by=cast.auctioneer, reason=WHY)
    with pytest.raises(StepRefused, match="Say why"):
        services.refuse(proposal=proposal, by=cast.second_officer, reason=" ")

    assert status_of(proposal) == ProposalStatus.OPEN


@pytest.mark.parametrize("seat", ["compliance", "auditor", "alpha.submitter", "alpha.viewer"])
def test_nobody_but_officers_proposes_approves_refuses_or_withdraws(cast: Cast, seat: str) -> None:
    proposal = cast.proposes(ProposalKind.OPEN_ROUND)
    somebody: Seat = cast.alpha.submitter if seat == "alpha.submitter" else cast.alpha.viewer
    somebody = getattr(cast, seat) if "." not in seat else somebody
    acts: list[Callable[[], object]] = [
        lambda: cast.proposes(ProposalKind.OPEN_ROUND, by=somebody),
        lambda: cast.approves(proposal, by=somebody),
        lambda: services.refuse(proposal=proposal, by=somebody, reason=WHY),
        lambda: services.withdraw(proposal=proposal, by=somebody),
    ]

    for act in acts:
        with pytest.raises(NotAnOfficer):
            act()

    assert kinds(cast) == [EntryKind.GENESIS, EntryKind.PROPOSED]


def test_officers_of_another_authority_have_no_say(cast: Cast) -> None:
    proposal = cast.proposes(ProposalKind.OPEN_ROUND)
    elsewhere = Seat(person=cast.outsider, organisation=cast.auditor.organisation, role=SeatRole.SECOND_OFFICER)

    with pytest.raises(NotAnOfficer):
        cast.approves(proposal, by=elsewhere)


def test_a_proposer_who_is_no_longer_an_officer_lends_no_eyes(cast: Cast) -> None:
    proposal = cast.proposes(ProposalKind.OPEN_ROUND)
    by_hand("proposals.proposed_by.role")
    Seat.objects.filter(pk=cast.auctioneer.pk).update(role=SeatRole.COMPLIANCE)

    with pytest.raises(NotAnOfficer):
        cast.approves(proposal)

    assert not Round.objects.exists()


def test_everything_twice_is_everything_once(cast: Cast) -> None:
    first, again = cast.proposes(ProposalKind.OPEN_ROUND), cast.proposes(ProposalKind.OPEN_ROUND)
    assert first == again
    approved, again = cast.approves(first), cast.approves(first)
    assert approved.decided_at == again.decided_at
    withdrawn = cast.proposes(ProposalKind.CLOSE_ROUND)
    for _ in range(2):
        services.withdraw(proposal=withdrawn, by=cast.auctioneer)
    refused = cast.proposes(ProposalKind.CLOSE_ROUND)
    for _ in range(2):
        services.refuse(proposal=refused, by=cast.second_officer, reason=WHY)

    assert kinds(cast) == [
        EntryKind.GENESIS,
        EntryKind.PROPOSED,
        EntryKind.ROUND_OPENED,
        EntryKind.PROPOSED,
        EntryKind.PROPOSAL_WITHDRAWN,
        EntryKind.PROPOSED,
        EntryKind.PROPOSAL_REFUSED,
    ]


def test_what_the_rules_do_not_allow_cannot_even_be_proposed(cast: Cast) -> None:
    with pytest.raises(StepRefused, match="No round is open"):
        cast.proposes(ProposalKind.CLOSE_ROUND)
    with pytest.raises(StepRefused, match="not finished"):
        cast.proposes(ProposalKind.PUBLISH_RESULT)
    with pytest.raises(StepRefused, match="No result waits"):
        cast.proposes(ProposalKind.CERTIFY_RESULT)
    with pytest.raises(StepRefused, match="voided before"):
        cast.proposes(ProposalKind.VOID_ROUNDS, since=1, reason=WHY)
    with pytest.raises(StepRefused, match="proposed as such"):
        cast.proposes(ProposalKind.DECIDE, decision="publish")

    assert kinds(cast) == [EntryKind.GENESIS]


def test_proposing_tries_the_act_and_leaves_nothing_of_it_behind(cast: Cast) -> None:
    cast.play_to_the_end()

    cast.proposes(ProposalKind.PUBLISH_RESULT)

    assert cast.auction.published_at is None
    assert last_entry(cast).kind == EntryKind.PROPOSED


@pytest.mark.parametrize("kind", sorted(OF_TWO_OFFICERS))
def test_no_entry_of_such_an_act_is_written_for_one_person(cast: Cast, kind: EntryKind) -> None:
    act = Decide(decision="end_clock") if kind is EntryKind.DECISION_TAKEN else CloseRound()

    with pytest.raises(NeedsTwoOfficers), transaction.atomic():
        write(cast.auction, kind, by=cast.auctioneer, act=act)

    assert kinds(cast) == [EntryKind.GENESIS]


def test_an_approval_of_one_person_cannot_be_made(cast: Cast) -> None:
    proposal = cast.proposes(ProposalKind.OPEN_ROUND)

    with pytest.raises(NeedsTwoOfficers):
        Approval(proposal, cast.auctioneer, timezone.now())


def test_the_services_have_no_verb_for_what_needs_two() -> None:
    assert set(services.__all__).isdisjoint(
        {"open_round", "close_round", "void_rounds", "decide", "certify_result", "publish_result"}
    )


def test_every_kind_has_its_act() -> None:
    assert set(ACTS) == set(ProposalKind)


def test_the_committed_seed_is_revealed_by_whoever_asks_for_the_outcome(cast: Cast) -> None:
    cast.play_clock()
    cast.play_supplementary()

    services.request_determination(auction=cast.auction, by=cast.auctioneer)

    body = last_entry(cast).body
    assert (body["act"]["decision"], body["by"]["person"]) == (REVEAL_SEED, "auctioneer")


def test_outside_demonstrations_neither_the_system_nor_a_simulated_officer_stands_in(cast: Cast) -> None:
    proposal = cast.proposes(ProposalKind.OPEN_ROUND)

    with pytest.raises(NeedsTwoOfficers, match="one officer proposes this and another approves"):
        act_of_the_system(auction=cast.auction, kind=ProposalKind.OPEN_ROUND)
    with pytest.raises(NeedsTwoOfficers, match="the second officer is a person"):
        approve_as_simulated_officer(proposal=proposal)

    assert not Round.objects.exists()


def waited(proposal: Proposal, *, seconds: int) -> None:
    by_hand("proposals.proposed_at")
    Proposal.objects.filter(pk=proposal.pk).update(proposed_at=timezone.now() - timedelta(seconds=seconds))


@pytest.mark.django_db
def test_in_a_demonstration_a_simulated_second_officer_approves_what_has_waited_long_enough() -> None:
    cast = assemble(demonstration=True)
    mark_seen(person=cast.auctioneer.person)
    proposal = cast.proposes(ProposalKind.OPEN_ROUND)
    tasks.tick()
    assert not Round.objects.exists()
    waited(proposal, seconds=11)

    tasks.tick()

    body = last_entry(cast).body
    assert (body["by"], body["simulated"]) == ({"system": "clearband"}, True)
    assert body["proposed_by"]["person"] == "auctioneer"
    assert (status_of(proposal), proposal.decided_by) == (ProposalStatus.APPROVED, None)


@pytest.mark.django_db
def test_while_a_second_officer_is_there_the_proposal_is_left_to_that_person() -> None:
    cast = assemble(demonstration=True)
    mark_seen(person=cast.second_officer.person)
    waited(cast.proposes(ProposalKind.OPEN_ROUND), seconds=60)

    tasks.tick()

    assert not Round.objects.exists()
