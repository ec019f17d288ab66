"""The tripwire: after every test with a database, the tables of each hosted auction must be what its journal says.

A service that changes a table which the journal covers, and writes no entry or another one, fails the test that calls
it. A test that has to change a row by hand (to let time pass, to show that tampering is found) says so with
``by_hand``, or, where the record itself is what it breaks, asks for the fixture ``tables_may_differ``.
"""

from auctions.models import Auction
from auctions.rebuilding import differences

_by_hand: set[str] = set()


def by_hand(*places: str) -> None:
    """Until this test ends, tables may differ from the journal at these places, such as ``rounds.deadline``."""
    _by_hand.update(places)


def forget() -> None:
    _by_hand.clear()


def check() -> None:
    """Compare every auction's tables with its journal. Raises AssertionError naming what no entry explains."""
    found = [
        f"{auction.slug}: {difference}"
        for auction in Auction.objects.all()
        for difference in differences(auction)
        if f"{difference.table}.{difference.field}" not in _by_hand
    ]
    assert not found, "tables that the journal covers changed without an entry:\n" + "\n".join(found)
