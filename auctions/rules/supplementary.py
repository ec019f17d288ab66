"""The supplementary round: what a bidder may bid on each package, given what it did in the clock (R-S1 to R-S7).

Every cap says the same thing (R-S1): in clock round s you chose x^s although x was on offer, so your bid on x exceeds
your bid on x^s by at most the price difference of that round. The cap rules differ in the rounds they look at. Because
b(x^s) is the bidder's highest bid, a raise of x^s lifts the cap of x; the bids of a list are therefore judged together
(R-S5).
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from operator import attrgetter

from auctions.rules.cap_chains import Cap, CapChains
from auctions.rules.garp_caps import GARP_RULE, GarpCaps
from auctions.rules.history import BidderHistory, Number, Package, Refusal, counted, name_package

NUMBER_RULE = "R-S7"
Check = Callable[[Package, int], list[Refusal]]


class SupplementaryCap(StrEnum):
    """Which clock rounds cap a supplementary bid."""

    RELATIVE = "relative"  # R-S2
    INTERMEDIATE = "intermediate"  # R-S3
    FINAL = "final"  # R-S4
    GARP = "garp"  # R-R1 over all bids


@dataclass(frozen=True)
class CapRules:
    """The caps in force and the limit on the number of packages; the default pair is R-S2 with R-S4."""

    caps: frozenset[SupplementaryCap] = frozenset({SupplementaryCap.RELATIVE, SupplementaryCap.FINAL})
    max_packages: int | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What one package may be bid at: ``floor <= amount <= cap`` in bid units; no upper limit where ``cap`` is None."""

    floor: int
    cap: int | None = None
    cap_rule: str | None = None
    cap_round: int | None = None
    cap_chain: tuple[int, ...] = ()
    refusals: tuple[Refusal, ...] = ()  # why the package cannot be bid at all


@dataclass(frozen=True, slots=True)
class JudgedBid:
    """One bid of the list with its limits and the rules it breaks."""

    package: Package
    amount: int
    accepted: bool
    cap: int | None
    cap_rule: str | None
    cap_round: int | None
    cap_chain: tuple[int, ...]
    floor: int
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True)
class Resolution:
    """A whole list judged together, in the order given."""

    history: BidderHistory
    rules: CapRules
    bids: tuple[JudgedBid, ...]
    highest: Mapping[Package, int]  # standing bid on every package: clock amounts and accepted supplementary bids
    ceilings: "Ceilings" = field(repr=False, compare=False)


@dataclass(frozen=True)
class Ceilings:
    """The caps of one bidder with its list resolved: of chains through anchors, and of GARP where it is in force."""

    chains: CapChains
    garp: GarpCaps | None

    def of(self, package: Package) -> list[Cap]:
        """Every cap on ``package``, the lowest first; a shorter chain before a longer one where two are equal."""
        caps = self.chains.caps(package)
        if self.garp is not None:
            caps.extend(self.garp.caps(package))
        return sorted(caps, key=attrgetter("amount"))


def resolve(
    history: BidderHistory,
    bids: Sequence[tuple[Package, int]],
    rules: CapRules = CapRules(),
    also: Check | None = None,
) -> Resolution:
    """Judge a bidder's whole supplementary list (R-S1 to R-S7).

    ``also`` adds the refusals of rules beyond these, such as R-C1 or R-D1; a bid it refuses lifts no other bid's cap.
    Clock bids stand whatever happens here. The order of the list does not matter.
    Source: docs/rules/supplementary.md.
    """
    outright = _refused_outright(history, bids, rules, also)
    submitted = {package: amount for (package, amount), refusals in zip(bids, outright, strict=True) if not refusals}
    ceilings = _ceilings(history, submitted, rules)
    judged = tuple(
        _judge(history, ceilings, package, amount, refusals)
        for (package, amount), refusals in zip(bids, outright, strict=True)
    )
    highest = dict(history.clock_bids)
    for bid in judged:
        if bid.accepted:
            highest[bid.package] = max(bid.amount, highest.get(bid.package, 0))
    return Resolution(history, rules, judged, highest, ceilings)


def cap_of(resolution: Resolution, package: Package) -> Limits:
    """What ``package`` could be bid at beside the resolved list: the instant what-if."""
    refusals = check_allowed(resolution.history, package)
    caps = [] if refusals else resolution.ceilings.of(package)
    return _limits(resolution.history, package, caps, refusals)


def nearest_amount(resolution: Resolution, bid: JudgedBid) -> int | None:
    """The amount nearest to that of a refused ``bid`` at which the package would pass; None where none would (R-R3).

    The rest of the list stays as it is.
    """
    if any(refusal.rule == NUMBER_RULE for refusal in bid.refusals):
        return None
    history, package = resolution.history, bid.package
    limits = {bid.floor, bid.cap, *(refusal.numbers.get("floor") for refusal in bid.refusals)}

    def passes(amount: int) -> bool:
        outright = [*check_allowed(history, package), *check_floor(history, package, amount)]
        return _judge(history, resolution.ceilings, package, amount, outright).accepted

    passing = (limit for limit in limits if isinstance(limit, int) and passes(limit))
    return min(passing, key=lambda amount: abs(amount - bid.amount), default=None)


def floor(history: BidderHistory, package: Package) -> int:
    """The least bid on ``package``, in bid units: its reserve and the bidder's own highest clock bid on it (R-S6)."""
    return max(history.reserve(package), history.clock_bids.get(package, 0))


def check_floor(history: BidderHistory, package: Package, amount: int) -> list[Refusal]:
    """R-S6: a bid is at least the reserve and at least the bidder's own highest clock bid on the package."""
    least = floor(history, package)
    if amount >= least:
        return []
    source = "your own clock bid" if history.clock_bids.get(package, 0) == least else "the reserve"
    return [Refusal("R-S6", f"at least {least}, {source}, would pass", {"floor": least, "amount": amount})]


def check_allowed(history: BidderHistory, package: Package) -> list[Refusal]:
    """R-S6: a package never bid in the clock has at most the points of the initial eligibility, and is not empty."""
    if not any(package):
        return [Refusal("R-S6", "a package of at least one lot would pass")]
    points = history.points(package)
    if points <= history.initial_eligibility or package in history.clock_bids:
        return []
    asked = name_package(history.categories, package)
    most = history.initial_eligibility
    reason = f"{asked} needs {counted(points, 'point')}; at most your initial eligibility, {most}, would pass"
    return [Refusal("R-S6", reason, {"points": points, "initial_eligibility": most})]


def check_number(bids: Sequence[tuple[Package, int]], rules: CapRules) -> list[Refusal]:
    """R-S7: a list holds at most ``max_packages`` packages; a longer one is refused as a whole."""
    if rules.max_packages is None or len(bids) <= rules.max_packages:
        return []
    reason = f"the list holds {counted(len(bids), 'package')}; at most {rules.max_packages} would pass"
    return [Refusal(NUMBER_RULE, reason, {"packages": len(bids), "at_most": rules.max_packages})]


def _refused_outright(
    history: BidderHistory, bids: Sequence[tuple[Package, int]], rules: CapRules, also: Check | None
) -> list[list[Refusal]]:
    """What each bid breaks before any cap is looked at."""
    too_many = check_number(bids, rules)
    named = Counter(package for package, _ in bids)
    refused = []
    for package, amount in bids:
        refusals = [*too_many, *check_allowed(history, package)]
        if named[package] > 1:
            reason = f"{name_package(history.categories, package)} is named {named[package]} times; once would pass"
            refusals.append(Refusal(NUMBER_RULE, reason, {"times": named[package]}))
        refusals += check_floor(history, package, amount)
        refused.append(refusals if also is None else [*refusals, *also(package, amount)])
    return refused


def _ceilings(history: BidderHistory, submitted: Mapping[Package, int], rules: CapRules) -> Ceilings:
    chains = CapChains(
        history,
        submitted,
        relative=SupplementaryCap.RELATIVE in rules.caps,
        intermediate=SupplementaryCap.INTERMEDIATE in rules.caps,
        final=SupplementaryCap.FINAL in rules.caps,
    )
    return Ceilings(chains, GarpCaps(history, submitted) if SupplementaryCap.GARP in rules.caps else None)


def _limits(history: BidderHistory, package: Package, caps: Sequence[Cap], refusals: Sequence[Refusal]) -> Limits:
    if not caps:
        return Limits(floor(history, package), refusals=tuple(refusals))
    lowest = caps[0]
    return Limits(floor(history, package), lowest.amount, lowest.rule, lowest.round, lowest.chain)


def _judge(
    history: BidderHistory, ceilings: Ceilings, package: Package, amount: int, outright: Sequence[Refusal]
) -> JudgedBid:
    caps = ceilings.of(package) if any(package) else []
    lowest = caps[0] if caps else None
    refusals = [*outright, *_too_low(ceilings, package, amount)]
    if amount != history.clock_bids.get(package):
        refusals += [_too_high(history, cap, package, amount) for cap in caps if amount > cap.amount]
    return JudgedBid(
        package,
        amount,
        not refusals,
        lowest.amount if lowest else None,
        lowest.rule if lowest else None,
        lowest.round if lowest else None,
        lowest.chain if lowest else (),
        floor(history, package),
        tuple(refusals),
    )


def _too_low(ceilings: Ceilings, package: Package, amount: int) -> list[Refusal]:
    return [] if ceilings.garp is None else ceilings.garp.check_floor(package, amount)


def _too_high(history: BidderHistory, cap: Cap, package: Package, amount: int) -> Refusal:
    """Why ``amount`` is too high, and which bid on the anchor would make it pass."""
    clock_bid = history.clock_bids.get(package, 0)
    most = (
        f"at most {cap.amount}"
        if cap.amount >= clock_bid
        else f"your clock bid of {clock_bid} stands above the cap of {cap.amount}"
    )
    chosen, needed = name_package(history.categories, cap.anchor), cap.anchor_bid + amount - cap.amount
    reason = f"{most}: {_revealed(cap, name_package(history.categories, package), chosen)}"
    numbers: dict[str, Number] = {"cap": cap.amount, "amount": amount, "round": cap.round, "anchor": list(cap.anchor)}
    if any(cap.anchor):
        reason += f", and your bid on {chosen} is {cap.anchor_bid}; with {needed} there, {amount} would pass"
        numbers |= {"anchor_bid": cap.anchor_bid, "anchor_bid_needed": needed}
    return Refusal(cap.rule, reason, numbers)


def _revealed(cap: Cap, asked: str, chosen: str) -> str:
    """What the clock said about the two packages."""
    if cap.rule == GARP_RULE:
        rounds = " and ".join(map(str, sorted(cap.chain)))
        return f"your choices in round {rounds} say that {asked} is worth at most {cap.difference} more than {chosen}"
    compared = f"{cap.difference} more" if cap.difference >= 0 else f"{-cap.difference} less"
    return f"in round {cap.round} you chose {chosen} when {asked} cost {compared}"
