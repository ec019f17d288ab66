"""Ballots in boxes."""

from base64 import b64decode, b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.public import PrivateKey, PublicKey, SealedBox

from auctions.sealing.ballots import PAGE, OpenedBallot, opened, sealed, sealed_ballot
from auctions.sealing.errors import BoxClosed
from auctions.sealing.own_keys import own_key_made, private_half
from auctions.sealing.passphrases import LEAST, public_half, written
from journal.errors import NotRecordable

OVERHEAD = 48  # bytes that a sealed box adds
LISTS = st.lists(
    st.fixed_dictionaries(
        {
            "package": st.dictionaries(st.text(max_size=3), st.integers(0, 9), max_size=3),
            "amount": st.integers(0, 2**50),
        }
    ),
    max_size=60,
)


def a_pair() -> tuple[str, str]:
    """Public and private half, base64."""
    pair = PrivateKey.generate()
    return public_half(pair), written(bytes(pair))


@settings(max_examples=40, deadline=None)
@given(LISTS)
def test_what_was_sealed_is_opened_by_either_key_and_nothing_else(bids: list[dict[str, object]]) -> None:
    round_key, round_secret = a_pair()
    own_key, own_secret = a_pair()
    boxes = sealed_ballot({"bids": bids}, "nonce", round_key=round_key, own_key=own_key)

    assert boxes.own is not None
    assert opened(boxes.round, round_secret) == opened(boxes.own, own_secret) == OpenedBallot({"bids": bids}, "nonce")
    with pytest.raises(BoxClosed):
        opened(boxes.round, own_secret)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 255))
def test_an_altered_box_does_not_open(place: int, change: int) -> None:
    public_key, private_key = a_pair()
    box = bytearray(b64decode(sealed({"package": {"A": 1}}, "nonce", public_key)))
    box[place % len(box)] ^= change

    with pytest.raises(BoxClosed, match="does not open the sealed ballot, or the ballot was altered"):
        opened(b64encode(bytes(box)).decode(), private_key)


def test_the_length_of_a_box_does_not_tell_how_many_packages_are_in_it() -> None:
    public_key, _ = a_pair()
    lengths = {
        len(
            b64decode(
                sealed({"bids": [{"package": {"A": n}, "amount": 999 + n} for n in range(many)]}, "n", public_key)
            )
        )
        for many in (0, 1, 7, 30)
    }

    assert lengths == {PAGE + OVERHEAD}


def test_the_same_ballot_is_another_box_each_time() -> None:
    public_key, _ = a_pair()

    assert sealed({"package": {}}, "nonce", public_key) != sealed({"package": {}}, "nonce", public_key)


@pytest.mark.parametrize("content", [b"", b"no json", b'{"ballot": {}}', b"[]"])
def test_a_box_that_holds_no_ballot_is_refused_like_one_that_does_not_open(content: bytes) -> None:
    pair = PrivateKey.generate()
    box = b64encode(SealedBox(PublicKey(bytes(pair.public_key))).encrypt(content)).decode()

    with pytest.raises(BoxClosed):
        opened(box, written(bytes(pair)))
    with pytest.raises(BoxClosed):
        opened("", "")


def test_a_ballot_without_a_canonical_form_is_not_sealed() -> None:
    with pytest.raises(NotRecordable):
        sealed({"amount": 2**60}, "nonce", a_pair()[0])


def test_a_bidder_reads_its_own_ballot_by_its_passphrase() -> None:
    key = own_key_made("our own passphrase", LEAST)
    box = sealed({"package": {"A": 1}}, "nonce", key.public_key)

    assert opened(box, private_half(key, "our own passphrase")).ballot == {"package": {"A": 1}}
    assert own_key_made("our own passphrase", LEAST).public_key != key.public_key
