"""The signing key is derived from the installation's secret; only its public half is kept."""

import pytest
from pytest_django import Settings

from journal.keys import public_key, signing_key
from journal.models import SigningKey

pytestmark = pytest.mark.django_db


def test_the_same_secret_gives_the_same_key_and_it_is_stored_once() -> None:
    assert public_key() == public_key() == signing_key().verify_key.encode().hex()
    assert SigningKey.objects.filter(public_key=public_key()).count() == 1


def test_a_new_secret_gives_a_new_key_and_the_old_one_stays_on_the_record(settings: Settings) -> None:
    before = public_key()
    settings.SECRET_KEY = "another secret of some length"

    assert public_key() != before
    assert set(SigningKey.objects.values_list("public_key", flat=True)) == {before, public_key()}
