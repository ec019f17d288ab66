"""What anybody sees of an auction, and what nobody sees before its publication."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from auctions import selectors
from tests.cast import Cast


def page(cast: Cast, name: str = "auction") -> str:
    response = Client().get(reverse(f"public:{name}", args=[cast.auction.slug]))
    assert response.status_code == 200
    return response.content.decode()


def test_the_home_page_lists_every_auction_with_its_stage(cast: Cast) -> None:
    cast.open_round()

    html = Client().get(reverse("public:home")).content.decode()

    assert f'href="{reverse("public:auction", args=[cast.auction.slug])}"' in html
    assert "Clock stage, round 1" in html
    assert "bidding open" in html


def test_without_auctions_the_home_page_says_so(db: None) -> None:
    assert "No auction has been announced." in Client().get(reverse("public:home")).content.decode()


def test_before_the_first_round_closes_the_page_shows_lots_and_schedule_only(cast: Cast) -> None:
    html = page(cast)

    assert "800 MHz" in html
    assert "to come" in html
    assert "<svg xmlns" not in html
    assert cast.auction.rulebook_hash in html


def test_after_a_round_prices_and_disclosed_demand_are_drawn_and_tabled(cast: Cast) -> None:
    cast.play_round(alpha={"A": 2}, beta={"A": 1})
    cast.open_round()

    html = page(cast)

    assert html.count('class="cb-chart"') == 2
    assert "Demand from 3 to 3 lots in round 1, supply 2." in html
    assert "<strong>3</strong>" in html


def test_no_page_names_who_bid_what(cast: Cast) -> None:
    cast.play_round(alpha={"A": 2}, beta={"A": 1})
    cast.open_round()
    cast.alpha.bids({"A": 2})

    for name in ("auction", "rounds_csv", "rounds_json", "status"):
        shown = re.sub(r'<ul class="govuk-list cb-rules">.*?</ul>', "", page(cast, name), flags=re.DOTALL)
        assert "2 × A" not in shown
        assert "package" not in shown.lower()


@pytest.mark.parametrize("name", ["file", "result_file"])
def test_files_with_every_bid_do_not_exist_before_publication(cast: Cast, name: str) -> None:
    cast.play_to_the_end()

    for client in (Client(), Client()):
        assert client.get(reverse(f"public:{name}", args=[cast.auction.slug])).status_code == 404
        client.force_login(cast.alpha.submitter.person)
        assert client.get(reverse(f"public:{name}", args=[cast.auction.slug])).status_code == 404


def test_a_finished_auction_shows_no_winner_before_publication(cast: Cast) -> None:
    cast.play_to_the_end()

    html = page(cast)

    assert "The result will be shown here when it is published." in html
    assert "Vickrey" not in html
    assert "Band plan" not in html


def test_the_published_result_shows_winners_prices_and_band_plan(cast: Cast) -> None:
    cast.play_to_the_end()
    cast.publish()
    known = selectors.facts(cast.auction, selectors.viewer_for(None))

    html = page(cast)

    assert f"EUR {known['total']['total']:,}" in html
    for winner in known["principal"]["winners"]:
        assert f">{winner['bidder']}<" in html
        assert f"<strong>{winner['price']:,}</strong>" in html
    assert "791 to 801 MHz" in html


def test_the_command_line_computes_from_the_published_file_what_the_published_page_shows(
    cast: Cast, tmp_path: Path
) -> None:
    cast.play_to_the_end()
    cast.publish()
    file = tmp_path / "auction.json"
    file.write_text(page(cast, "file"))

    command = [sys.executable, "-m", "auctions.formats", str(file)]
    computed = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    known = selectors.facts(cast.auction, selectors.viewer_for(None))
    assert computed["principal"]["winners"] == known["principal"]["winners"]
    assert computed["assignment"]["assignments"] == known["assignment"]["assignments"]
    assert computed["assignment"]["prices"] == known["assignment"]["prices"]
    assert computed["total"] == known["total"]
    html = page(cast)
    assert f"EUR {computed['total']['total']:,}" in html
    for winner in computed["principal"]["winners"]:
        assert f">{winner['bidder']}<" in html
        assert f"<strong>{winner['price']:,}</strong>" in html


def test_the_result_file_holds_each_case_with_its_result(cast: Cast) -> None:
    cast.play_to_the_end()
    cast.publish()

    documents = json.loads(page(cast, "result_file"))

    assert documents["principal"]["case"]["format"] == "clearband.wdp/1"
    assert documents["principal"]["result"]["proved_optimal"] is True


def test_downloads_are_saved_under_the_auctions_name(cast: Cast) -> None:
    response = Client().get(reverse("public:rounds_csv", args=[cast.auction.slug]))

    assert response.headers["Content-Disposition"] == 'attachment; filename="two-bands-rounds.csv"'


def test_an_unknown_auction_does_not_exist(db: None) -> None:
    assert Client().get("/auctions/nowhere/").status_code == 404


def test_the_status_bar_answers_304_while_nothing_changes(cast: Cast) -> None:
    client, url = Client(), reverse("public:status", args=[cast.auction.slug])
    tag = client.get(url).headers["ETag"]

    unchanged = client.get(url, headers={"If-None-Match": tag})
    cast.open_round()

    assert unchanged.status_code == 304
    assert client.get(url, headers={"If-None-Match": tag}).status_code == 200
