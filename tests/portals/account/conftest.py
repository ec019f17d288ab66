import pytest
from django.conf import LazySettings

from bidders.models import Person
from tests.cast import Cast, assemble
from tests.portals.account.signing_in import with_password


@pytest.fixture(autouse=True)
def _quick_hashes(settings: LazySettings) -> None:
    """These tests try hundreds of passwords; how long a hash takes is not what they are about."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def person(cast: Cast) -> Person:
    """Alpha's submitter, with a password."""
    return with_password(cast.alpha.submitter.person)
