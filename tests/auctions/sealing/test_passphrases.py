"""Keys that follow from passphrases."""

import pytest

from auctions.sealing.errors import PassphraseTooShort, PassphraseWrong
from auctions.sealing.passphrases import (
    LEAST,
    derived_pair,
    locked,
    new_derivation,
    public_half,
    require_long,
    unlocked,
    unlocked_pair,
)

PASSPHRASE = "correct horse battery"


def test_the_same_passphrase_and_salt_give_the_same_key_and_another_salt_another() -> None:
    derivation, other = new_derivation(LEAST), new_derivation(LEAST)

    assert bytes(derived_pair(PASSPHRASE, derivation)) == bytes(derived_pair(PASSPHRASE, derivation))
    assert bytes(derived_pair(PASSPHRASE, derivation)) != bytes(derived_pair(PASSPHRASE, other))


def test_another_passphrase_is_told_from_the_one_that_was_chosen() -> None:
    derivation = new_derivation(LEAST)
    public_key = public_half(derived_pair(PASSPHRASE, derivation))

    assert public_half(unlocked_pair(PASSPHRASE, derivation, public_key)) == public_key
    with pytest.raises(PassphraseWrong, match="not the passphrase that was chosen"):
        unlocked_pair("correct horse batter", derivation, public_key)


def test_a_secret_is_in_its_box_and_comes_out_by_its_passphrase_alone() -> None:
    derivation = new_derivation(LEAST)
    box = locked(b"a secret", PASSPHRASE, derivation)

    assert unlocked(box, PASSPHRASE, derivation) == b"a secret"
    for wrong_box, passphrase in ((box, "another passphrase"), ("AAAA", PASSPHRASE), ("no base64 at all", PASSPHRASE)):
        with pytest.raises(PassphraseWrong):
            unlocked(wrong_box, passphrase, derivation)


@pytest.mark.parametrize("passphrase", ["", "thirteen char", " " * 20, "short        "])
def test_a_passphrase_of_less_than_14_characters_is_refused_with_one_sentence(passphrase: str) -> None:
    with pytest.raises(PassphraseTooShort, match="has at least 14 characters"):
        require_long(passphrase)
    require_long("fourteen chars")
