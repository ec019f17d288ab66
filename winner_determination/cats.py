"""Files of the Combinatorial Auction Test Suite, read as cases ``clearband.wdp/1``.

A file says how many ``goods``, ``bids`` and ``dummy`` goods there are, then one bid a line: its number, its amount, the
numbers of its goods, ``#``; lines that start with ``%`` are comments. Goods are single. Numbers from ``goods`` on are
dummy goods: bids that share one exclude each other, so that a dummy good is a bidder; a bid without one is a bidder of
its own. Amounts are decimal: they are multiplied by the smallest power of ten that makes all of them whole, which is
exact, and the case says so in its ``scale``.
Source: Leyton-Brown, Pearson, Shoham 2000, Towards a universal test suite for combinatorial auctions (recalled).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from math import lcm
from typing import Any

from winner_determination.bid_book import LARGEST_AMOUNT
from winner_determination.case import PricingRule
from winner_determination.documents import DocumentError

COUNTS = ("goods", "bids", "dummy")
COMMENT = "%"
END_OF_BID = "#"
WHOLE = re.compile(r"[0-9]{1,9}")
DECIMAL = re.compile(r"([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]{1,2})?", re.IGNORECASE)


@dataclass(frozen=True)
class _Line:
    """A line of the file that says something."""

    number: int  # from 1
    words: list[str]

    def refused(self, reason: str) -> DocumentError:
        return DocumentError(f"line {self.number}", reason)


@dataclass(frozen=True)
class _Bid:
    line: _Line
    id: str
    bidder: str
    goods: tuple[int, ...]
    amount: Fraction


def looks_like_cats(text: str) -> bool:
    """Whether ``text`` starts as these files do: a comment, or one of the counts. No JSON document does."""
    return text.lstrip().startswith((COMMENT, *COUNTS))


def cats_case(text: str, *, pricing: PricingRule = PricingRule.PAY_AS_BID) -> dict[str, Any]:
    """The document ``clearband.wdp/1`` of a file, its prices by the rule ``pricing``, which the file does not name.

    Raises DocumentError with the line for whatever does not fit, and for amounts that do not become whole numbers of
    at most ``LARGEST_AMOUNT``.
    """
    counts, lines = _counts(_lines(text))
    bids = _bids(lines, counts)
    scale = _scale(bids)
    return {
        "format": "clearband.wdp/1",
        "scale": scale,
        "categories": [{"id": _good(good), "supply": 1} for good in range(counts["goods"])],
        "bids": [
            {
                "id": bid.id,
                "bidder": bid.bidder,
                "package": {_good(good): 1 for good in bid.goods},
                "amount": _whole(bid, scale),
            }
            for bid in bids
        ],
        "pricing": {"rule": str(pricing)},
    }


def _lines(text: str) -> list[_Line]:
    numbered = (_Line(number, line.split()) for number, line in enumerate(text.splitlines(), start=1))
    return [line for line in numbered if line.words and not line.words[0].startswith(COMMENT)]


def _counts(lines: list[_Line]) -> tuple[dict[str, int], list[_Line]]:
    """The three counts and the lines after them. A file without dummy goods may leave their count out."""
    counts: dict[str, int] = {}
    while lines and lines[0].words[0] in COUNTS:
        line, *lines = lines
        name, *value = line.words
        if name in counts:
            raise line.refused(f"{name} is given twice")
        if len(value) != 1 or not _is_whole(value[0]):
            raise line.refused(f"{name} needs one whole number")
        counts[name] = int(value[0])
    for name in ("goods", "bids"):
        if name not in counts:
            place = f"line {lines[0].number}" if lines else "the file"
            raise DocumentError(place, f"the number of {name} must come before the bids")
    return {"dummy": 0, **counts}, lines


def _bids(lines: list[_Line], counts: dict[str, int]) -> list[_Bid]:
    bids: dict[str, _Bid] = {}
    for line in lines:
        bid = _bid(line, counts)
        if bid.id in bids:
            raise line.refused(f"bid {bid.id} is given twice, first in line {bids[bid.id].line.number}")
        bids[bid.id] = bid
    if len(bids) != counts["bids"]:
        raise DocumentError("bids", f"the file says {counts['bids']} and has {len(bids)}")
    return list(bids.values())


def _bid(line: _Line, counts: dict[str, int]) -> _Bid:
    if len(line.words) < 3 or line.words[-1] != END_OF_BID:
        raise line.refused("a bid is its number, its amount and its goods, ended by #")
    number, amount, *named = line.words[:-1]
    if not _is_whole(number):
        raise line.refused(f"the number of a bid must be a whole number, not {number}")
    goods = list(_goods(line, named, counts["goods"] + counts["dummy"]))
    dummies = [good for good in goods if good >= counts["goods"]]
    if len(dummies) == len(goods):
        raise line.refused("the bid asks for no good")
    if len(dummies) > 1:
        raise line.refused("the bid has several dummy goods, but a bid belongs to one bidder")
    return _Bid(
        line=line,
        id=number,
        bidder=f"dummy {dummies[0]}" if dummies else f"bid {number}",
        goods=tuple(good for good in goods if good < counts["goods"]),
        amount=_amount(line, amount),
    )


def _goods(line: _Line, named: list[str], limit: int) -> Iterator[int]:
    seen: set[int] = set()
    for name in named:
        if not _is_whole(name) or int(name) >= limit:
            raise line.refused(f"goods are numbered 0 to {limit - 1}, there is no {name}")
        if int(name) in seen:
            raise line.refused(f"the bid names good {name} twice")
        seen.add(int(name))
        yield int(name)


def _amount(line: _Line, word: str) -> Fraction:
    if not DECIMAL.fullmatch(word):
        raise line.refused(f"the amount must be a number of at least 0, not {word}")
    return Fraction(word)


def _scale(bids: list[_Bid]) -> int:
    """The smallest power of ten that makes all amounts whole. They are decimal, so there is one."""
    denominator = lcm(*(bid.amount.denominator for bid in bids))
    powers = (int(10**decimals) for decimals in count())
    return next(power for power in powers if power % denominator == 0)


def _whole(bid: _Bid, scale: int) -> int:
    amount = bid.amount * scale
    if amount > LARGEST_AMOUNT:
        factor = f", times the {scale} that makes all amounts whole," if scale > 1 else ""
        raise bid.line.refused(f"the amount{factor} must be at most {LARGEST_AMOUNT}, not {amount}")
    return int(amount)


def _good(number: int) -> str:
    return f"good {number}"


def _is_whole(word: str) -> bool:
    return WHOLE.fullmatch(word) is not None
