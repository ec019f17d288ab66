"""Hosting a file: what is frozen, what is refused, and the command for it."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from auctions import services
from auctions.errors import AuctionUnreadable
from auctions.models import Auction, Participant
from auctions.record import EntryKind
from bidders.models import OrganisationKind, SeatRole
from journal.canonical import digest
from journal.keys import public_key
from journal.models import Entry
from journal.selectors import entries_of
from tests.cast import DOCUMENT, RULEBOOK, SEED, Cast, a_person, a_seat, an_organisation

pytestmark = pytest.mark.django_db


def host(**changes: Any) -> Auction:
    regulator = an_organisation(kind=OrganisationKind.REGULATOR)
    return services.host_auction(document=DOCUMENT | changes, slug="hosted", title="Hosted", regulator=regulator)


def test_the_chain_begins_with_rules_and_participants_and_their_hash(cast: Cast) -> None:
    first = entries_of(cast.auction.chain)[0]

    assert (first.sequence, first.kind) == (1, "genesis")
    assert first.body["rulebook"] == RULEBOOK
    assert first.body["participants"] == {"Alpha": "alpha", "Beta": "beta", "Gamma": "gamma", "Delta": "delta"}
    assert first.body["rules_hash"] == cast.auction.rulebook_hash
    assert cast.auction.rulebook_hash == digest({"rulebook": RULEBOOK, "bidders": first.body["bidders"]})
    assert first.body["public_key"] == public_key()
    assert SEED not in json.dumps(first.body)


def test_a_bidder_without_an_organisation_gets_one() -> None:
    auction = host()

    participants = Participant.objects.filter(auction=auction)
    assert [(p.bidder_id, p.name, p.organisation.slug) for p in participants][:2] == [
        ("Alpha", "Alpha", "alpha"),
        ("Beta", "Beta", "beta"),
    ]


def test_the_seed_may_come_from_the_files_own_act_that_reveals_it() -> None:
    auction = host(acts=[{"act": "decide", "decision": "reveal_seed", "body": {"seed": SEED}}])

    assert auction.seed == SEED
    assert "acts" not in auction.document


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"rulebook": {**RULEBOOK, "format": "raffle"}}, "rulebook.format"),
        ({"rulebook": {**RULEBOOK, "categories": []}}, "rulebook.categories"),
        ({"bidders": [{"id": "Alpha"}, {"id": "Alpha"}]}, "listed twice"),
        ({"surprise": 1}, "surprise: unknown field"),
    ],
)
def test_a_file_that_cannot_be_hosted_is_refused_naming_the_place(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(AuctionUnreadable, match=reason):
        host(**changes)

    assert not Auction.objects.exists()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"rulebook": {**RULEBOOK, "activity": {"rule": "points"}}},
            "rulebook.activity.rule: is frozen at 'relaxed'; 'points' would be another auction",
        ),
        ({}, "by these rules: give another slug"),
    ],
)
def test_a_hosted_auctions_rules_are_frozen_and_hosting_it_again_is_refused_by_field(
    cast: Cast, changes: dict[str, Any], reason: str
) -> None:
    with pytest.raises(AuctionUnreadable) as refused:
        services.host_auction(
            document=DOCUMENT | changes, slug=cast.auction.slug, title="Again", regulator=cast.regulator
        )
    assert str(refused.value).startswith(f"An auction {cast.auction.slug} is hosted already")
    assert reason in str(refused.value)


def test_the_database_itself_refuses_to_change_the_rules(cast: Cast) -> None:
    changed = {**cast.auction.document, "rulebook": {**RULEBOOK, "title": "Another"}}
    with pytest.raises(DatabaseError, match="the rules of two-bands are frozen"), transaction.atomic():
        Auction.objects.filter(pk=cast.auction.pk).update(document=changed)
    Auction.objects.filter(pk=cast.auction.pk).update(title="Renamed")
    cast.auction.refresh_from_db()
    assert (cast.auction.title, cast.auction.document["rulebook"]) == ("Renamed", RULEBOOK)


def command(*arguments: str) -> str:
    out = StringIO()
    call_command("host", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "auction.json"
    path.write_text(json.dumps(DOCUMENT))
    return str(path)


def test_the_command_hosts_a_file_under_a_slug_made_from_its_title(file: str, tmp_path: Path) -> None:
    an_organisation("Authority", OrganisationKind.REGULATOR)
    seed = tmp_path / "seed"
    seed.write_text(f"{SEED}\n")

    said = command(file, "--regulator", "authority", "--seed-file", str(seed), "--in-clear")

    auction = Auction.objects.get(slug="two-bands")
    assert (auction.title, auction.seed, auction.demonstration) == ("Two bands", SEED, False)
    assert auction.rulebook_hash in said


def test_the_command_refuses_an_unknown_authority_a_slug_in_use_and_a_file_that_is_none(
    file: str, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match="no authority with the slug nobody"):
        command(file, "--regulator", "nobody", "--in-clear")
    an_organisation("Authority", OrganisationKind.REGULATOR)
    command(file, "--regulator", "authority", "--in-clear")
    with pytest.raises(CommandError, match="two-bands is hosted already"):
        command(file, "--regulator", "authority", "--in-clear")
    list_file = tmp_path / "list.json"
    list_file.write_text("[]")
    with pytest.raises(CommandError, match="should be"):
        command(str(list_file), "--regulator", "authority", "--in-clear")


def test_the_command_asks_for_three_custodians_or_an_explicit_word_that_sealed_rounds_rest_in_clear(file: str) -> None:
    authority = an_organisation("Authority", OrganisationKind.REGULATOR)
    for username, role in (
        ("ann", "auctioneer"),
        ("ben", "second_officer"),
        ("cleo", "compliance"),
        ("dan", "observer"),
    ):
        a_seat(a_person(username), authority, SeatRole(role))
    named = [word for username in ("ann", "ben", "cleo") for word in ("--custodian", username)]

    for arguments, reason in (
        ([], "Name three custodians"),
        ([*named, "--in-clear"], "Name three custodians"),
        (named[:4], "three different people"),
        ([*named[:4], "--custodian", "dan"], "dan is no officer of Authority"),
    ):
        with pytest.raises(CommandError, match=reason):
            command(file, "--regulator", "authority", *arguments)
    command(file, "--regulator", "authority", *named)

    genesis = Entry.objects.get(kind=EntryKind.GENESIS)
    assert [each["person"] for each in genesis.body["custodians"]] == ["ann", "ben", "cleo"]
