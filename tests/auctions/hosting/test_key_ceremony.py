"""The key ceremony: three passphrases make keys, three files are confirmed, and only then is a sealed round opened."""

import json

import pytest

from auctions import selectors, services
from auctions.custody import Ceremony, CustodianKey, RoundKey
from auctions.errors import AuctionUnreadable, CeremonyMissing, SealingRefused
from auctions.models import Round
from auctions.record import EntryKind
from bidders.models import SeatRole
from journal.models import Entry
from tests.cast import DOCUMENT, Cast, a_seat, assemble, passphrase_of


@pytest.fixture
def cast(db: None) -> Cast:
    """An auction with custodians who have not met."""
    return assemble(custodians=True)


def all_choose(cast: Cast, *, another: bool = False) -> Ceremony:
    for seat in cast.custodians:
        made = services.choose_passphrase(
            auction=cast.auction, by=seat, passphrase=passphrase_of(seat), another=another
        )
    return made


def test_the_first_entry_names_the_custodians(cast: Cast) -> None:
    genesis = Entry.objects.get(kind=EntryKind.GENESIS)

    assert [(each["person"], each["role"]) for each in genesis.body["custodians"]] == [
        ("auctioneer", "auctioneer"),
        ("officer2", "second_officer"),
        ("compliance", "compliance"),
    ]


def test_the_third_passphrase_makes_eight_keys_whose_private_halves_are_nowhere(cast: Cast) -> None:
    ceremony = all_choose(cast)

    entry = Entry.objects.get(kind=EntryKind.KEYS_MADE)
    assert [key["number"] for key in entry.body["keys"]] == list(range(1, 9))
    assert entry.body["by"]["person"] == "compliance"
    assert sorted(entry.body["custodians"]) == ["auctioneer", "compliance", "officer2"]
    assert set(entry.body["keys"][0]) == {"number", "public_key", "digests"}
    assert ceremony.round_keys.count() == 8
    assert "box" not in json.dumps(entry.body)


def test_until_the_third_one_s_own_passphrase_may_be_chosen_anew(cast: Cast) -> None:
    services.choose_passphrase(auction=cast.auction, by=cast.auctioneer, passphrase="a first passphrase")
    all_choose(cast)

    file = services.share_file(auction=cast.auction, by=cast.auctioneer)
    confirmed = services.confirm_share(
        auction=cast.auction, by=cast.auctioneer, file=file, passphrase=passphrase_of(cast.auctioneer)
    )
    assert confirmed.confirmed_at is not None
    assert Ceremony.objects.count() == 1


def test_a_share_file_is_the_custodians_own_and_the_platforms_copy_is_gone_once_it_is_confirmed(cast: Cast) -> None:
    all_choose(cast)
    file = services.share_file(auction=cast.auction, by=cast.second_officer)
    assert (file["format"], file["auction"], file["custodian"]) == ("clearband.share/1", "two-bands", "officer2")
    assert len(file["shares"]) == 8

    for _ in range(2):  # confirming again changes nothing
        services.confirm_share(
            auction=cast.auction, by=cast.second_officer, file=file, passphrase=passphrase_of(cast.second_officer)
        )

    key = CustodianKey.objects.get(custodian__seat=cast.second_officer)
    assert (key.shares, Entry.objects.filter(kind=EntryKind.SHARE_CONFIRMED).count()) == (None, 1)
    with pytest.raises(SealingRefused, match="deleted its copy"):
        services.share_file(auction=cast.auction, by=cast.second_officer)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"custodian": "officer2"}, "the share file of officer2; yours is needed"),
        ({"auction": "another"}, "of the auction another, not of two-bands"),
        ({"ceremony": 2}, "There was no key ceremony 2"),
        ({"ceremony": True}, "no share file"),
        ({"shares": []}, "holds no share of key 1"),
        ({"format": "clearband.receipt/1"}, "no share file"),
    ],
)
def test_a_file_that_is_not_the_custodians_own_confirms_nothing(
    cast: Cast, change: dict[str, object], reason: str
) -> None:
    all_choose(cast)
    file = services.share_file(auction=cast.auction, by=cast.auctioneer)

    with pytest.raises(SealingRefused, match=reason):
        services.confirm_share(
            auction=cast.auction, by=cast.auctioneer, file={**file, **change}, passphrase=passphrase_of(cast.auctioneer)
        )
    assert not Entry.objects.filter(kind=EntryKind.SHARE_CONFIRMED).exists()


def test_another_passphrase_and_a_share_of_somebody_else_confirm_nothing(cast: Cast) -> None:
    all_choose(cast)
    file, other = (services.share_file(auction=cast.auction, by=seat) for seat in cast.custodians[:2])

    with pytest.raises(SealingRefused, match="not the passphrase that auctioneer chose at key ceremony 1"):
        services.confirm_share(auction=cast.auction, by=cast.auctioneer, file=file, passphrase="another passphrase")
    with pytest.raises(SealingRefused, match="share of key 1 in this file was altered, or is not yours"):
        services.confirm_share(
            auction=cast.auction,
            by=cast.auctioneer,
            file={**file, "shares": other["shares"]},
            passphrase=passphrase_of(cast.auctioneer),
        )


def test_whoever_is_no_custodian_takes_no_part_and_a_short_passphrase_is_refused(cast: Cast) -> None:
    for stranger in (cast.auditor, cast.alpha.submitter, a_seat(organisation=cast.regulator, role=SeatRole.AUCTIONEER)):
        with pytest.raises(
            SealingRefused, match="Only the custodians of this auction do this: auctioneer, officer2, c"
        ):
            services.choose_passphrase(auction=cast.auction, by=stranger, passphrase="long enough, certainly")
    with pytest.raises(SealingRefused, match="at least 14 characters"):
        services.choose_passphrase(auction=cast.auction, by=cast.auctioneer, passphrase="too short")
    with pytest.raises(SealingRefused, match="There are no keys yet"):
        services.share_file(auction=cast.auction, by=cast.auctioneer)


def test_a_sealed_round_is_opened_when_all_three_have_confirmed_and_the_refusal_says_who_is_missing(cast: Cast) -> None:
    cast.play_clock()
    services.choose_passphrase(auction=cast.auction, by=cast.auctioneer, passphrase="the first to come")
    with pytest.raises(CeremonyMissing, match="A passphrase is missing from: officer2, compliance"):
        cast.open_round()
    all_choose(cast)
    file = services.share_file(auction=cast.auction, by=cast.auctioneer)
    services.confirm_share(
        auction=cast.auction, by=cast.auctioneer, file=file, passphrase=passphrase_of(cast.auctioneer)
    )
    with pytest.raises(CeremonyMissing, match="A share has not been confirmed by: officer2, compliance"):
        cast.open_round()
    state = selectors.ceremony(cast.auction)
    assert state is not None
    assert (state.made, state.complete, state.keys_left) == (True, False, 8)
    assert [each.share_confirmed for each in state.custodians] == [True, False, False]


def test_a_clock_round_needs_no_ceremony(cast: Cast) -> None:
    assert cast.open_round().key is None


def test_every_sealed_round_uses_a_key_of_its_own_and_when_they_run_out_another_ceremony_is_held(cast: Cast) -> None:
    cast.hold_ceremony()
    cast.play_clock()
    for number in range(1, 9):
        opened = cast.open_round()
        assert opened.key is not None and opened.key.number == number
        cast.void_rounds(opened)
    with pytest.raises(CeremonyMissing, match="used up: hold another one"):
        cast.open_round()

    cast.hold_ceremony()

    opened = cast.open_round()
    assert opened.key is not None
    assert (opened.key.number, opened.key.ceremony.number) == (9, 2)
    assert Entry.objects.get(kind=EntryKind.ROUND_OPENED, body__version=opened.version).body["key"] == {
        "number": 9,
        "public_key": opened.key.public_key,
    }


def test_while_keys_are_left_another_ceremony_is_asked_for_and_the_old_keys_serve_until_it_is_held(cast: Cast) -> None:
    cast.hold_ceremony()
    with pytest.raises(SealingRefused, match="The keys are made"):
        services.choose_passphrase(auction=cast.auction, by=cast.auctioneer, passphrase="another passphrase")
    services.choose_passphrase(
        auction=cast.auction, by=cast.auctioneer, passphrase=passphrase_of(cast.auctioneer), another=True
    )
    state = selectors.ceremony(cast.auction)
    assert state is not None
    assert (state.number, state.another_begun, state.complete) == (2, True, True)
    cast.play_clock()
    cast.open_round()
    cast.hold_ceremony()  # the other two choose theirs, with the round's key still that of the first ceremony
    cast.close_round()

    cast.open_ballots()

    assert Round.objects.latest("version").unsealed_at is not None
    assert RoundKey.objects.count() == 16


@pytest.mark.parametrize("count", [1, 2])
def test_there_are_three_custodians_or_none(db: None, count: int) -> None:
    cast = assemble()
    with pytest.raises(AuctionUnreadable, match="three different people"):
        services.host_auction(
            document=DOCUMENT,
            slug="another",
            title="Another",
            regulator=cast.regulator,
            custodians=(cast.auctioneer, cast.second_officer)[:count],
        )


def test_a_custodian_is_an_officer_or_the_compliance_desk_of_the_authority(db: None) -> None:
    cast = assemble()
    for stranger in (cast.auditor, a_seat(organisation=cast.regulator, role=SeatRole.OBSERVER)):
        with pytest.raises(AuctionUnreadable, match="is no officer of Authority"):
            services.host_auction(
                document=DOCUMENT,
                slug="another",
                title="Another",
                regulator=cast.regulator,
                custodians=(cast.auctioneer, cast.second_officer, stranger),
            )


def test_an_auction_without_custodians_has_no_ceremony_and_its_sealed_rounds_rest_in_clear(db: None) -> None:
    cast = assemble()
    cast.play_clock()
    opened = cast.open_round()

    assert (opened.key, selectors.ceremony(cast.auction), selectors.is_encrypted(cast.auction)) == (None, None, False)
    with pytest.raises(SealingRefused, match="no custodians: the ballots of its sealed rounds are stored in clear"):
        services.choose_passphrase(auction=cast.auction, by=cast.auctioneer, passphrase="long enough, certainly")
