"""Winner determination and core rows straight from the definitions, by looking at every allocation and every
coalition."""

import hashlib
import json
from functools import lru_cache
from itertools import combinations, product

from winner_determination import AtLeastOne, Cap, Case, Counterfactual, Objective

Allocation = tuple[int | None, ...]
"""The row of each bidder's accepted bid, None for nothing."""


@lru_cache(maxsize=1)
def allocations(case: Case) -> tuple[Allocation, ...]:
    """Every allocation within supply, limits, reserves and duties to win."""
    book = case.book
    choices = []
    for bidder, name in enumerate(book.bidders):
        own = [
            row
            for row in range(len(book))
            if book.owner[row] == bidder and book.amount[row] >= book.reserve_value[row] and is_highest(case, row)
        ]
        choices.append(own if name in case.must_win else [*own, None])
    return tuple(allocation for allocation in product(*choices) if fits(case, allocation))


def is_highest(case: Case, row: int) -> bool:
    book = case.book
    same = [r for r in range(len(book)) if book.owner[r] == book.owner[row] and book.package(r) == book.package(row)]
    return row == min(same, key=lambda r: (-book.amount[r], r))


def fits(case: Case, allocation: Allocation) -> bool:
    book = case.book
    rows = [row for row in allocation if row is not None]
    if any(sum(int(book.quantity[row, k]) for row in rows) > c.supply for k, c in enumerate(book.categories)):
        return False
    return all(meets(case, limit, rows) for limit in case.limits)


def meets(case: Case, limit: Cap | AtLeastOne, rows: list[int]) -> bool:
    book = case.book
    if isinstance(limit, AtLeastOne):
        won = [(book.bidder_of(row), book.package(row)) for row in rows]
        return any((bidder, {c: q for c, q in package.items() if q}) in won for bidder, package in limit.options)
    used = [
        limit.weights.get(category, 0) * lots
        for row in rows
        if book.bidder_of(row) in limit.bidders
        for category, lots in book.package(row).items()
    ]
    return sum(used) <= limit.maximum


def value(case: Case, allocation: Allocation, members: set[int] | None = None) -> int:
    """Amounts of ``members`` (everybody by default) plus reserve of unsold lots, where they count."""
    book = case.book
    rows = [row for row in allocation if row is not None]
    amounts = sum(int(book.amount[row]) for row in rows if members is None or int(book.owner[row]) in members)
    if not case.reserve_bids:
        return amounts
    return amounts + book.reserve_value_of_supply - sum(int(book.reserve_value[row]) for row in rows)


def best(case: Case) -> tuple[Allocation, int, bool]:
    """The allocation that the tie rule selects, its value, and whether another one was worth the same."""
    most = max(value(case, a) for a in allocations(case))
    left = [a for a in allocations(case) if value(case, a) == most]
    tied = len(left) > 1
    for objective in case.ties:
        if objective is not Objective.SEED:
            score = max(secondary(case, objective, a) for a in left)
            left = [a for a in left if secondary(case, objective, a) == score]
    for bidder in sorted(range(len(case.book.bidders)), key=lambda b: digest(case, b)):
        wanted = min((a[bidder] for a in left), key=lambda row: digest(case, bidder, row, alternative=True))
        left = [a for a in left if a[bidder] == wanted]
    return left[0], most, tied


def secondary(case: Case, objective: Objective, allocation: Allocation) -> int:
    rows = [row for row in allocation if row is not None]
    sign = 1 if objective.startswith("most") else -1
    points = {c.id: c.points for c in case.book.categories}
    counts = {
        "points": sum(points[c] * q for row in rows for c, q in case.book.package(row).items()),
        "lots": sum(q for row in rows for q in case.book.package(row).values()),
        "winners": len(rows),
    }
    return sign * counts[objective.split("_")[1]]


def digest(case: Case, bidder: int, row: int | None = None, *, alternative: bool = False) -> bytes:
    text = f"{case.seed}|{case.book.bidders[bidder]}"
    if alternative:
        package = {} if row is None else case.book.package(row)
        text += "|" + json.dumps(package, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()


def coalition_value(case: Case, members: set[int]) -> int | None:
    """The best that ``members`` can do; the others get nothing, or bid zero for what they must win (R-A3). None: no
    allocation."""
    zeroed = case.counterfactual is Counterfactual.ZEROED
    values = []
    for allocation in allocations(case):
        outside = [b for b, row in enumerate(allocation) if row is not None and b not in members]
        if outside and not zeroed:
            continue
        values.append(value(case, allocation, members))
    return max(values, default=None)


def core_rows(case: Case, allocation: Allocation) -> dict[frozenset[int], int]:
    """For every set of paying winners what they must pay at least together: the payers are outside, all others
    inside."""
    winners = {b for b, row in enumerate(allocation) if row is not None}
    amount = {b: int(case.book.amount[allocation[b]]) for b in winners}
    kept = value(case, allocation, set())
    rows = {}
    for size in range(1, len(winners) + 1):
        for payers in combinations(sorted(winners), size):
            members = set(range(len(case.book.bidders))) - set(payers)
            worth = coalition_value(case, members)
            if worth is not None:
                inside = sum(amount[b] for b in winners - set(payers))
                rows[frozenset(payers)] = worth - inside - kept
    return rows
