"""Ready-made rulebooks: complete, marked with what they rest on, and played from the first round to the prices."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from auctions.formats.auction_file import auction_document, read_auction, replay
from auctions.formats.cca.rulebook import Rulebook
from auctions.formats.contract import Bidder, Status
from auctions.formats.frozen import complete_form
from auctions.formats.presets import preset, preset_names
from auctions.formats.registry import format_named
from auctions.lab.simulation import Played, play
from auctions.lab.spectrum import drawn_bidders, seeded_bidders
from winner_determination.documents import DocumentError

DOCUMENTATION = Path(__file__).parents[3] / "docs" / "formats" / "presets.md"
CCA = format_named("cca")


def rules_of(name: str) -> Rulebook:
    rulebook = preset(name).rules()
    assert isinstance(rulebook, Rulebook)
    return rulebook


def bidders_for(rulebook: Rulebook) -> tuple[Bidder, ...]:
    """Four bidders; the last one belongs to every class."""
    *others, last = drawn_bidders(rulebook, 4, "presets")
    return (*others, last.model_copy(update={"classes": tuple(each.id for each in rulebook.classes)}))


def played(rulebook: Rulebook) -> Played:
    bidders = bidders_for(rulebook)
    simulated = seeded_bidders(rulebook, bidders, "presets")
    return play(CCA, rulebook, bidders, {name: replace(each, packages=12) for name, each in simulated.items()})


def test_there_are_a_plain_one_and_four_in_the_style_of_an_auction() -> None:
    assert preset_names() == ("acma-2013", "canada-2014", "ireland-2012", "plain", "uk-2013")


@pytest.mark.parametrize("name", preset_names())
def test_a_preset_plays_a_whole_auction_to_its_prices(name: str) -> None:
    rulebook = rules_of(name)
    one = played(rulebook)
    assert CCA.phase(one.state).status is Status.FINISHED
    assert len(one.state.clock) >= 3
    for winner in one.state.principal["winners"]:
        reserve = sum(c.reserve * winner["package"].get(c.id, 0) for c in rulebook.categories)
        assert reserve <= winner["price"] <= winner["amount"]
    written = auction_document(rulebook=preset(name).rulebook, bidders=bidders_for(rulebook), acts=one.acts)
    assert CCA.report(replay(read_auction(written)).state) == CCA.report(one.state)


def test_r_w3_in_the_british_style_the_new_operator_wins_what_was_kept_for_it() -> None:
    state = played(rules_of("uk-2013")).state
    (newcomer,) = state.opt_in
    won = {winner["bidder"]: winner["package"] for winner in state.principal["winners"]}
    assert newcomer == "B4"
    assert any(won["B4"].get(c, 0) >= n for c, n in (("A(i)", 1), ("A(ii)", 1), ("C", 4)))


def test_r_c1_in_the_canadian_style_nobody_holds_more_than_two_paired_blocks_of_a_region() -> None:
    for winner in played(rules_of("canada-2014")).state.principal["winners"]:
        for region in "WCE":
            blocks = [lots for category, lots in winner["package"].items() if category.startswith(f"{region}-")]
            assert sum(blocks) <= 2


def test_the_lots_of_the_british_style_are_the_published_ones() -> None:
    categories = rules_of("uk-2013").categories
    assert [(c.id, c.supply) for c in categories] == [("A(i)", 4), ("A(ii)", 1), ("C", 14), ("E", 9)]
    assert sum(c.supply * c.reserve for c in categories) == 1_360_900  # GBP 1.36bn in thousands


def leaves(document: Any, place: str = "") -> Iterator[str]:
    """Every field of a rulebook's JSON as ``categories.reserve``; lists of lots and steps are one field."""
    if isinstance(document, dict) and document:
        for key, value in document.items():
            yield from leaves(value, f"{place}.{key}" if place else key)
    elif place == "categories":
        for category in document:
            yield from leaves(category, place)
    else:
        yield place


@pytest.mark.parametrize("name", preset_names())
def test_every_field_of_a_preset_says_what_it_rests_on(name: str) -> None:
    found = preset(name)
    said = set(found.provenance) | {"format", "title", "notice"}
    given = set(leaves(found.rulebook))
    unmarked = [field for field in given if not any(field == each or field.startswith(f"{each}.") for each in said)]
    idle = [
        each for each in found.provenance if not any(field == each or field.startswith(f"{each}.") for field in given)
    ]
    assert (unmarked, idle) == ([], [])


@pytest.mark.parametrize("name", [name for name in preset_names() if name != "plain"])
def test_a_style_claims_no_conformity_on_the_strength_of_what_is_recalled(name: str) -> None:
    found = preset(name)
    assert found.title.endswith("style")
    assert "no conformity with it is claimed" in found.rulebook["notice"]
    assert {each.mark for each in found.provenance.values()} >= {"recalled", "constructed"}


@pytest.mark.parametrize("name", preset_names())
def test_the_page_of_presets_shows_every_mark(name: str) -> None:
    text = DOCUMENTATION.read_text(encoding="utf-8")
    section = text[text.index(f"## `{name}`") :].split("\n## ")[0]
    rows = [f"| `{field}` | {each.mark} | {each.source} |" for field, each in preset(name).provenance.items()]
    assert [row for row in rows if row not in section] == []
    assert section.count("\n| `") == len(rows)


def test_an_unknown_preset_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(DocumentError, match=r"preset: should be one of acma-2013, .* uk-2013"):
        preset("uk-2012")


def command(*arguments: str) -> Any:
    ended = subprocess.run([sys.executable, "-m", "auctions.formats", *arguments], capture_output=True, check=True)
    return json.loads(ended.stdout)


def test_the_command_prints_a_complete_rulebook_that_reads_back() -> None:
    printed = command("--preset", "uk-2013")
    assert set(printed) == set(Rulebook.model_fields)
    assert CCA.read_rulebook(printed) == rules_of("uk-2013")
    assert complete_form(CCA.read_rulebook(printed)) == printed


def test_the_command_lists_the_presets_with_their_provenance() -> None:
    listed = command("--presets")["presets"]
    assert [each["name"] for each in listed] == list(preset_names())
    assert listed[-1]["provenance"]["categories.reserve"]["mark"] == "read"
