"""docs/hosting.md keeps up with the code."""

import re
from pathlib import Path

from auctions.record import EntryKind
from bidders.models import SeatRole
from tests.cast import Cast

TEXT = (Path(__file__).parents[3] / "docs" / "hosting.md").read_text(encoding="utf-8")


def test_every_kind_of_entry_has_its_line_and_no_line_is_left_over() -> None:
    assert re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE) == [kind.value for kind in EntryKind]


def test_every_role_has_its_line() -> None:
    table = TEXT[TEXT.index("| seat | may |") :]

    assert [role.label for role in SeatRole if role.label not in table] == []


def test_the_receipts_fields_are_the_documented_ones(cast: Cast) -> None:
    cast.open_round()
    receipt = cast.alpha.bids({"A": 1}).receipt

    documented = re.search(r"The receipt is `\{([^}]*)\}`", TEXT)
    assert documented is not None
    assert set(documented[1].split(", ")) == set(receipt) - {"format", "signature"}
