"""The wizard's pages without JavaScript: what is typed is kept, what is wrong is said at its field."""

import pytest
from django.urls import reverse

from auctions.drafts.models import AuctionDraft
from auctions.formats.presets import preset_names
from bidders.models import Seat
from portals.regulator.drafts.steps import STEPS
from tests.portals.regulator.drafts.desk import Writer, refusals_of


@pytest.mark.parametrize("name", preset_names())
def test_every_page_of_a_draft_from_a_preset_opens_and_sends_its_own_form_back_unchanged(
    auctioneer: Seat, name: str
) -> None:
    begun = Writer.of(auctioneer.person).sends("new", title="Spring sale", preset=name)
    draft = AuctionDraft.objects.get()
    writer = Writer.of(auctioneer.person, draft)
    before = writer.content

    assert begun.address == reverse("drafts:step", args=[draft.pk, "title"])
    for step in STEPS:
        assert writer.types(step.name, typing=True).status == 200
    after = writer.content
    assert after == before and after["slug"] == "spring-sale"
    assert writer.sees("preview").status == 200


def test_a_new_draft_needs_a_title_and_rules(auctioneer: Seat) -> None:
    answer = Writer.of(auctioneer.person).sends("new", title="", preset="")

    assert answer.status == 422
    assert "Give the auction a title." in answer.text and "Choose the rules to begin with." in answer.text
    assert not AuctionDraft.objects.exists()


def test_what_is_typed_is_saved_and_leads_to_the_next_page(writer: Writer) -> None:
    answer = writer.types("schedule", {"rulebook.schedule.clock_minutes": "45"})

    assert answer.address == reverse("drafts:step", args=[writer.draft.pk if writer.draft else 0, "disclosure"])
    assert writer.content["rulebook"]["schedule"]["clock_minutes"] == 45


REFUSED: list[tuple[str, str, str, str]] = [
    ("title", "rulebook.title", "", "the auction needs a title"),
    ("title", "slug", "Two Bands", "should match pattern"),
    ("title", "slug", "drafts", "kept for other pages"),
    ("title", "slug", "two-bands-mock-1", "kept for other pages"),
    ("title", "rulebook.unit.multiple", "0", "greater than or equal to 1"),
    ("categories", "rulebook.categories[0].id", "", "missing"),
    ("categories", "rulebook.categories[0].reserve", "a lot", "valid integer (given 'a lot')"),
    ("categories", "rulebook.categories[0].supply", "0", "greater than or equal to 1"),
    ("categories", "rulebook.categories[0].points", "-1", "greater than or equal to 0"),
    ("bidders", "bidders[0].id", "", "missing"),
    ("bidders", "bidders[1].id", "Red", "Red is listed twice"),
    ("bidders", "bidders[0].eligibility", "many", "valid integer (given 'many')"),
    ("bidders", "bidders[0].deposit", "-5", "greater than or equal to 0"),
    ("bidders", "bidders[0].classes", "small", "unknown class small; there are none"),
    ("bidders", "bidders[0].organisation", "nobody", "there is no bidder nobody on this platform"),
    ("bidders", "bidders[0].submitters", "auctioneer", "has a seat of Authority"),
    ("bidders", "bidders[1].submitters", "ruth", "ruth is named twice"),
    ("bidders", "bidders[1].viewers", "no name", "letters, digits and @ . + - _ would pass"),
    ("bidders", "bidders[0].two_signatures", "1", "two signatures need two submitters at least"),
    ("rules", "rulebook.activity.rule", "whim", "'points'"),
    ("rules", "rulebook.activity.requirement", "most of it", "0.7"),
    ("rules", "rulebook.increments.lowest", "60", "lowest is 0 or more and at most highest"),
    ("rules", "rulebook.increments.round_to", "0", "greater than or equal to 1"),
    ("rules", "rulebook.supplementary.caps", "lax", "'relative'"),
    ("rules", "rulebook.winner_determination.ties", "seed, most_lots", "seed decides every tie"),
    ("rules", "rulebook.deposits.clock_share", "2", "above 0 and at most 1"),
    ("schedule", "rulebook.schedule.clock_minutes", "0", "greater than or equal to 1"),
    ("schedule", "rulebook.extensions.per_bidder", "-1", "greater than or equal to 0"),
    ("disclosure", "rulebook.disclosure.total_demand", "gossip", "'exact'"),
    ("seed", "custodians", "auctioneer, officer2", "3 different people, or nobody"),
    ("seed", "custodians", "a, b, c", "no officer"),
]
BESIDE = {
    "bidders[0].two_signatures": "bidders[0].submitters",
    # what several fields say of one another stands beside the first of them
    "rulebook.increments.lowest": "rulebook.increments.measure",
    "rulebook.winner_determination.ties": "rulebook.winner_determination.reserve_bids",
}


@pytest.mark.parametrize(("step", "place", "typed", "reason"), REFUSED, ids=lambda value: str(value)[:40])
def test_a_refusal_stands_beside_its_field_and_what_was_typed_is_kept(
    writer: Writer, step: str, place: str, typed: str, reason: str
) -> None:
    answer = writer.types(step, {place: typed})

    assert answer.status == 422
    assert reason in " ".join(refusals_of(answer, BESIDE.get(place, place)))
    assert f'value="{typed}"' in answer.html
