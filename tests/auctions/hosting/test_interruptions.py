"""Pausing a round, resuming it, voiding rounds and going on from the boundary before them. Nothing is deleted."""

from datetime import timedelta

import pytest
from django.utils import timezone

from auctions import history, selectors, services, tasks
from auctions.demonstration import simulated_people
from auctions.errors import NoOpenRound, NotAnOfficer, StaleForm, StepRefused
from auctions.formats.__main__ import result_document
from auctions.formats.contract import Status, Viewer
from auctions.history import history_of
from auctions.models import Bid, ProposalKind, Round, Solve, SolveStatus
from auctions.record import EntryKind
from auctions.rules.disclosure import Role
from journal.models import Entry
from journal.selectors import breaks_of, entries_of
from tests.cast import Cast
from tests.tripwire import by_hand

WHY = "the bidding system could not be reached from Avon"


def pause(cast: Cast, opened: Round) -> Round:
    return services.pause_round(round=opened, by=cast.auctioneer, reason=WHY)


def void(cast: Cast, since: Round) -> list[Round]:
    """Void the round and those after it; they are returned."""
    before = set(Round.objects.exclude(voided_at=None))
    cast.void_rounds(since, reason=WHY)
    return [each for each in Round.objects.exclude(voided_at=None) if each not in before]


def last_entry(cast: Cast) -> Entry:
    return entries_of(cast.auction.chain).reverse()[0]


def time_passes(seconds: int) -> None:
    """The open round was opened, and paused, that much earlier."""
    by_hand("rounds.opened_at", "rounds.deadline", "rounds.paused_at")
    for each in Round.objects.filter(closed_at=None):
        by = timedelta(seconds=seconds)
        each.opened_at -= by
        each.deadline = each.deadline - by if each.deadline else None
        each.paused_at = each.paused_at - by if each.paused_at else None
        each.save()


def test_while_a_round_is_paused_no_bid_is_taken_and_its_deadline_does_not_come(cast: Cast) -> None:
    opened = cast.open_round(minutes=10)
    pause(cast, opened)
    time_passes(3600)

    tasks.tick()

    with pytest.raises(NoOpenRound, match="Clock round 1 is paused: bids are taken again once the auctioneer resumes"):
        cast.alpha.bids({"A": 1})
    shown = selectors.clock(selectors.open_round_of(cast.auction))
    assert (shown["paused"], shown["deadline"]) == (True, None)
    assert 598 <= shown["seconds_left"] <= 600


def test_a_resumed_round_has_the_time_that_was_left(cast: Cast) -> None:
    opened = cast.open_round(minutes=10)
    paused = pause(cast, opened)
    time_passes(3600)

    resumed = services.resume_round(round=opened, by=cast.second_officer)

    assert resumed.deadline is not None and resumed.paused_at is None and paused.paused_at is not None
    assert timedelta(minutes=9, seconds=50) < resumed.deadline - timezone.now() <= timedelta(minutes=10)
    assert (resumed.version, resumed.prices_hash) == (opened.version, opened.prices_hash)
    assert cast.alpha.bids({"A": 1}).round == opened


def test_the_record_says_who_paused_and_resumed_when_and_why(cast: Cast) -> None:
    opened = cast.open_round(minutes=10)
    paused = pause(cast, opened)
    entry = last_entry(cast)
    assert (entry.kind, entry.body["by"]["person"], entry.body["reason"]) == ("round_paused", "auctioneer", WHY)

    resumed = services.resume_round(round=opened, by=cast.second_officer)

    entry = last_entry(cast)
    assert (entry.kind, entry.body["by"]["person"]) == ("round_resumed", "officer2")
    assert entry.body["round"] == {"stage": "clock", "number": 1}
    assert resumed.deadline is not None and opened.deadline is not None and paused.paused_at is not None
    assert resumed.deadline > opened.deadline


def test_pausing_and_resuming_twice_is_doing_it_once(cast: Cast) -> None:
    opened = cast.open_round(minutes=10)
    first, again = pause(cast, opened), pause(cast, opened)
    assert first.paused_at == again.paused_at
    resumed = services.resume_round(round=opened, by=cast.auctioneer)

    assert services.resume_round(round=opened, by=cast.auctioneer).deadline == resumed.deadline
    kinds = [entry.kind for entry in entries_of(cast.auction.chain)]
    assert kinds[-2:] == [EntryKind.ROUND_PAUSED, EntryKind.ROUND_RESUMED]


def test_a_round_without_a_deadline_is_paused_and_resumed_without_one(cast: Cast) -> None:
    opened = cast.open_round()
    by_hand("rounds.deadline")
    Round.objects.update(deadline=None)
    pause(cast, opened)

    assert services.resume_round(round=opened, by=cast.auctioneer).deadline is None


def test_a_paused_round_may_be_extended_but_not_closed(cast: Cast) -> None:
    opened = cast.open_round(minutes=10)
    pause(cast, opened)
    with pytest.raises(StepRefused, match="paused: resume it before it is closed"):
        cast.close_round()

    services.extend_round(round=opened, by=cast.auctioneer, minutes=5)

    assert 898 <= selectors.clock(selectors.open_round_of(cast.auction))["seconds_left"] <= 900


def test_a_round_that_is_over_is_neither_paused_nor_resumed(cast: Cast) -> None:
    opened = cast.open_round(minutes=10)
    time_passes(601)
    with pytest.raises(StepRefused, match="over; it cannot be paused"):
        pause(cast, opened)
    tasks.tick()

    with pytest.raises(StepRefused, match="closed; it cannot be resumed"):
        services.resume_round(round=opened, by=cast.auctioneer)


def test_simulated_people_wait_while_a_round_is_paused(cast: Cast) -> None:
    opened = cast.open_round()
    pause(cast, opened)
    by_hand("participants.autopilot")
    cast.auction.participants.update(autopilot=True, handed_over=True)
    by_hand("participants.handed_over")
    time_passes(60)

    simulated_people.play(cast.auction)

    assert not Bid.objects.exists()


def test_voiding_the_open_round_leads_back_to_the_boundary_before_it(cast: Cast) -> None:
    first = cast.play_round(alpha={"A": 2}, beta={"A": 1})
    before = history_of(cast.auction).state
    second = cast.open_round()
    cast.alpha.bids({"A": 1})

    (voided,) = void(cast, second)

    assert history_of(cast.auction).state == before
    assert selectors.phase(cast.auction).status is Status.WAITING
    assert voided.voided_at is not None and voided.closed_at == voided.voided_at
    first.refresh_from_db()
    assert first.voided_at is None


def test_the_round_is_held_again_under_its_number_and_the_voided_bids_are_kept(cast: Cast) -> None:
    first = cast.open_round()
    lost = cast.alpha.bids({"A": 2})
    void(cast, first)

    again = cast.open_round()
    cast.alpha.bids({"A": 1})
    cast.close_round()

    assert (again.stage, again.number, again.version) == (first.stage, first.number, 2)
    assert [(bid.round.version, bid.ballot) for bid in Bid.objects.order_by("sequence")] == [
        (1, {"package": {"A": 2}}),
        (2, {"package": {"A": 1}}),
    ]
    lost.refresh_from_db()
    assert lost.receipt["chain_head"] == Entry.objects.get(chain=cast.auction.chain, sequence=lost.sequence).hash
    assert selectors.facts(cast.auction, Viewer(Role.AUCTIONEER))["rounds"][0]["demand"] == {"A": 1, "B": 0}


def test_a_form_of_the_voided_round_does_not_bid_in_the_one_that_is_held_again(cast: Cast) -> None:
    first = cast.open_round()
    void(cast, first)
    with pytest.raises(NoOpenRound, match="Clock round 1 was voided"):
        cast.alpha.submits({"package": {"A": 1}}, form_of=first)
    cast.open_round()

    with pytest.raises(StaleForm, match="made for another round"):
        cast.alpha.submits({"package": {"A": 1}}, form_of=first)


@pytest.mark.parametrize("version", [1, 2, 3, 4])
def test_an_auction_goes_on_from_any_round_boundary_to_the_same_result(cast: Cast, version: int) -> None:
    cast.play_to_the_end()
    outcome = selectors.facts(cast.auction, Viewer(Role.AUCTIONEER))["principal"]["winners"]

    voided = void(cast, Round.objects.get(version=version))
    assert [each.version for each in voided] == list(range(version, 5))
    play_on(cast, from_version=version)

    assert selectors.facts(cast.auction, Viewer(Role.AUCTIONEER))["principal"]["winners"] == outcome
    assert Round.objects.filter(voided_at=None).count() == 4
    assert Round.objects.count() == 4 + (5 - version)
    assert list(breaks_of(cast.auction.chain)) == []


def play_on(cast: Cast, *, from_version: int) -> None:
    """What ``play_to_the_end`` plays, from its round of that number on."""
    if from_version <= 1:
        cast.play_round(alpha={"A": 1, "B": 1}, beta={"A": 1}, gamma={"A": 1})
    if from_version <= 2:
        cast.play_round(alpha={"A": 1, "B": 1}, beta={"A": 1}, gamma={})
    if from_version <= 3:
        cast.play_supplementary()
        cast.determine()
    cast.open_round()
    cast.close_round()
    cast.determine()


def test_voiding_again_after_a_second_course_leads_to_the_boundary_of_that_course(cast: Cast) -> None:
    void(cast, cast.play_round(alpha={"A": 2}))
    second_course = cast.play_round(alpha={"A": 1, "B": 1}, beta={"A": 2})
    third = cast.open_round()

    void(cast, third)

    assert [each["demand"] for each in selectors.facts(cast.auction, Viewer(Role.AUCTIONEER))["rounds"]] == [
        {"A": 3, "B": 1}
    ]
    second_course.refresh_from_db()
    assert second_course.voided_at is None


def test_results_of_voided_rounds_no_longer_count_and_computations_in_hand_end(cast: Cast) -> None:
    cast.play_clock()
    cast.play_supplementary()
    cast.determine()
    officer = Viewer(Role.AUCTIONEER)
    assert set(selectors.result_documents(cast.auction, officer)) == {"principal"}

    void(cast, Round.objects.get(stage="supplementary"))
    cast.play_supplementary()
    asked = services.request_determination(auction=cast.auction, by=cast.auctioneer)
    void(cast, Round.objects.get(stage="supplementary", voided_at=None))

    assert selectors.result_documents(cast.auction, officer) == {}
    assert list(Solve.objects.values_list("status", flat=True)) == [SolveStatus.VOIDED, SolveStatus.FAILED]
    tasks.determine_winners(asked.pk)
    assert selectors.phase(cast.auction).status is Status.WAITING


def test_the_file_of_the_auction_has_only_what_counts_and_replays_to_the_same_result(cast: Cast) -> None:
    void(cast, cast.play_round(alpha={"A": 2}, beta={"A": 2}))
    cast.play_to_the_end()
    cast.publish()
    cast.auction.refresh_from_db()

    replayed = result_document(selectors.auction_document(cast.auction, public=True))

    current = history_of(cast.auction)
    hosted = current.format.report(current.state)
    assert {name: replayed[name] for name in hosted} == hosted


def test_a_process_that_remembers_the_voided_rounds_and_one_that_starts_anew_agree(cast: Cast) -> None:
    cast.play_round(alpha={"A": 2}, beta={"A": 1})
    void(cast, cast.play_round(alpha={"A": 2}, beta={"A": 1}))
    remembered = history_of(cast.auction)
    history.forget()

    assert history_of(cast.auction) == remembered


def test_bids_of_a_round_that_was_voided_before_it_closed_stay_sealed(cast: Cast) -> None:
    closed = cast.play_round(alpha={"A": 2}, beta={"A": 1})
    opened = cast.open_round()
    cast.alpha.bids({"A": 1})
    void(cast, opened)
    void(cast, closed)
    cast.open_round()

    sealed = [line.sealed for line in selectors.journal_entries(cast.auction) if line.kind == EntryKind.BID_PLACED]

    assert sealed == [False, False, True]


def test_what_is_void_or_published_is_not_voided_again(cast: Cast) -> None:
    first = cast.open_round()
    void(cast, first)
    with pytest.raises(StepRefused, match="was voided before"):
        void(cast, first)
    cast.play_to_the_end()
    cast.publish()

    with pytest.raises(StepRefused, match="The result is published"):
        void(cast, Round.objects.get(version=3))


def test_the_record_names_the_voided_rounds_and_the_reason(cast: Cast) -> None:
    first = cast.play_round(alpha={"A": 2}, beta={"A": 1})
    cast.open_round()

    void(cast, first)

    body = last_entry(cast).body
    assert [(each["number"], each["version"]) for each in body["rounds"]] == [(1, 1), (2, 2)]
    assert (body["from_sequence"], body["reason"]) == (3, WHY)
    assert (body["proposed_by"]["person"], body["by"]["person"]) == ("auctioneer", "officer2")


def test_only_officers_interrupt_and_they_say_why(cast: Cast) -> None:
    opened = cast.open_round()
    for seat in (cast.alpha.submitter, cast.compliance, cast.auditor):
        with pytest.raises(NotAnOfficer):
            services.pause_round(round=opened, by=seat, reason=WHY)
        with pytest.raises(NotAnOfficer):
            services.resume_round(round=opened, by=seat)
        with pytest.raises(NotAnOfficer):
            cast.proposes(ProposalKind.VOID_ROUNDS, by=seat, since=opened.version, reason=WHY)
    with pytest.raises(StepRefused, match="Say why"):
        services.pause_round(round=opened, by=cast.auctioneer, reason=" ")
    with pytest.raises(StepRefused, match="Say why"):
        cast.void_rounds(opened, reason="")
    assert last_entry(cast).kind == EntryKind.ROUND_OPENED
