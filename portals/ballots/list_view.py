"""What a page shows of a long list of packages: those that fit a filter, in an order, one page of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, pairwise
from typing import Any

from django.utils.translation import gettext as _

from portals.templatetags.figures import package

PER_PAGE = 50
FIELDS = ("find", "only", "category", "least", "sort", "at")  # of the form; ``page`` is the button that turns to a page


class Only(StrEnum):
    ALL = "all"
    BID = "bid"
    NOT_BID = "not_bid"
    REFUSED = "refused"
    ALLOWED = "allowed"
    CLOCK = "clock"


class Sort(StrEnum):
    LISTED = "listed"
    AMOUNT = "amount"
    CAP = "cap"
    ROOM = "room"
    POINTS = "points"
    DIFFERENCE = "difference"


ONLY: dict[Only, Callable[[], str]] = {
    Only.ALL: lambda: _("all packages"),
    Only.BID: lambda: _("with an amount"),
    Only.NOT_BID: lambda: _("without an amount"),
    Only.REFUSED: lambda: _("refused"),
    Only.ALLOWED: lambda: _("allowed"),
    Only.CLOCK: lambda: _("bid for in the clock"),
}
SORTS: dict[Sort, Callable[[], str]] = {
    Sort.LISTED: lambda: _("as listed"),
    Sort.AMOUNT: lambda: _("highest amount"),
    Sort.CAP: lambda: _("highest cap"),
    Sort.ROOM: lambda: _("least room below the cap"),
    Sort.POINTS: lambda: _("most points"),
    Sort.DIFFERENCE: lambda: _("most above the clock bid"),
}


@dataclass(frozen=True)
class ListRow:
    """One package: what is typed beside it, and what is known of it. Amounts in bid units."""

    number: int  # its place in the list, from 1
    field: str
    package: Mapping[str, int]
    entered: str
    amount: int | None  # None where nothing, or nothing that can be read, is typed
    said: Mapping[str, Any]  # cap, floor, points, refusals ...; empty where the rules were not asked
    judged: bool  # whether the rules were asked about this amount
    clock_round: int | None  # the clock round of the bidder's highest bid on it

    @property
    def clock_bid(self) -> int | None:
        return self.said.get("clock_bid")

    @property
    def difference(self) -> int | None:
        """How far the amount is above the bidder's clock bid on the package."""
        return None if self.amount is None or self.clock_bid is None else self.amount - self.clock_bid

    @property
    def is_refused(self) -> bool:
        return self.judged and bool(self.said.get("refusals"))

    @property
    def room(self) -> int | None:
        """How much more could be bid."""
        cap = self.said.get("cap")
        return None if cap is None or self.amount is None else cap - self.amount


@dataclass(frozen=True)
class ListView:
    """``find``: parts of a package's line, all of which occur; ``least`` lots of ``category``; ``page`` from 1."""

    find: str = ""
    only: Only = Only.ALL
    category: str = ""
    least: str = ""
    sort: Sort = Sort.LISTED
    page: int = 1

    @classmethod
    def read(cls, data: Mapping[str, str]) -> "ListView":
        """From the form; what makes no sense is as if it had not been asked for."""
        page = data.get("page") or data.get("at", "")
        return cls(
            find=data.get("find", "")[:100].strip(),
            only=Only(data["only"]) if data.get("only") in list(Only) else Only.ALL,
            category=data.get("category", ""),
            least=data.get("least", "").strip(),
            sort=Sort(data["sort"]) if data.get("sort") in list(Sort) else Sort.LISTED,
            page=int(page) if page.isdecimal() and len(page) < 6 else 1,
        )

    @property
    def narrows(self) -> bool:
        """Whether it may leave packages out."""
        return bool(self.find or self.category) or self.only is not Only.ALL

    def of(self, rows: Sequence[ListRow], categories: Sequence[Mapping[str, Any]]) -> list[ListRow]:
        """The rows that fit, in order, on all pages."""
        least = int(self.least) if self.least.isdecimal() and len(self.least) < 6 else 1
        parts = [part.strip().lower() for part in self.find.split(",") if part.strip()]
        fitting = [
            row
            for row in rows
            if _is(self.only, row)
            and (not self.category or row.package.get(self.category, 0) >= least)
            and (not parts or _has(parts, package(row.package, categories).lower()))
        ]
        return fitting if self.sort is Sort.LISTED else sorted(fitting, key=lambda row: _key(self.sort, row))


def pages_of(rows: Sequence[ListRow]) -> int:
    return max(1, -(-len(rows) // PER_PAGE))


def pages_around(page: int, pages: int) -> list[int | None]:
    """The pages to turn to: the first, those around ``page``, the last, with None for those left out between."""
    if pages == 1:
        return []
    offered = sorted({1, pages, *(near for near in range(page - 2, page + 3) if 1 <= near <= pages)})
    steps = ([here] if here == before + 1 else [None, here] for before, here in pairwise([0, *offered]))
    return [*chain.from_iterable(steps)]


def _is(only: Only, row: ListRow) -> bool:
    match only:
        case Only.ALL:
            return True
        case Only.BID:
            return bool(row.entered.strip())
        case Only.NOT_BID:
            return not row.entered.strip()
        case Only.REFUSED:
            return row.is_refused
        case Only.ALLOWED:
            return row.judged and not row.is_refused
        case Only.CLOCK:
            return row.clock_bid is not None


def _has(parts: Sequence[str], line: str) -> bool:
    return all(part in line for part in parts)


def _key(sort: Sort, row: ListRow) -> tuple[bool, int, int]:
    """Rows without the number come last, equals in the order of the list."""
    number = {
        Sort.AMOUNT: row.amount,
        Sort.CAP: row.said.get("cap"),
        Sort.ROOM: None if row.room is None else -row.room,
        Sort.POINTS: row.said.get("points"),
        Sort.DIFFERENCE: row.difference,
    }[sort]
    return number is None, -(number or 0), row.number
