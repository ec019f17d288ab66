"""A mock auction: the same rules and people, never mistaken for the real one."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from auctions import selectors, services
from auctions.demonstration import simulated_people
from auctions.drafts import hosting
from auctions.errors import NeedsTwoOfficers
from auctions.models import Auction, ProposalKind, Round
from auctions.services.proposals import act_of_the_system
from bidders.models import Seat
from journal.selectors import entries_of
from tests.portals.regulator.drafts.desk import Writer
from tests.tripwire import by_hand


def mock_of(writer: Writer, **form: str) -> Auction:
    assert writer.sends("mock", **form).status == 200
    return Auction.objects.exclude(mock_of="").latest("pk")


def test_a_mock_has_the_same_rules_but_for_title_notice_and_seed(writer: Writer) -> None:
    writer.sends("commit")
    mock = mock_of(writer)

    real, played = writer.content["rulebook"], mock.document["rulebook"]
    assert {name for name in real if real[name] != played[name]} == {"title", "notice", "seed_commitment"}
    assert (mock.slug, mock.title, mock.mock_of) == ("two-bands-mock-1", "MOCK 1: Two bands", "two-bands")
    assert writer.draft is not None and mock.seed not in {"", writer.draft.seed}
    assert entries_of(mock.chain)[0].body["mock_of"] == "two-bands"


def test_a_mock_is_marked_on_every_page_in_its_title_and_on_receipts(writer: Writer, second: Writer) -> None:
    mock = mock_of(writer)
    opened = services.propose(
        auction=mock, kind=ProposalKind.OPEN_ROUND, body={}, by=Seat.objects.get(person__username="auctioneer")
    )
    services.approve(proposal=opened, by=Seat.objects.get(person__username="officer2"), hash=opened.hash)
    ruth = Client()
    ruth.force_login(Seat.objects.get(person__username="ruth").person)
    pages = [
        (writer.client, reverse("regulator:control_room", args=[mock.slug])),
        (ruth, reverse("bidder:round", args=[mock.slug])),
        (ruth, reverse("bidder:rules", args=[mock.slug])),
        (Client(), reverse("public:auction", args=[mock.slug])),
    ]
    for client, address in pages:
        html = client.get(address).content.decode()
        assert "<title>MOCK" in html and "MOCK AUCTION" in html, address
        assert "no bid in it binds anybody" in html, address
    round_now = Round.objects.get()
    receipt = services.place_bid(
        auction=mock,
        by=Seat.objects.get(person__username="ruth"),
        participant=mock.participants.get(bidder_id="Red"),
        ballot={"package": {"A": 1}},
        form_key="11111111-1111-1111-1111-111111111111",  # type: ignore[arg-type]
        round_version=round_now.version,
        prices_hash=round_now.prices_hash,
    ).receipt
    assert receipt["auction"] == "two-bands-mock-1"


def test_a_mock_is_not_among_the_public_auctions(writer: Writer) -> None:
    mock = mock_of(writer)

    assert mock not in selectors.public_auctions()
    assert "MOCK" not in Client().get("/").content.decode()


def test_mocks_may_be_repeated_and_the_real_one_has_the_same_bidders(writer: Writer, second: Writer) -> None:
    first, again = mock_of(writer), mock_of(writer)
    assert writer.draft is not None
    writer.draft.refresh_from_db()
    writer.sends("propose", version=str(writer.draft.version))
    writer.draft.refresh_from_db()
    second.sends("approve", hash=writer.draft.hash)
    real = Auction.objects.get(slug="two-bands")

    assert again.slug == "two-bands-mock-2"
    organisations = [list(each.participants.values_list("organisation", flat=True)) for each in (first, again, real)]
    assert organisations[0] == organisations[1] == organisations[2]
    assert mock_of(writer).slug == "two-bands-mock-3"  # the hosted auction may be rehearsed, too


def test_a_real_auction_cannot_have_the_name_of_a_mock_nor_a_mock_that_of_a_real_one(writer: Writer) -> None:
    from auctions.errors import AuctionUnreadable
    from auctions.services import host_auction
    from portals.regulator.drafts.preview import auction_file

    document = auction_file(writer.content)
    authority = Seat.objects.get(person__username="auctioneer").organisation
    for slug, rehearsed in (("two-bands-mock-1", ""), ("two-bands", "two-bands")):
        with pytest.raises(AuctionUnreadable, match="name for a mock auction"):
            host_auction(document=document, slug=slug, title="T", regulator=authority, mock_of=rehearsed)


def test_in_a_mock_simulated_bidders_stand_in_for_the_absent_and_officers_are_people(
    writer: Writer, second: Writer
) -> None:
    mock = mock_of(writer, simulated="1")
    opened = services.propose(
        auction=mock, kind=ProposalKind.OPEN_ROUND, body={}, by=Seat.objects.get(person__username="auctioneer")
    )
    assert mock in simulated_people.running()
    simulated_people.play(mock)
    assert selectors.open_round_of(mock) is None  # nobody approves for the second officer
    services.approve(proposal=opened, by=Seat.objects.get(person__username="officer2"), hash=opened.hash)
    Round.objects.update(opened_at=Round.objects.get().opened_at - timedelta(minutes=1))
    by_hand("rounds.opened_at")
    simulated_people.play(mock)

    assert Round.objects.get().bids.filter(simulated=True).count() == 3
    with pytest.raises(NeedsTwoOfficers):
        act_of_the_system(auction=mock, kind=ProposalKind.CLOSE_ROUND)


def test_without_the_tick_nobody_is_simulated(writer: Writer) -> None:
    mock = mock_of(writer)

    assert not mock.participants.filter(autopilot=True).exists()
    hosting.let_simulated_bidders_stand_in(mock)
    assert mock.participants.filter(autopilot=True).count() == 3
