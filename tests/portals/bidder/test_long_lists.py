"""A long supplementary list before anybody sees it: packed, filtered, ordered, edited at once."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portals.ballots.bulk_edits import Bulk, edited, percent_in
from portals.ballots.list_view import ListRow, ListView, Only, Sort, pages_around
from portals.ballots.package_list import field, package_of, packed, unpacked
from portals.templatetags.figures import as_key

CATEGORIES = [{"id": "A"}, {"id": 'B"x'}]
IDS = [category["id"] for category in CATEGORIES]


def row(number: int, package: dict[str, int], entered: str = "", **said: Any) -> ListRow:
    amount = int(entered) if entered else None
    return ListRow(number, field(package), package, entered, amount, said, judged=bool(entered), clock_round=None)


ROWS = [
    row(1, {"A": 1}, "30", cap=40, floor=10, points=2, clock_bid=20, refusals=[]),
    row(2, {"A": 2}, "90", cap=60, floor=20, points=4, clock_bid=None, refusals=[{"rule": "R-S4"}]),
    row(3, {'B"x': 1}, cap=25, floor=5, points=1, clock_bid=22, refusals=[]),
    row(4, {"A": 1, 'B"x': 1}, "50", cap=None, floor=15, points=3, clock_bid=None, refusals=[]),
]


def numbers(view: ListView) -> list[int]:
    return [each.number for each in view.of(ROWS, CATEGORIES)]


@given(
    st.lists(
        st.tuples(st.tuples(st.integers(0, 99), st.integers(0, 99)).filter(any), st.text(max_size=12)),
        unique_by=lambda each: each[0],
    )
)
def test_a_list_comes_back_as_it_was_packed_whatever_was_typed(rows: list[tuple[tuple[int, int], str]]) -> None:
    packages = [({name: n for name, n in zip(IDS, lots, strict=True) if n}, text) for lots, text in rows]

    assert unpacked(packed(packages, IDS), IDS) == {field(package): text for package, text in packages}


def test_a_field_is_named_by_its_package_and_says_which() -> None:
    package = {'B"x': 2, "A": 1}

    assert field(package) == "amount:" + as_key(package)
    assert package_of(field(package)) == {"A": 1, 'B"x': 2}


@pytest.mark.parametrize("made_up", ["1:5", "1-2-3:5", "a-b:5", "1-99999999999:5", ";;x"])
def test_a_made_up_list_is_refused(made_up: str) -> None:
    with pytest.raises(ValueError, match="^" + made_up.strip(";").partition(":")[0]):
        unpacked(made_up, IDS)


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (ListView(), [1, 2, 3, 4]),
        (ListView(only=Only.BID), [1, 2, 4]),
        (ListView(only=Only.NOT_BID), [3]),
        (ListView(only=Only.REFUSED), [2]),
        (ListView(only=Only.ALLOWED), [1, 4]),
        (ListView(only=Only.CLOCK), [1, 3]),
        (ListView(category="A"), [1, 2, 4]),
        (ListView(category="A", least="2"), [2]),
        (ListView(find="1 × a, b"), [4]),
        (ListView(sort=Sort.AMOUNT), [2, 4, 1, 3]),
        (ListView(sort=Sort.CAP), [2, 1, 3, 4]),
        (ListView(sort=Sort.ROOM), [2, 1, 3, 4]),
        (ListView(sort=Sort.POINTS), [2, 4, 1, 3]),
        (ListView(sort=Sort.DIFFERENCE), [1, 2, 3, 4]),
    ],
)
def test_a_view_shows_what_fits_in_its_order(view: ListView, expected: list[int]) -> None:
    assert numbers(view) == expected


def test_a_view_that_makes_no_sense_is_the_whole_list() -> None:
    assert ListView.read({"only": "x", "sort": "y", "page": "-1", "least": "z", "category": ""}) == ListView(least="z")
    assert ListView.read({"at": "3", "page": "2"}).page == 2


@pytest.mark.parametrize(
    ("page", "pages", "expected"),
    [
        (1, 1, []),
        (1, 4, [1, 2, 3, 4]),
        (1, 41, [1, 2, 3, None, 41]),
        (20, 41, [1, None, 18, 19, 20, 21, 22, None, 41]),
        (41, 41, [1, None, 39, 40, 41]),
    ],
)
def test_few_pages_are_offered_to_turn_to_the_ends_among_them(
    page: int, pages: int, expected: list[int | None]
) -> None:
    assert pages_around(page, pages) == expected


def changed(bulk: Bulk, percent: str = "0") -> dict[int, str]:
    found = edited(ROWS, bulk, percent=percent_in(percent))
    return {each.number: found[each.field] for each in ROWS if each.field in found}


def test_set_to_the_cap_leaves_packages_without_one_alone() -> None:
    assert changed(Bulk.SET_TO_CAP) == {1: "40", 2: "60", 3: "25"}


def test_set_to_the_floor() -> None:
    assert changed(Bulk.SET_TO_FLOOR) == {1: "10", 2: "20", 3: "5", 4: "15"}


def test_a_rise_in_per_cent_rounds_to_whole_units_and_stops_at_the_cap_but_lowers_nothing() -> None:
    assert changed(Bulk.CHANGE_BY_PERCENT, "5") == {1: "32", 4: "53"}  # 31.5 and 52.5; 90 is above its cap already
    assert changed(Bulk.CHANGE_BY_PERCENT, "50") == {1: "40", 4: "75"}
    assert changed(Bulk.CHANGE_BY_PERCENT, "-10%") == {1: "27", 2: "81", 4: "45"}


def test_what_is_refused_is_removed_and_everything_can_be_cleared() -> None:
    assert changed(Bulk.REMOVE_REFUSED) == {2: ""}
    assert changed(Bulk.CLEAR) == {1: "", 2: "", 4: ""}


@pytest.mark.parametrize("text", ["", "five", "1e9", "-101", "nan"])
def test_per_cent_that_make_no_sense_are_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match=r"[Pp]er cent"):
        percent_in(text)
