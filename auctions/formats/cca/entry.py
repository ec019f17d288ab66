"""Who takes part: bidders that fit the rulebook, the eligibility they start with (R-C2), and other ways in (R-C7)."""

from collections.abc import Iterator, Mapping, Sequence

from auctions.formats.cca.rulebook import Rulebook
from auctions.formats.cca.state import CcaState
from auctions.formats.contract import Bidder, OtherChannel
from auctions.rules.eligibility import eligibility_from_deposit
from auctions.rules.extensions import check_alternative_channel
from auctions.rules.history import Refusal
from winner_determination.documents import DocumentError


def check_bidders(rulebook: Rulebook, bidders: Sequence[Bidder]) -> None:
    """Check that rulebook and bidders fit together. Raises DocumentError naming the first place that does not."""
    ids, classes = [bidder.id for bidder in bidders], {each.id for each in rulebook.classes}
    for i, bidder in enumerate(bidders):
        if bidder.id in ids[:i]:
            raise DocumentError(f"bidders[{i}].id", f"{bidder.id} is listed twice")
        for unknown in set(bidder.classes) - classes:
            known = ", ".join(sorted(classes)) or "none"
            raise DocumentError(f"bidders[{i}].classes", f"unknown class {unknown}; there are {known}")
        try:
            initial_eligibility(rulebook, bidder)
        except DocumentError as error:
            raise error.within(f"bidders[{i}]") from error
    for place, name in _bidders_named(rulebook):
        if name not in ids:
            raise DocumentError(f"rulebook.{place}", f"{name} does not take part; {', '.join(ids)} do")
    for name in ids:
        if _is_without_weight(rulebook, name):
            raise DocumentError("rulebook.pricing.weights", f"has no weight for {name}")


def initial_eligibility(rulebook: Rulebook, bidder: Bidder) -> int:
    """Points at the start, by application and deposit (R-C2).

    Raises DocumentError where the application is for more than the deposit buys.
    """
    schedule = rulebook.deposits.schedule
    if schedule is None:
        return bidder.eligibility
    bought = eligibility_from_deposit(schedule, bidder.deposit)
    if bidder.eligibility > bought:
        reason = f"a deposit of {bidder.deposit} buys {bought} points (R-C2), {bidder.eligibility} are applied for"
        raise DocumentError("eligibility", reason)
    return bidder.eligibility or bought


def other_channel(state: CcaState, channel: OtherChannel | None) -> list[Refusal]:
    """R-C7: what forbids a ballot that did not come through the system; nothing forbids one that did."""
    if channel is None:
        return []
    if not state.rulebook.extensions.other_channel:
        return [Refusal("R-C7", "the rulebook knows no other channel; a bid through the system would pass")]
    return check_alternative_channel(technical_failure=channel.technical_failure, authenticated=channel.authenticated)


def _bidders_named(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    yield from ((f"caps[{i}].bidders", name) for i, cap in enumerate(rulebook.caps) for name in cap.bidders or ())
    if isinstance(rulebook.pricing.weights, Mapping):
        yield from (("pricing.weights", name) for name in rulebook.pricing.weights)


def _is_without_weight(rulebook: Rulebook, bidder: str) -> bool:
    return isinstance(rulebook.pricing.weights, Mapping) and bidder not in rulebook.pricing.weights
