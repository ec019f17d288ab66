"""From the first round to the published result, through the services that everybody uses."""

import json

from auctions import selectors
from auctions.formats.__main__ import result_document
from auctions.formats.contract import Status, Viewer
from auctions.history import history_of
from auctions.record import EntryKind
from auctions.rules.disclosure import Role
from journal.selectors import breaks_of, entries_of
from tests.cast import Cast


def test_an_auction_is_hosted_from_the_first_round_to_the_published_result(cast: Cast) -> None:
    cast.play_to_the_end()
    cast.publish()
    cast.auction.refresh_from_db()

    known = selectors.facts(cast.auction, Viewer(Role.PUBLIC))
    assert selectors.phase(cast.auction).status is Status.FINISHED
    assert {winner["bidder"]: (winner["package"], winner["price"]) for winner in known["principal"]["winners"]} == {
        "Alpha": ({"A": 1, "B": 1}, 15),
        "Beta": ({"A": 1}, 10),
    }
    assert known["total"] == {"base": 25, "assignment": 0, "credits": {}, "total": 25}


def test_the_journal_tells_the_whole_story_and_its_chain_holds(cast: Cast) -> None:
    cast.play_to_the_end()

    def round_of(bids: int) -> list[EntryKind]:
        return [EntryKind.ROUND_OPENED, *[EntryKind.BID_PLACED] * bids, EntryKind.ROUND_CLOSED]

    entries = entries_of(cast.auction.chain)
    assert [entry.kind for entry in entries if entry.kind != EntryKind.PROPOSED] == [
        EntryKind.GENESIS,
        *round_of(3),
        *round_of(3),
        *round_of(2),
        EntryKind.DECISION_TAKEN,
        EntryKind.RESULT_RECORDED,
        EntryKind.RESULT_CERTIFIED,
        *round_of(0),
        EntryKind.RESULT_RECORDED,
        EntryKind.RESULT_CERTIFIED,
    ]
    assert list(breaks_of(cast.auction.chain)) == []


def test_the_command_line_finds_the_same_result_in_the_published_file(cast: Cast) -> None:
    cast.play_to_the_end()
    cast.publish()
    cast.auction.refresh_from_db()
    file = json.loads(json.dumps(selectors.auction_document(cast.auction, public=True)))

    replayed = result_document(file)

    history = history_of(cast.auction)
    hosted = history.format.report(history.state)
    assert replayed["refused"] == []
    assert {name: replayed[name] for name in hosted} == hosted
