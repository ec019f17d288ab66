"""The supplementary page with two thousand packages: short pages, quick answers, nothing lost that is not shown."""

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from auctions.models import Bid
from portals.ballots.package_list import field
from tests.cast import Cast
from tests.portals.bidder.desk import Desk
from tests.portals.bidder.wide import as_csv, two_thousand_bids, wide_auction

LARGEST_PAGE = 300_000  # bytes
FIRST = 'amount:{"D":1}'
FINAL = 'amount:{"A":3,"B":2}'


@pytest.fixture
def cast(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    return wide_auction(monkeypatch)


@pytest.fixture
def long_list(alpha: Desk) -> Desk:
    """Alpha has read a file of two thousand packages."""
    file = SimpleUploadedFile("packages.csv", as_csv(two_thousand_bids()))
    return alpha.open().send("upload", {"file": file})


def view(desk: Desk, **fields: str) -> Desk:
    return desk.press_instead("confirm", "round", page="1", **fields)


def change(desk: Desk, how: str, **fields: str) -> Desk:
    return desk.press_instead("confirm", "round", bulk="1", change=how, **fields)


def amounts(desk: Desk) -> dict[str, str]:
    return {name: text for name, text in desk.form("confirm").items() if name.startswith("amount:")}


def test_a_page_shows_fifty_of_two_thousand_packages_and_stays_small(long_list: Desk) -> None:
    assert "2,000 packages were read from the file." in long_list.text
    assert len(amounts(long_list)) == 50
    assert len(long_list.page.content) < LARGEST_PAGE


def test_what_is_typed_on_one_page_is_kept_on_the_others(long_list: Desk) -> None:
    long_list.press_instead("confirm", "round", page="2", **{FIRST: "17"})
    assert FIRST not in amounts(long_list)

    view(long_list)

    assert amounts(long_list)[FIRST] == "17"


def test_all_two_thousand_packages_are_checked_and_confirmed_from_whatever_page(long_list: Desk) -> None:
    long_list.press_instead("confirm", "round", page="7").press("confirm")
    assert "Is this your bid?" in long_list.text

    long_list.press("submit")

    placed = Bid.objects.latest("sequence").ballot
    assert placed is not None
    assert {field(bid["package"]): bid["amount"] for bid in placed["bids"]} == {
        field(bid["package"]): bid["amount"] for bid in two_thousand_bids()
    }


def test_the_list_is_filtered_by_lots_and_sorted_by_amount(long_list: Desk) -> None:
    view(long_list, category="D", least="7", sort="amount")

    numbers = [int(text.replace(",", "")) for text in amounts(long_list).values()]
    assert numbers == sorted(numbers, reverse=True)
    assert all('"D":7' in name for name in amounts(long_list))
    assert "250 of 2,000 packages." in long_list.text


def test_r_s4_refused_packages_are_found_and_removed_in_two_steps(long_list: Desk) -> None:
    view(long_list, **{FIRST: "999999"}, only="refused")
    assert list(amounts(long_list)) == [FIRST]
    assert "1 of 2,000 packages." in long_list.text
    assert "refused R-S4 at most" in long_list.text

    change(long_list, "remove_refused")

    assert "1 amount was changed." in long_list.text
    assert "1,999 packages with an amount" in long_list.text


def test_everything_shown_is_raised_to_its_cap_and_the_rules_allow_it(long_list: Desk) -> None:
    view(long_list, category="A", least="3")

    change(long_list, "set_to_cap")
    long_list.press("confirm")

    assert "This bid cannot be placed" not in long_list.text


def test_ten_per_cent_less_changes_what_the_filter_shows_and_nothing_else(long_list: Desk) -> None:
    change(view(long_list, find="7 × D"), "change_by_percent", percent="-10")
    assert "250 amounts were changed." in long_list.text

    view(long_list, find="")

    assert amounts(long_list)[FIRST] == "3"
    assert amounts(long_list)['amount:{"D":7}'] == "19"  # 18.9, to the nearest unit


def test_per_cent_that_cannot_be_read_change_nothing_and_say_so(long_list: Desk) -> None:
    change(long_list, "change_by_percent", percent="ten")

    assert long_list.page.status_code == 422
    assert "Say by how many per cent" in long_list.text


def test_the_clock_bid_stands_beside_the_amount_with_its_round_and_the_difference(alpha: Desk) -> None:
    alpha.open()

    view(alpha, **{FINAL: "60"})

    assert "3 × A, 2 × B 5 43 round 2; +17 43" in alpha.text  # points; 3 lots of A at 11 and 2 of B at 5; floor


def test_r_s8_the_amount_certain_to_win_follows_the_list_as_typed(alpha: Desk) -> None:
    alpha.open().send("check", {**alpha.form("confirm"), FINAL: "50"})
    before = alpha.text

    alpha.send("check", {**Desk(alpha.client).open().form("confirm"), 'amount:{"A":4}': "70"})

    assert "Certain to win" in before
    assert alpha.text.split("Certain to win")[1][:8] != before.split("Certain to win")[1][:8]


def test_a_made_up_list_is_refused_in_words(alpha: Desk) -> None:
    alpha.open().press("confirm", list="1-2:x")

    assert alpha.page.status_code == 422
    assert "The form's list cannot be read." in alpha.text


def test_the_rules_answer_two_thousand_packages_while_a_person_types(long_list: Desk) -> None:
    form = long_list.form("confirm")
    started = time.perf_counter()

    long_list.send("check", {**form, FIRST: "4"})

    assert time.perf_counter() - started < 2  # a tenth of it on a machine of its own; here others test as well
    assert len(long_list.page.content) < LARGEST_PAGE / 4
    assert "2,000 packages with an amount" in long_list.text
