"""A key in three shares."""

from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.public import PrivateKey

from auctions.sealing.errors import SharesDoNotFit
from auctions.sealing.passphrases import public_half
from auctions.sealing.shares import LENGTH, combined, digest_of, divided


@settings(max_examples=25, deadline=None)
@given(st.binary(min_size=32, max_size=32))
def test_any_two_of_the_three_shares_make_the_key_again_in_either_order(secret: bytes) -> None:
    pair = PrivateKey(secret)
    shares = divided(pair)

    assert [len(share) for share in shares] == [LENGTH] * 3
    for two in permutations(shares, 2):
        assert bytes(combined(two, public_half(pair))) == secret


@settings(max_examples=25, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.integers(1, LENGTH - 1), st.integers(1, 255))
def test_one_altered_byte_of_a_share_makes_no_key(secret: bytes, place: int, change: int) -> None:
    pair = PrivateKey(secret)
    one, other, _ = divided(pair)
    altered = one[:place] + bytes([one[place] ^ change]) + one[place + 1 :]

    assert digest_of(altered) != digest_of(one)
    with pytest.raises(SharesDoNotFit, match="do not make the key of this round"):
        combined([altered, other], public_half(pair))


def test_one_share_alone_twice_or_one_of_another_key_makes_none() -> None:
    pair = PrivateKey.generate()
    shares, others = divided(pair), divided(PrivateKey.generate())

    for refused in ([shares[0]], [shares[0], shares[0]], [shares[0], others[1]], [shares[0], shares[1][:-1]]):
        with pytest.raises(SharesDoNotFit):
            combined(refused, public_half(pair))


def test_a_key_is_divided_differently_each_time() -> None:
    pair = PrivateKey.generate()

    assert not set(divided(pair)) & set(divided(pair))
    assert all(one != other for one, other in combinations(divided(pair), 2))
