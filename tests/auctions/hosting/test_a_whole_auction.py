"""From the first round to the published result, through the services that everybody uses."""

from auctions import selectors, services
from auctions.formats.__main__ import result_document
from auctions.formats.contract import Role, Status, Viewer
from journal.selectors import breaks_of, entries_of
from tests.cast import Cast


def test_an_auction_is_hosted_from_the_first_round_to_the_published_result(cast: Cast) -> None:
    cast.play_to_the_end()
    services.publish_result(auction=cast.auction, by=cast.auctioneer)

    cast.auction.refresh_from_db()
    assert selectors.phase(cast.auction).status is Status.FINISHED
    print([e.kind for e in entries_of(cast.auction.chain)], cast.auction.published_at)
    print(selectors.facts(cast.auction, Viewer(Role.AUCTIONEER)))
    winners = selectors.facts(cast.auction, Viewer(Role.PUBLIC))["principal"]["winners"]
    assert {winner["bidder"]: (winner["package"], winner["amount"]) for winner in winners} == {
        "Alpha": ({"A": 1, "B": 1}, 30),
        "Beta": ({"A": 1}, 25),
    }
    assert list(breaks_of(cast.auction.chain)) == []
    print([e.kind for e in entries_of(cast.auction.chain)])


def test_the_command_line_finds_the_same_result_in_the_published_file(cast: Cast) -> None:
    cast.play_to_the_end()
    services.publish_result(auction=cast.auction, by=cast.auctioneer)
    cast.auction.refresh_from_db()

    replayed = result_document(selectors.auction_document(cast.auction, public=True))

    public = selectors.facts(cast.auction, Viewer(Role.PUBLIC))
    print(replayed.keys(), public["principal"])
