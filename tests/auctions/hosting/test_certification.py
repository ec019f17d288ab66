"""A result is verified by another method and certified by two officers before anything is built on it."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from celery.signals import after_task_publish
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from auctions import selectors, services, tasks
from auctions.errors import ProposalOvertaken, StepRefused
from auctions.models import ProposalKind, Round, Solve, SolveStatus, VerificationStatus
from auctions.record import EntryKind
from auctions.second_method import recomputed
from auctions.services import certification, determination
from journal.canonical import digest
from journal.selectors import entries_of
from tests.cast import Cast
from tests.tripwire import by_hand

CHECKOUT = Path(__file__).parents[3]
CERTIFY, OPEN, PUBLISH = ProposalKind.CERTIFY_RESULT, ProposalKind.OPEN_ROUND, ProposalKind.PUBLISH_RESULT


@pytest.fixture
def computed(cast: Cast) -> Cast:
    """Winners and base prices are computed, and not yet verified."""
    cast.play_clock()
    cast.play_supplementary()
    cast.compute()
    return cast


def solve_of(cast: Cast) -> Solve:
    return Solve.objects.filter(auction=cast.auction).latest("pk")


def found(cast: Cast, **answer: Any) -> None:
    """A worker's verification ends with this answer."""
    certification.start_verification(solve_id=solve_of(cast).pk)
    certification.finish_verification(solve_id=solve_of(cast).pk, found=answer)


def test_a_result_is_queued_for_verification_when_it_is_recorded(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    queue: list[str] = []
    after_task_publish.connect(note := lambda sender, **_: queue.append(sender), weak=False)
    cast.play_clock()
    cast.play_supplementary()

    with django_capture_on_commit_callbacks(execute=True):
        cast.compute()

    after_task_publish.disconnect(note)
    assert queue[-1] == tasks.verify_result.name
    assert solve_of(cast).verification_status == VerificationStatus.QUEUED


def test_the_worker_computes_it_again_by_another_method_and_stores_what_it_found(computed: Cast) -> None:
    tasks.verify_result(solve_of(computed).pk)

    solve = solve_of(computed)
    assert solve.result is not None and solve.verification is not None
    assert solve.verification_status == VerificationStatus.AGREES
    assert solve.verification["method"] != solve.result["method"]
    assert (solve.verification["agrees"], solve.verification["differences"]) == (True, [])
    assert set(solve.verification["versions"]) == {"highspy", "numpy", "PuLP"}
    assert solve.verification["started_at"] <= solve.verification["finished_at"]


def test_a_second_run_of_a_verification_changes_nothing(computed: Cast) -> None:
    found(computed, method="dynamic", agrees=True, differences=[], versions={})
    before = solve_of(computed).verification

    tasks.verify_result(solve_of(computed).pk)

    assert solve_of(computed).verification == before


def test_a_result_that_another_method_contradicts_is_told_where(computed: Cast) -> None:
    solve = solve_of(computed)
    assert solve.result is not None
    wrong = {**solve.result, "value": solve.result["value"] + 1}

    answer = recomputed(solve.case, wrong)

    assert answer["agrees"] is False
    assert answer["differences"] == [{"what": "value", "stated": wrong["value"], "recomputed": solve.result["value"]}]


def test_the_assignment_is_verified_in_the_same_way(computed: Cast) -> None:
    computed.verify()
    computed.does(CERTIFY)
    computed.open_round()
    computed.close_round()
    computed.compute()
    solve = solve_of(computed)
    assert solve.stage == "plan" and solve.result is not None

    assert recomputed(solve.case, solve.result)["agrees"] is True
    wrong = {**solve.result, "value": solve.result["value"] + 1}
    assert recomputed(solve.case, wrong)["agrees"] is False


def test_as_a_process_of_its_own_it_prints_the_same_and_refuses_in_one_line(computed: Cast) -> None:
    solve = solve_of(computed)

    def run(text: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "auctions.second_method"]
        return subprocess.run(command, input=text, capture_output=True, text=True, cwd=CHECKOUT, check=False)

    printed = run(json.dumps({"case": solve.case, "result": solve.result}))
    refused = run(json.dumps({"case": solve.case, "result": {}}))

    assert json.loads(printed.stdout) == recomputed(solve.case, solve.result or {})
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"error": "It was not verified within 1 seconds."}, "was not verified by another method"),
        (
            {"method": "milp", "agrees": False, "differences": [{"what": "value"}], "versions": {}},
            "Another method came to another result",
        ),
        (None, "still being verified"),
    ],
)
def test_without_a_second_method_that_agrees_it_is_not_certified(
    computed: Cast, answer: dict[str, Any] | None, reason: str
) -> None:
    if answer is not None:
        found(computed, **answer)

    with pytest.raises(StepRefused, match=reason):
        computed.proposes(CERTIFY)


def test_a_result_that_is_not_proved_optimal_is_not_certified(computed: Cast) -> None:
    computed.verify()
    by_hand("results.result.proved_optimal")
    solve = solve_of(computed)
    Solve.objects.filter(pk=solve.pk).update(result={**(solve.result or {}), "proved_optimal": False})

    with pytest.raises(StepRefused, match="not proved optimal"):
        computed.proposes(CERTIFY)


def test_a_verification_that_takes_too_long_is_ended_and_may_be_asked_for_again(
    computed: Cast, settings: Settings
) -> None:
    settings.VERIFY_WITHIN = 0.01
    tasks.verify_result(solve_of(computed).pk)
    assert solve_of(computed).verification_status == VerificationStatus.NONE
    assert solve_of(computed).verification["error"] == "It was not verified within 0.01 seconds."  # type: ignore[index]
    settings.VERIFY_WITHIN = 60

    services.request_verification(auction=computed.auction, by=computed.second_officer)
    services.request_verification(auction=computed.auction, by=computed.auctioneer)
    tasks.verify_result(solve_of(computed).pk)

    assert solve_of(computed).verification_status == VerificationStatus.AGREES
    with pytest.raises(StepRefused, match="The result was verified"):
        services.request_verification(auction=computed.auction, by=computed.auctioneer)


def test_a_verification_whose_worker_was_killed_is_started_again_by_the_tick(computed: Cast) -> None:
    solve = solve_of(computed)
    assert certification.start_verification(solve_id=solve.pk) is not None
    assert certification.start_verification(solve_id=solve.pk) is None
    determination.keep_alive(solve_id=solve.pk)
    assert determination.restart_silent_solves() == 0
    Solve.objects.filter(pk=solve.pk).update(heard_from_at=timezone.now() - timedelta(seconds=60))

    assert determination.restart_silent_solves() == 1

    assert solve_of(computed).verification_status == VerificationStatus.QUEUED
    assert solve_of(computed).status == SolveStatus.DONE


def test_the_certificate_names_both_people_the_hashes_and_the_verification(computed: Cast) -> None:
    computed.verify()
    solve = solve_of(computed)

    computed.does(CERTIFY)

    body = entries_of(computed.auction.chain).get(kind=EntryKind.RESULT_CERTIFIED).body
    assert (body["proposed_by"]["person"], body["by"]["person"]) == ("auctioneer", "officer2")
    assert (body["stage"], body["input_hash"]) == ("principal", solve.input_hash)
    assert body["result_hash"] == digest(solve.result or {})
    assert body["verification"] == solve.verification
    assert solve_of(computed).certified_at is not None


def test_it_is_certified_as_it_was_proposed_or_not_at_all(computed: Cast) -> None:
    computed.verify()
    proposal = computed.proposes(CERTIFY)
    Solve.objects.update(verification={"method": "milp", "agrees": True})

    with pytest.raises(StepRefused, match="is not the one that was proposed"):
        computed.approves(proposal)

    assert solve_of(computed).certified_at is None


def test_the_next_round_is_opened_only_on_a_certified_result(computed: Cast) -> None:
    computed.verify()
    with pytest.raises(StepRefused, match="The result of the principal stage is not certified yet"):
        computed.proposes(OPEN)

    computed.does(CERTIFY)

    assert computed.open_round().stage == "assignment"


def test_the_whole_is_published_only_once_every_result_is_certified(computed: Cast) -> None:
    computed.verify()
    computed.does(CERTIFY)
    computed.open_round()
    computed.close_round()
    computed.compute()
    with pytest.raises(StepRefused, match="The result of the plan stage is not certified yet"):
        computed.proposes(PUBLISH)
    computed.verify()
    computed.does(CERTIFY)

    computed.publish()

    assert computed.auction.published_at is not None
    assert Solve.objects.filter(certified_at=None).count() == 0


def test_voiding_sets_the_certificate_aside_with_the_result(computed: Cast) -> None:
    computed.verify()
    computed.does(CERTIFY)
    computed.void_rounds(Round.objects.get(stage="supplementary"))
    assert selectors.standing_results(computed.auction).count() == 0

    computed.play_supplementary()
    computed.compute()

    with pytest.raises(StepRefused, match="still being verified"):
        computed.proposes(CERTIFY)
    with pytest.raises(StepRefused, match="not certified yet"):
        computed.proposes(OPEN)


def test_a_certificate_proposed_before_the_rounds_were_voided_is_overtaken(computed: Cast) -> None:
    computed.verify()
    proposal = computed.proposes(CERTIFY)
    computed.void_rounds(Round.objects.get(stage="supplementary"))

    with pytest.raises(ProposalOvertaken):
        computed.approves(proposal)

    assert not entries_of(computed.auction.chain).filter(kind=EntryKind.RESULT_CERTIFIED).exists()
