from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cast import Cast
    from tests.portals.regulator.officer import Officer


@pytest.fixture
def cast(db: None) -> "Cast":
    from tests.cast import assemble  # not before Django is set up

    return assemble(demonstration=True)


@pytest.fixture
def auctioneer(cast: "Cast") -> "Officer":
    """The auctioneer at its desk."""
    from tests.portals.regulator.officer import Officer

    return Officer.of(cast.auctioneer.person, cast.auction.slug)


@pytest.fixture
def second_officer(cast: "Cast") -> "Officer":
    """The second officer at another desk."""
    from tests.portals.regulator.officer import Officer

    return Officer.of(cast.second_officer.person, cast.auction.slug)
