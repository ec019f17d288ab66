"""The pages of a proposal: both officers see what waits and what it would do; one approves, refuses or withdraws."""

import pytest
from django.test import Client
from django.urls import reverse

from auctions import selectors
from auctions.models import ProposalKind, ProposalStatus, Round
from auctions.services import certification
from bidders.services import mark_seen
from portals.regulator.proposal_words import WORDS
from portals.templatetags.portal_words import PROPOSALS, SETTLED
from tests.cast import Cast
from tests.portals.regulator.officer import Officer

OPEN = ProposalKind.OPEN_ROUND
WHY = "Not before ten o'clock"


def test_the_control_room_shows_both_what_waits_in_figures_by_whom_and_when(
    cast: Cast, auctioneer: Officer, second_officer: Officer
) -> None:
    proposal = cast.proposes(OPEN, minutes=20)
    told = (
        "Open clock round 1 Prices a lot, EUR A 10, B 5 Open for 20 minutes"
        f" Proposed by auctioneer at {proposal.proposed_at:%H:%M:%S} · {proposal.hash[:12]}"
    )

    own, others = auctioneer.sees("control_room"), second_officer.sees("control_room")

    assert told in own.text and told in others.text
    assert "waiting for a second officer" in own.text and "Look at it or withdraw" in own.text
    assert "Review and decide" in others.text


def test_it_comes_to_the_control_room_by_the_part_that_polls(cast: Cast, second_officer: Officer) -> None:
    url = reverse("regulator:live", args=[cast.auction.slug])
    tag = second_officer.client.get(url).headers["ETag"]
    cast.proposes(OPEN)

    polled = second_officer.client.get(url, headers={"If-None-Match": tag})
    again = second_officer.client.get(url, headers={"If-None-Match": polled.headers["ETag"]})

    assert (polled.status_code, again.status_code) == (200, 304)
    assert "Open clock round 1" in polled.content.decode()


def test_the_second_officer_sees_the_prices_beside_the_last_ones_and_approves(
    cast: Cast, second_officer: Officer
) -> None:
    cast.play_round(alpha={"A": 2, "B": 1}, beta={"A": 1})
    proposal = cast.proposes(OPEN, prices={"A": 14, "B": 5})

    asked = second_officer.sees_proposal()
    done = second_officer.approves()

    assert "A 10 14 4 40.0 B 5 5 0 0.0" in asked.text
    assert proposal.hash in asked.text
    assert done.address == "/regulator/two-bands/"
    assert "Approved and done: Open clock round 2." in second_officer.sees("control_room").text
    opened = selectors.open_round_of(cast.auction)
    assert opened is not None and opened.prices == {"A": 14, "B": 5}


def test_the_proposer_is_offered_to_withdraw_and_not_to_approve(cast: Cast, auctioneer: Officer) -> None:
    cast.proposes(OPEN)
    page = auctioneer.sees_proposal()
    assert "Another officer has to approve it." in page.text
    assert "/approve/" not in page.html and "/refuse/" not in page.html

    auctioneer.settles("withdraw")

    assert "The proposal is withdrawn." in auctioneer.sees("control_room").text
    assert "Open clock round 1 auctioneer" in auctioneer.sees("proposals").text
    assert auctioneer.waiting == []


def test_a_proposer_who_sends_the_approval_all_the_same_is_refused(cast: Cast, auctioneer: Officer) -> None:
    proposal = cast.proposes(OPEN)

    refused = auctioneer.settles("approve", hash=proposal.hash)

    assert refused.status == 409
    assert "You proposed this yourself: another officer has to approve it." in refused.text
    assert not Round.objects.exists()


def test_an_approval_of_another_hash_is_refused(cast: Cast, second_officer: Officer) -> None:
    cast.proposes(OPEN)

    for wrong in ("", "0" * 64):
        refused = second_officer.settles("approve", hash=wrong)
        assert refused.status == 409
        assert "This is not what was proposed: look at the proposal again. Nothing was done." in refused.text

    assert not Round.objects.exists()


def test_refusing_needs_a_reason_which_both_read_on_the_record(
    cast: Cast, auctioneer: Officer, second_officer: Officer
) -> None:
    proposal = cast.proposes(OPEN)
    assert second_officer.settles("refuse", reason="").status == 409

    second_officer.settles("refuse", reason=WHY)

    proposal.refresh_from_db()
    assert proposal.status == ProposalStatus.REFUSED
    assert f"refused by officer2, {proposal.decided_at:%-d %b, %H:%M:%S}: {WHY}" in auctioneer.sees("proposals").text


def test_what_the_auction_has_overtaken_leaves_the_queue_and_stays_on_the_record(
    cast: Cast, second_officer: Officer
) -> None:
    early = cast.proposes(OPEN, minutes=5)
    cast.open_round()
    assert second_officer.waiting == []
    assert "It can no longer be approved." in second_officer.sees_proposal(early.sequence).text

    refused = second_officer.settles("approve", early.sequence, hash=early.hash)

    assert refused.status == 409
    assert "The auction has moved on since this was proposed. Nothing was done." in refused.text
    assert "overtaken by the auction" in second_officer.sees("proposals").text


def test_approving_twice_is_approving_once(cast: Cast, second_officer: Officer) -> None:
    proposal = cast.proposes(OPEN)

    answers = [second_officer.settles("approve", proposal.sequence, hash=proposal.hash) for _ in range(2)]

    assert [answer.status for answer in answers] == [302, 302]
    assert Round.objects.count() == 1


def test_a_close_shows_the_second_officer_who_has_submitted_nothing(cast: Cast, second_officer: Officer) -> None:
    cast.open_round()
    cast.alpha.bids({"A": 1})
    cast.proposes(ProposalKind.CLOSE_ROUND)

    asked = second_officer.sees_proposal().text

    assert "Close clock round 1? Submitted so far 1 of 4 bidders" in asked
    assert "3 bidders have submitted nothing in this round: Beta Gamma Delta" in asked


def test_certifying_shows_both_the_totals_and_what_another_method_found(
    cast: Cast, auctioneer: Officer, second_officer: Officer
) -> None:
    cast.play_clock()
    cast.play_supplementary()
    cast.compute()
    assert "Being computed again by another method." in auctioneer.sees("live").text
    assert "Certify the result" not in auctioneer.sees("control_room").links
    cast.verify()

    question = auctioneer.sees("certify")
    auctioneer.sends("certify", question.fields)
    asked = second_officer.sees_proposal()
    second_officer.approves()

    assert "EUR 25 to be paid by 2 winners" in question.text
    assert "Computed again by another method the same result" in question.text
    assert "Certify winners and base prices? To be paid in all EUR 25 Winners 2 Computed again by" in asked.text
    assert "Alpha 1 × A, 1 × B 15 Beta 1 × A 10" in asked.text
    assert "Open the assignment round" in auctioneer.sees("control_room").links


def test_a_verification_that_failed_may_be_asked_for_again_by_one_officer(cast: Cast, auctioneer: Officer) -> None:
    cast.play_clock()
    cast.play_supplementary()
    cast.compute()
    solve = selectors.uncertified_result(cast.auction)
    assert solve is not None
    certification.start_verification(solve_id=solve.pk)
    certification.finish_verification(solve_id=solve.pk, found={"error": "It was not verified within 5 seconds."})
    assert "Not verified by another method. It was not verified within 5 seconds." in auctioneer.sees("live").text

    auctioneer.does("verify")

    assert "Being computed again by another method." in auctioneer.sees("live").text


def test_the_page_says_beforehand_that_a_simulated_officer_stands_in_in_a_demonstration(
    cast: Cast, auctioneer: Officer
) -> None:
    cast.open_round()
    assert "a simulated one approves after about 10 seconds" in auctioneer.sees("close").text
    auctioneer.does("close")
    assert "none is signed in, so a simulated one approves after about 10 seconds" in auctioneer.sees("live").text

    mark_seen(person=cast.second_officer.person)

    assert "officer2 signed in" in auctioneer.sees("live").text


@pytest.mark.parametrize("verb", ["approve", "refuse", "withdraw"])
def test_others_find_no_proposal_to_settle(cast: Cast, verb: str) -> None:
    proposal = cast.proposes(OPEN)
    for person, status in (
        (cast.alpha.submitter.person, 404),
        (cast.auditor.person, 404),
        (cast.compliance.person, 403),
    ):
        client = Client()
        client.force_login(person)
        sent = client.post(
            reverse(f"regulator:{verb}", args=[cast.auction.slug, proposal.sequence]),
            {"hash": proposal.hash, "reason": WHY},
        )
        assert sent.status_code == status

    proposal.refresh_from_db()
    assert proposal.status == ProposalStatus.OPEN


def test_every_kind_of_proposal_has_its_words() -> None:
    assert set(WORDS) == set(PROPOSALS) == set(ProposalKind)
    assert set(SETTLED) == set(ProposalStatus)


def test_a_proposal_that_does_not_exist_is_not_found(second_officer: Officer) -> None:
    assert second_officer.sees_proposal(99).status == 404
