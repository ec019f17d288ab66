"""From a ready-made rulebook to a hosted auction whose pages open, by the commands that docs/hosting.md gives."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from auctions import selectors
from auctions.formats.presets import preset_names
from auctions.models import Auction
from bidders.models import OrganisationKind, SeatRole
from portals.rules_in_words import rules_in_words
from tests.cast import a_person, a_seat, an_organisation
from tests.portals.bidder.desk import words_of
from tests.portals.regulator.officer import Officer

BIDDERS = [{"id": "Alpha", "eligibility": 40}, {"id": "Beta", "eligibility": 40}]


def hosted(preset: str, tmp_path: Path) -> Auction:
    """The auction, hosted as a person does it at a shell."""
    rulebook, bidders = tmp_path / "rulebook.json", tmp_path / "bidders.json"
    command = [sys.executable, "-m", "auctions.formats", "--preset", preset, "--out", str(rulebook)]
    subprocess.run(command, check=True)
    bidders.write_text(json.dumps(BIDDERS))
    authority = an_organisation("Authority", OrganisationKind.REGULATOR)
    a_seat(a_person("auctioneer"), authority, SeatRole.AUCTIONEER)
    a_seat(a_person("officer2"), authority, SeatRole.SECOND_OFFICER)
    options = {"bidders": str(bidders), "regulator": authority.slug, "slug": preset, "in_clear": True}
    call_command("host", str(rulebook), **options, stdout=StringIO())
    return Auction.objects.get(slug=preset)


@pytest.mark.parametrize("preset", preset_names())
def test_a_preset_is_hosted_and_played_from_the_pages_of_officer_bidder_and_public(
    db: None, tmp_path: Path, preset: str
) -> None:
    auction = hosted(preset, tmp_path)
    officer, second_officer = (
        Officer.of(auction.regulator.seats.get(role=role).person, preset)
        for role in (SeatRole.AUCTIONEER, SeatRole.SECOND_OFFICER)
    )
    alpha = auction.participants.get(bidder_id="Alpha")
    bidder = Officer.of(a_seat(organisation=alpha.organisation).person, preset).client

    fields = officer.does("open").fields
    officer.sends("open", fields, confirmed="1")
    second_officer.approves()

    public = words_of(bidder.get(f"/auctions/{preset}/").content.decode())
    assert "Your bid in clock round 1" in words_of(bidder.get(f"/bid/{preset}/").content.decode())
    assert auction.notice in public
    for line in rules_in_words(selectors.rulebook(auction)):
        assert f"{line.rule} {line.text}" in public
    for name in ("control_room", "rounds", "result", "journal"):
        assert officer.sees(name).status == 200
