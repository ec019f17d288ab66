"""In a demonstration a person takes bidding over from the simulated bidder, or hands it back."""

from tests.cast import Cast
from tests.portals.bidder.desk import Desk


def test_handing_back_and_taking_over(cast: Cast, alpha: Desk) -> None:
    alpha.open()
    assert "You bid for Alpha." in alpha.text

    alpha.press("autopilot", on="1")
    cast.alpha.participant.refresh_from_db()
    assert (cast.alpha.participant.autopilot, cast.alpha.participant.handed_over) == (True, True)
    assert "The simulated bidder bids for Alpha, although you are here." in alpha.text

    alpha.press("autopilot", on="0")
    cast.alpha.participant.refresh_from_db()
    assert not cast.alpha.participant.autopilot


def test_a_viewer_is_not_offered_the_autopilot(cast: Cast) -> None:
    assert "You bid for Alpha." not in Desk.of(cast.alpha.viewer).open().text
