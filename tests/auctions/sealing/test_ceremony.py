"""Keys made for three custodians."""

import pytest

from auctions.sealing.ceremony import KeyMade, ShareFile, keys_made, opened_share
from auctions.sealing.errors import ShareAltered
from auctions.sealing.passphrases import LEAST, Derivation, derived_pair, new_derivation, public_half
from auctions.sealing.shares import combined
from winner_determination.documents import DocumentError, validate

NAMES = ("ann", "ben", "cleo")
DERIVATIONS: dict[str, Derivation] = {name: new_derivation(LEAST) for name in NAMES}
PAIRS = {name: derived_pair(f"the passphrase of {name}", derivation) for name, derivation in DERIVATIONS.items()}


def made(many: int = 2) -> tuple[KeyMade, ...]:
    return keys_made({name: public_half(pair) for name, pair in PAIRS.items()}, first=9, many=many)


def file_of(name: str, keys: tuple[KeyMade, ...]) -> ShareFile:
    shares = tuple(key.shares[name] for key in keys)
    return ShareFile(auction="two-bands", ceremony=1, custodian=name, derivation=DERIVATIONS[name], shares=shares)


def test_two_custodians_files_and_passphrases_make_the_key_of_a_round() -> None:
    keys = made()
    files = {name: file_of(name, keys) for name in NAMES}

    for key in keys:
        shares = []
        for name in ("ann", "cleo"):
            share = files[name].share_of(key.public_key)
            assert share is not None and share.digest == key.digests[name]
            shares.append(opened_share(share, PAIRS[name]))
        assert public_half(combined(shares, key.public_key)) == key.public_key


def test_keys_are_numbered_on_and_differ() -> None:
    keys = made(many=3)

    assert [key.number for key in keys] == [9, 10, 11]
    assert len({key.public_key for key in keys}) == 3
    assert file_of("ann", keys).share_of("another") is None


def test_a_custodian_opens_no_share_but_its_own() -> None:
    (key,) = made(many=1)

    with pytest.raises(ShareAltered, match="share of key 9 in this file was altered, or is not yours"):
        opened_share(key.shares["ann"], PAIRS["ben"])


def test_a_share_whose_digest_is_another_is_refused() -> None:
    (key,) = made(many=1)
    swapped = key.shares["ann"].model_copy(update={"digest": key.digests["ben"]})

    with pytest.raises(ShareAltered, match="not the one that was given out"):
        opened_share(swapped, PAIRS["ann"])


def test_a_file_comes_back_as_it_went_and_a_changed_shape_is_refused() -> None:
    file = file_of("ben", made())
    document = file.model_dump(mode="json")

    assert validate(ShareFile, document) == file
    with pytest.raises(DocumentError, match="shares"):
        validate(ShareFile, {**document, "shares": [{"number": 1}]})
