"""Nobody is told what is not theirs: not by facts, not by files, not by the journal."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from auctions import selectors
from auctions.formats.contract import Viewer
from auctions.rules.disclosure import Role
from tests.cast import BidderCast, Cast

PUBLIC = Viewer(Role.PUBLIC)
SECRET = {"A": 2, "B": 1}  # Alpha's package in the open round; nobody else bids
AMOUNT = 7654321  # Alpha's sealed bid: a number that is found nowhere else


def text(document: Any) -> str:
    return json.dumps(document, default=str)


def viewer(bidder: BidderCast) -> Viewer:
    return selectors.viewer_for(bidder.viewer, bidder.participant)


@pytest.fixture
def sealed(cast: Cast) -> Cast:
    """A supplementary round is open and Alpha has bid AMOUNT in it."""
    cast.play_clock()
    cast.open_round()
    cast.alpha.submits({"bids": [{"package": {"A": 1, "B": 1}, "amount": AMOUNT}]})
    return cast


OUTSIDERS: list[Callable[[Cast], Viewer]] = [
    lambda cast: PUBLIC,
    lambda cast: viewer(cast.beta),
    lambda cast: selectors.viewer_for(cast.auctioneer),
    lambda cast: selectors.viewer_for(cast.second_officer),
    lambda cast: selectors.viewer_for(cast.compliance),
    lambda cast: selectors.viewer_for(cast.auditor),
]


@pytest.mark.parametrize("whose", OUTSIDERS)
def test_the_content_of_a_sealed_bid_is_in_nobodys_facts_but_its_owners(
    sealed: Cast, whose: Callable[[Cast], Viewer]
) -> None:
    assert str(AMOUNT) not in text(selectors.facts(sealed.auction, whose(sealed)))


def test_the_owner_sees_its_standing_ballot(sealed: Cast) -> None:
    own = selectors.facts(sealed.auction, viewer(sealed.alpha))["own"]

    assert own["submitted"] is True
    assert own["ballot"] == {"bids": [{"package": {"A": 1, "B": 1}, "amount": AMOUNT}]}


def test_the_auctioneer_learns_who_has_submitted_and_not_what(sealed: Cast) -> None:
    status = selectors.submission_status(sealed.auction)

    assert [(row["bidder_id"], row["submitted"]) for row in status] == [
        ("Alpha", True),
        ("Beta", False),
        ("Gamma", False),
        ("Delta", False),
    ]
    assert status[0]["received_at"] is not None
    assert str(AMOUNT) not in text([{name: row[name] for name in ("bidder_id", "name", "submitted")} for row in status])


def test_the_journal_shows_of_an_open_rounds_bid_who_and_the_commitment_only(sealed: Cast) -> None:
    line = selectors.journal_entries(sealed.auction)[-1]

    assert line.sealed
    assert set(line.body) == {"by", "round", "commitment", "bidder"}
    sealed.close_round()
    opened = next(each for each in selectors.journal_entries(sealed.auction) if each.sequence == line.sequence)
    assert not opened.sealed
    assert opened.body["act"]["ballot"]["bids"][0]["amount"] == AMOUNT


def test_the_officers_file_stops_before_the_open_round_and_the_publics_has_no_acts(sealed: Cast) -> None:
    acts = selectors.auction_document(sealed.auction, public=False)["acts"]

    assert acts[-1]["act"] == "close_round"
    assert str(AMOUNT) not in text(acts)
    assert selectors.auction_document(sealed.auction, public=True)["acts"] == []


def test_the_seed_is_in_nothing_that_is_shown_before_it_is_revealed(sealed: Cast) -> None:
    seed = sealed.auction.seed
    shown = [selectors.facts(sealed.auction, whose(sealed)) for whose in OUTSIDERS]
    shown += [selectors.auction_document(sealed.auction, public=public) for public in (True, False)]
    shown += [line.body for line in selectors.journal_entries(sealed.auction)]

    assert seed
    assert seed not in text(shown)


def test_winners_learn_their_part_when_the_next_round_opens_and_nobody_before(sealed: Cast) -> None:
    sealed.close_round()
    sealed.determine()
    own = selectors.facts(sealed.auction, viewer(sealed.alpha))["own"]
    assert (own["result"], own["assignment"]) == (None, None)

    sealed.open_round()

    own = selectors.facts(sealed.auction, viewer(sealed.alpha))["own"]
    assert own["result"]["package"] == {"A": 1, "B": 1}
    assert own["assignment"]["won"] == {"A": 1, "B": 1}
    assert selectors.facts(sealed.auction, viewer(sealed.delta))["own"]["result"] is None


def test_the_whole_result_is_the_officers_until_it_is_published(cast: Cast) -> None:
    cast.play_to_the_end()
    for whose in (PUBLIC, viewer(cast.alpha), viewer(cast.delta)):
        known = selectors.facts(cast.auction, whose)
        assert (known["principal"], known["assignment"], known["total"]) == (None, None, None)
        assert selectors.result_documents(cast.auction, whose) == {}
    assert selectors.facts(cast.auction, viewer(cast.alpha))["own"]["result"] is None
    assert selectors.facts(cast.auction, selectors.viewer_for(cast.auctioneer))["principal"]["winners"]
    officers = selectors.result_documents(cast.auction, selectors.viewer_for(cast.auctioneer))
    assert set(officers) == {"principal", "assignment"}

    cast.publish()

    cast.auction.refresh_from_db()
    for whose in (PUBLIC, viewer(cast.alpha), viewer(cast.delta)):
        assert selectors.facts(cast.auction, whose)["principal"]["winners"]
        assert selectors.result_documents(cast.auction, whose) == officers
    assert selectors.facts(cast.auction, viewer(cast.alpha))["own"]["result"]["total_price"] == 15
    assert selectors.auction_document(cast.auction, public=True)["acts"]


def test_demand_is_told_in_total_and_never_by_bidder(cast: Cast) -> None:
    cast.play_round(alpha=SECRET, beta={"A": 2})

    for whose in (PUBLIC, viewer(cast.gamma)):
        known = selectors.facts(cast.auction, whose)
        assert "bidders" not in known
        assert text(SECRET) not in text(known)
    assert selectors.facts(cast.auction, viewer(cast.gamma))["rounds"][0]["demand"] == {"A": 4, "B": 1}


def test_a_seat_looks_as_its_role_and_only_for_its_own_participant(cast: Cast) -> None:
    assert selectors.viewer_for(None) == PUBLIC
    assert viewer(cast.alpha) == Viewer(Role.BIDDER, "Alpha")
    assert selectors.viewer_for(cast.alpha.submitter, cast.beta.participant) == PUBLIC
    assert selectors.viewer_for(cast.alpha.submitter) == PUBLIC
    assert selectors.viewer_for(cast.auctioneer) == Viewer(Role.AUCTIONEER)
    assert selectors.viewer_for(cast.second_officer) == Viewer(Role.AUCTIONEER)
    assert selectors.viewer_for(cast.compliance) == Viewer(Role.COMPLIANCE)
    assert selectors.viewer_for(cast.auditor) == Viewer(Role.AUDITOR)
