"""What the three kinds of ballot have in common on their way from a form to the rules and back to a page.

A kind reads a form into a ballot, says what the form's fields hold for a ballot, lays out its page, and tells the
ballot line by line on the confirmation and the receipt. Whether a ballot is allowed, only the rules say
(``selectors.check_ballot``).
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

Facts = Mapping[str, Any]
Ballot = dict[str, Any]
MOST_DIGITS = 15  # what JSON carries exactly everywhere
Entered = Mapping[str, str]  # a form field's name -> what stands in it
Totals = Mapping[str, Any]  # what the rules' verdict says of a ballot in numbers; empty where there is none
TotalsOf = Callable[[Ballot], Totals]


@dataclass(frozen=True)
class EntryError:
    """Something typed that cannot be read. ``field`` is the name of the form's field, or "" for the whole form."""

    field: str
    message: str


@dataclass(frozen=True)
class Reading:
    """A form as it was read.

    ``ballot`` is None where something could not be read at all; ``entered`` keeps what was typed; ``told`` says what
    the page has done with it.
    """

    ballot: Ballot | None
    errors: tuple[EntryError, ...]
    entered: Entered
    told: str = ""


@dataclass(frozen=True)
class Line:
    """One bid of a ballot as the confirmation and the receipt tell it.

    ``amount`` is in bid units, None where it is not money.
    """

    what: str
    amount: int | None
    remark: str = ""
    in_total: bool = True  # whether the amount is part of what a clock bid costs at the prices of its round


class BallotPage(ABC):
    """One kind of ballot. Holds no state."""

    template: str  # the page
    verdict_template: str  # what a check on the way answers, for htmx

    @abstractmethod
    def understands(self, ballot: Ballot) -> bool:
        """Whether ``ballot`` has this kind's shape, so that fields can be filled; an earlier stage's form has
        another."""

    @abstractmethod
    def read(self, data: Entered, facts: Facts) -> Reading:
        """Read the form's fields into a ballot."""

    @abstractmethod
    def entered(self, ballot: Ballot | None, facts: Facts) -> Entered:
        """What the fields hold for ``ballot``, or where none was placed yet what the page proposes."""

    def edited(self, reading: Reading, data: Entered, facts: Facts, totals_of: TotalsOf) -> Reading:
        """What was read, after the change that one of the form's buttons asks for, where this kind has such."""
        return reading

    @abstractmethod
    def layout(
        self, entered: Entered, facts: Facts, totals: Totals, shown: Container[str] | None = None
    ) -> dict[str, Any]:
        """The template's context: rows and totals. ``shown`` are the fields that the browser has on the page already,
        where it only asks for the rules' word on them.
        """

    @abstractmethod
    def lines(self, ballot: Ballot, facts: Facts) -> list[Line]:
        """The ballot bid by bid."""


def is_package(value: object) -> bool:
    """Whether ``value`` says how many lots of each category, as ``{"A": 2}`` does."""
    return isinstance(value, dict) and all(type(lots) is int for lots in value.values())


def is_list_of(ballot: Ballot, member: str, fits: Callable[[object], bool]) -> bool:
    """Whether ``ballot`` is a list of bids, each with an amount and a ``member`` that ``fits``."""
    return are_bids(ballot.get("bids"), member, fits)


def are_bids(bids: object, member: str, fits: Callable[[object], bool]) -> bool:
    """Whether ``bids`` is a list, each with an amount and a ``member`` that ``fits``."""
    return isinstance(bids, list) and all(
        isinstance(bid, dict) and fits(bid.get(member)) and type(bid.get("amount")) is int for bid in bids
    )


def whole_number(text: str, *, name: str | Callable[[], str]) -> int:
    """Read a number as people write it: ``250000``, ``250,000``, ``250 000``. ``name`` is what it is the number of; of
    thousands, it may be told only when it is needed.

    Raises ValueError with a sentence for the person.
    """
    plain = "".join(text.split()).replace(",", "")
    if plain.isascii() and plain.isdigit() and len(plain) <= MOST_DIGITS:
        return int(plain)
    raise ValueError(
        _("%(name)s must be a whole number, such as 2 or 250,000; it reads “%(text)s”.")
        % {"name": name() if callable(name) else name, "text": text[:40]}
    )
