"""Cases of the assignment stage, written as briefly as the tests need them."""

from typing import Any

from assignment.case import AssignmentCase
from assignment.case_document import read_case


def band(number: int, *, category: str = "A", **more: Any) -> dict[str, Any]:
    """A band of ``number`` lots A1, A2, ..."""
    return {"category": category, "lots": [f"{category}{i + 1}" for i in range(number)], **more}


def megahertz_band(*bounds: tuple[float, float], **more: Any) -> dict[str, Any]:
    """A band A of lots A1, A2, ... with these bounds in MHz."""
    lots = [{"id": f"A{i + 1}", "start": start, "end": end} for i, (start, end) in enumerate(bounds)]
    return {"category": "A", "lots": lots, **more}


def bid(bidder: str, lots: str, amount: int) -> dict[str, Any]:
    """A bid on ``lots`` such as ``"A1+A2"`` or, across bands, ``"A1+A2 B1"``; a lot's first letter is its band."""
    options = (part.split("+") for part in lots.split())
    return {"bidder": bidder, "option": {ids[0][0]: ids for ids in options}, "amount": amount}


def document(
    bands: list[dict[str, Any]], winners: dict[str, Any], *bids: dict[str, Any], **more: Any
) -> dict[str, Any]:
    """A case as JSON; a winner's number alone means lots of band A."""
    won = {bidder: {"A": lots} if isinstance(lots, int) else lots for bidder, lots in winners.items()}
    return {"format": "clearband.assignment/1", "bands": bands, "winners": won, "bids": list(bids), **more}


def case(bands: list[dict[str, Any]], winners: dict[str, Any], *bids: dict[str, Any], **more: Any) -> AssignmentCase:
    """The same, read."""
    return read_case(document(bands, winners, *bids, **more))
