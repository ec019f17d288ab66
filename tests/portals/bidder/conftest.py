import pytest

from tests.cast import Cast, assemble
from tests.portals.bidder.desk import Desk


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble(demonstration=True)


@pytest.fixture
def alpha(cast: Cast) -> Desk:
    """Alpha's submitter."""
    return Desk.of(cast.alpha.submitter)
