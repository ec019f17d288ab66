"""The custodians of a demonstration who are not there: the platform still holds their share files, whose passphrase
everybody is told, and hands their shares in for them.
"""

from datetime import datetime, timedelta

from auctions.custody import Custodian, HandedShare
from auctions.demonstration.sign_ins import PASSPHRASE
from auctions.models import Auction, Round
from auctions.services.opening import hand_in_as_simulated
from bidders.selectors import present_seats

SECOND_CUSTODIAN_WAITS = 10  # seconds after a person's share, before a simulated custodian hands in the other


def open_ballots(auction: Auction, waiting: Round, *, is_unattended: bool, now: datetime) -> None:
    """Open the round at once where nobody is there to do it; to a person's share add another's some seconds later,
    unless another custodian is there who can.
    """
    handed = HandedShare.objects.filter(round=waiting).first()
    given = None if handed is None else handed.custodian_id
    others = [each for each in auction.custodians.select_related("seat__person") if each.pk != given]
    present = set(present_seats([auction.regulator]).values_list("pk", flat=True))
    if any(each.seat_id in present for each in others):
        return
    if handed is None and is_unattended:
        _hand_in(waiting, others[:2])
    elif handed is not None and now - handed.handed_at > timedelta(seconds=SECOND_CUSTODIAN_WAITS):
        _hand_in(waiting, others[:1])


def _hand_in(waiting: Round, custodians: list[Custodian]) -> None:
    for custodian in custodians:
        hand_in_as_simulated(round=waiting, custodian=custodian, passphrase=PASSPHRASE)
