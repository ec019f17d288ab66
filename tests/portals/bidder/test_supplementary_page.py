"""The supplementary list: caps and floors beside the amounts, rows added, files down and up, one confirmation."""

from django.core.files.uploadedfile import SimpleUploadedFile

from auctions.models import Bid
from tests.cast import Cast
from tests.portals.bidder.desk import Desk

FINAL = 'amount:{"A":1,"B":1}'


def test_the_list_shows_clock_packages_with_floor_and_the_amount_certain_to_win(cast: Cast, alpha: Desk) -> None:
    cast.play_clock()
    cast.open_round()

    alpha.open()

    assert "1 × A, 1 × B 3 16 round 2 16" in alpha.text  # points, clock bid and its round, floor
    assert "Certain to win" in alpha.text
    assert alpha.form("confirm")[FINAL] == ""


def test_a_list_goes_through_the_confirmation_in_figures_and_words_to_its_receipt(cast: Cast, alpha: Desk) -> None:
    cast.play_clock()
    cast.open_round()

    alpha.open().press("confirm", **{FINAL: "30"})
    assert "1 × A, 1 × B 30 thirty EUR" in alpha.text
    alpha.press("submit")

    assert "Bid received" in alpha.text
    assert Bid.objects.latest("sequence").ballot == {"bids": [{"package": {"A": 1, "B": 1}, "amount": 30}]}


def test_r_s4_a_row_over_its_cap_is_refused_with_the_binding_round_and_kept(cast: Cast, alpha: Desk) -> None:
    cast.play_round(alpha={"A": 2}, beta={"A": 2})
    cast.play_round(alpha={"A": 1}, beta={"A": 1})
    cast.open_round()

    alpha.open().press("confirm", **{'amount:{"A":2}': "90", 'amount:{"A":1}': "11"})

    assert alpha.page.status_code == 422
    # Round 2 is both the last in which 2 A was open to Alpha (R-S2) and the final one (R-S4), which is named.
    assert "R-S4 row 1: at most 22: in round 2 you chose 1 A" in alpha.text
    assert "refused R-S4 at most 22" in alpha.text  # beside the row itself
    assert alpha.form("confirm")['amount:{"A":2}'] == "90"


def test_a_package_is_added_to_the_list_without_placing_anything(cast: Cast, alpha: Desk) -> None:
    cast.play_clock()
    cast.open_round()
    before = Bid.objects.count()

    alpha.open().press_instead("confirm", "round", **{"new:A": "1", "new_amount": "12", "add": "1"})

    assert alpha.form("confirm")['amount:{"A":1}'] == "12"
    assert Bid.objects.count() == before


def test_adding_a_package_without_lots_says_so(cast: Cast, alpha: Desk) -> None:
    cast.play_clock()
    cast.open_round()

    alpha.open().press_instead("confirm", "round", add="1")

    assert "Say how many lots the new package holds." in alpha.text


def test_an_amount_many_times_too_high_is_asked_about_once_and_then_goes_on(cast: Cast, alpha: Desk) -> None:
    cast.play_clock()
    cast.open_round()

    alpha.open().press("confirm", **{FINAL: "30000"})
    assert "Is this amount right?" in alpha.text
    assert "the package at the last clock prices 16 1,875.0 times as much" in alpha.text

    alpha.press_instead("round", "confirm", amounts_are_right="1")
    assert "Is this your bid?" in alpha.text


def test_the_file_comes_back_as_it_went_out(cast: Cast, alpha: Desk) -> None:
    cast.play_clock()
    cast.open_round()
    lines = alpha.open("file").page.content.decode().splitlines()
    assert lines[0].startswith("A,B,amount,points,floor,cap")
    assert lines[1].startswith("1,1,,3,16")

    filled = lines[0] + "\n" + lines[1].replace("1,1,,", "1,1,30,") + "\n"
    alpha.open().send("upload", {"file": SimpleUploadedFile("packages.csv", filled.encode())})

    assert "1 package was read from the file. Nothing is placed yet" in alpha.text
    assert alpha.form("confirm")[FINAL] == "30"


def test_a_file_with_errors_is_refused_as_a_whole_row_by_row(cast: Cast, alpha: Desk) -> None:
    cast.play_clock()
    cast.open_round()
    rows = "A,B,amount\n1,0,12\n1,0,5.5\n0,0,7\n1,0,13\n"

    alpha.open().send("upload", {"file": SimpleUploadedFile("packages.csv", rows.encode())})

    assert alpha.page.status_code == 422
    assert "3 rows have errors. Nothing of the file was taken" in alpha.text
    assert "4 The package holds no lots." in alpha.text
    assert "5 The same package stands in an earlier row." in alpha.text


def test_a_file_without_the_columns_is_refused(cast: Cast, alpha: Desk) -> None:
    cast.play_clock()
    cast.open_round()

    alpha.open().send("upload", {"file": SimpleUploadedFile("packages.csv", b"A,B\n1,0\n")})

    assert "The header lacks the column amount." in alpha.text
