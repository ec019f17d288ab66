"""The demonstration's people: who can sign in as whom, with one password that everybody is told."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from bidders.models import Organisation, OrganisationKind, Person, Seat, SeatRole
from bidders.services import found_organisation, seat_person

PASSWORD = "four bands and a clock"  # noqa: S105 (told to everybody; accounts that have it exist in the embedded mode only)

PASSPHRASE = "any two of three open the round"  # noqa: S105 (told to everybody, like the password)
"""Of its custodians, and of every bidder's own ballots; no more a secret than the password."""

REGULATOR_SEATS = {
    "auctioneer": SeatRole.AUCTIONEER,
    "officer2": SeatRole.SECOND_OFFICER,
    "compliance": SeatRole.COMPLIANCE,
}
BIDDER_SEATS = (SeatRole.SUBMITTER, SeatRole.VIEWER)


class NotTheDemonstration(Exception):
    """Accounts with a known password belong on nobody's real platform."""

    def __init__(self) -> None:
        super().__init__(
            "The demonstration is for the embedded mode only (make demo): the password of its accounts is no secret."
        )


@dataclass(frozen=True)
class SignIn:
    """One line of the table that is printed."""

    username: str
    role: str
    organisation: str


def require_embedded() -> None:
    """Raises NotTheDemonstration outside the embedded mode."""
    if not settings.EMBEDDED:
        raise NotTheDemonstration


@transaction.atomic
def seat_everybody(bidders: dict[str, str]) -> tuple[Organisation, Organisation, dict[str, Organisation]]:
    """Found the organisations and seat their people; ``bidders`` gives each bidder's name by its id.

    Returns the authority, its auditor, and the bidders' organisations by id. Raises NotTheDemonstration.
    """
    require_embedded()
    password = make_password(PASSWORD)
    regulator = found_organisation(
        name="Spectrum Authority", slug="spectrum-authority", kind=OrganisationKind.REGULATOR
    )
    auditor = found_organisation(
        name="Independent Auditors", slug="independent-auditors", kind=OrganisationKind.AUDITOR
    )
    for username, role in REGULATOR_SEATS.items():
        _seat(username, regulator, role, password)
    _seat("auditor", auditor, SeatRole.AUDITOR, password)
    organisations: dict[str, Organisation] = {}
    for bidder, name in bidders.items():
        slug = bidder.lower()
        organisations[bidder] = found_organisation(name=name, slug=slug, kind=OrganisationKind.BIDDER)
        for role in BIDDER_SEATS:
            _seat(f"{slug}-{role}", organisations[bidder], role, password)
    return regulator, auditor, organisations


def table() -> list[SignIn]:
    """Everybody who can sign in, the authority's people first."""
    seats = Seat.objects.select_related("person", "organisation").order_by("pk")
    return [SignIn(seat.person.username, seat.get_role_display(), seat.organisation.name) for seat in seats]


def _seat(username: str, organisation: Organisation, role: SeatRole, password: str) -> None:
    person, _ = Person.objects.get_or_create(username=username, defaults={"password": password})
    seat_person(person=person, organisation=organisation, role=role)
