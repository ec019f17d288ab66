"""Bids on options as JSON, each checked against the feasible options of its bidder: a refusal says what would pass."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Annotated

from pydantic import Field

from assignment.bands import Band, pieces
from assignment.case import AssignmentCase, OptionBid
from assignment.choices import Choice
from assignment.layout import Party
from winner_determination.case_document import Amount, Name
from winner_determination.documents import Document, DocumentError

SUGGESTIONS = 6
"""Feasible options named in a refusal."""


class BidModel(Document):
    """What ``bidder`` pays at most on top of the base price for exactly these lots, by band."""

    bidder: Name
    option: Annotated[dict[str, list[Name]], Field(min_length=1)]
    amount: Amount


def read_bids(case: AssignmentCase, models: Sequence[BidModel]) -> AssignmentCase:
    """The case with its bids. Bids or not, a band without a plan is refused here (NoPlanError).

    Raises DocumentError naming the place (``bids[17].option.A``) for a bidder that won nothing, unknown or repeated
    lots, the wrong number of them, lots that are not a feasible option, bands of different steps in one bid, and a
    second bid on the same option.
    """
    won = {bidder: case.bands_of(bidder) for bidder in sorted(case.winners)}
    seen: dict[tuple[str, frozenset[tuple[str, Choice]]], int] = {}
    bids = []
    for number, model in enumerate(models):
        bid = _bid(case, model, won, f"bids[{number}]")
        key = (bid.bidder, frozenset(bid.lots.items()))
        if key in seen:
            raise DocumentError(
                f"bids[{number}].option", f"{bid.bidder} bids on this option in bids[{seen[key]}] already"
            )
        seen[key] = number
        bids.append(bid)
    return replace(case, bids=tuple(bids))


def _bid(case: AssignmentCase, model: BidModel, won: Mapping[str, tuple[str, ...]], place: str) -> OptionBid:
    if not won.get(model.bidder):
        winners = ", ".join(bidder for bidder, bands in won.items() if bands)
        raise DocumentError(f"{place}.bidder", f"{model.bidder} won no lot; winners are {winners or 'none'}")
    lots = {
        band: _choice(case, model.bidder, band, ids, f"{place}.option.{band}") for band, ids in model.option.items()
    }
    steps = {number for number, step in enumerate(case.steps) for band in lots if band in step}
    if len(steps) > 1:
        raise DocumentError(
            f"{place}.option", f"{' and '.join(lots)} are assigned in different steps; bid on each apart"
        )
    return OptionBid(model.bidder, lots, model.amount)


def _choice(case: AssignmentCase, bidder: str, category: str, ids: list[str], place: str) -> Choice:
    won = case.bands_of(bidder)
    if category not in won:
        raise DocumentError(place, f"{bidder} won no lot of {category}; it may bid on {', '.join(won)}")
    band, party = case.band(category), case.party(category, bidder)
    for number, lot in enumerate(ids):
        if lot not in band.ids:
            raise DocumentError(
                f"{place}[{number}]", f"band {category} has no lot {lot}; its lots are {', '.join(band.ids)}"
            )
    choice = tuple(sorted(band.positions(frozenset(ids))))
    if len(choice) != len(ids):
        raise DocumentError(place, "names a lot twice")
    if len(choice) != party.size:
        raise DocumentError(place, f"{bidder} won {party.size} lots of {category}, the option has {len(choice)}")
    if not case.choices[category].allows(party, choice):
        raise DocumentError(place, f"{_why(band, party, choice)}; would pass: {_passing(case, category, party)}")
    return choice


def _why(band: Band, party: Party, choice: Choice) -> str:
    names = "+".join(band.lots[position].id for position in choice)
    excluded = [band.lots[p].id for p in choice if band.lots[p].id in band.excluded.get(party.name, ())]
    if excluded:
        return f"{'+'.join(excluded)} is excluded for {party.name}"
    if not party.anchors.issubset(choice):
        return f"{names} leaves out the special lot that {party.name} won"
    if not all(party.allowed[position] for position in choice):
        return f"{names} includes a special lot that {party.name} did not win"
    if band.contiguous and len(pieces(choice, party.joined)) > 1:
        return f"{names} is not contiguous"
    return f"{names} would leave other winners or unsold lots without the lots they must have"


def _passing(case: AssignmentCase, category: str, party: Party) -> str:
    first = list(islice(case.choices[category].each(party), SUGGESTIONS + 1))
    named = ", ".join("+".join(case.lot_ids(category, choice)) for choice in first[:SUGGESTIONS])
    return named + (", ..." if len(first) > SUGGESTIONS else "")
