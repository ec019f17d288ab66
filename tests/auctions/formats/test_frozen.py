"""A frozen rulebook is known by its hash, and one changed field is refused."""

from typing import Any

import pytest

from auctions.formats.auction_file import auction_document, read_auction
from auctions.formats.frozen import check_unchanged, complete_form, rulebook_hash
from auctions.formats.registry import format_named
from tests.rulebooks import BIDDERS, small_rulebook
from winner_determination.documents import Document, DocumentError


def read(**changes: Any) -> Document:
    rulebook: Document = format_named("cca").read_rulebook(small_rulebook(**changes))
    return rulebook


def test_the_hash_does_not_depend_on_how_the_same_rules_are_written() -> None:
    as_default = rulebook_hash(read())
    assert rulebook_hash(read(activity={"rule": "relaxed", "requirement": 1.0}, caps=[])) == as_default
    assert rulebook_hash(read(activity={"requirement": "7/10"})) == rulebook_hash(read(activity={"requirement": 0.7}))


def test_the_complete_form_reads_back_as_the_same_rulebook() -> None:
    written = complete_form(read(activity={"requirement": 0.7}, deposits={"supplementary_share": "1/3"}))
    assert complete_form(format_named("cca").read_rulebook(written)) == written
    assert (written["activity"]["requirement"], written["extensions"]["per_bidder"]) == ("7/10", 0)


def test_every_changed_field_changes_the_hash() -> None:
    changes: list[dict[str, Any]] = [
        {"title": "another"},
        {"seed_commitment": "0" * 64},
        {"supplementary": {"max_packages": None}},
        {"pricing": {"rounding": {"up_to": 1000}}},
        {"categories": [{"id": "A", "supply": 3, "reserve": 11, "points": 2}]},
    ]
    assert len({rulebook_hash(read(**change)) for change in changes} | {rulebook_hash(read())}) == len(changes) + 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": "Big"}, "title: is frozen at 'A small auction'; 'Big' would be another auction"),
        ({"increments": {"round_to": 5}}, "increments.steps: is frozen at "),
        ({"supplementary": {"caps": ["final"]}}, "supplementary.caps: is frozen at ['relative', 'final']; ['final']"),
        (
            {"closing": {"auctioneer_may_end": True}},
            "closing.auctioneer_may_end: is frozen at False; True would be another auction",
        ),
    ],
)
def test_one_changed_field_of_a_frozen_rulebook_is_refused_by_name(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(DocumentError) as error:
        check_unchanged(read(), read(**changes))
    assert str(error.value).startswith(message)


def test_the_same_rules_written_otherwise_are_not_refused() -> None:
    check_unchanged(read(), read(activity={"requirement": "1"}, caps=[]))


def test_a_file_is_frozen_by_its_hash_and_a_changed_rule_in_it_refused() -> None:
    written = auction_document(rulebook=small_rulebook(), bidders=BIDDERS, acts=())
    assert read_auction(written).bidders == BIDDERS
    changed = {**written, "rulebook": small_rulebook(title="another")}
    with pytest.raises(
        DocumentError, match=r"rulebook: was changed after it was frozen: its hash is .*another auction"
    ):
        read_auction(changed)


def test_a_number_beyond_what_json_carries_exactly_has_no_hash() -> None:
    with pytest.raises(DocumentError, match="rulebook: "):
        rulebook_hash(read(categories=[{"id": "A", "supply": 1, "reserve": 2**60, "points": 1}]))


def test_a_requirement_by_rounds_is_written_as_steps_and_reads_back() -> None:
    steps = [{"from_round": 1, "share": "7/10"}, {"from_round": 10, "share": "1"}]
    rules = read(activity={"requirement": steps})

    assert complete_form(rules)["activity"]["requirement"] == steps
    assert format_named("cca").read_rulebook(complete_form(rules)) == rules
