from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from bidders.models import Organisation, Seat
    from tests.portals.regulator.drafts.desk import Writer


@pytest.fixture
def authority(db: None) -> "Organisation":
    from bidders.models import OrganisationKind
    from tests.cast import an_organisation

    return an_organisation("Authority", OrganisationKind.REGULATOR)


@pytest.fixture
def auctioneer(authority: "Organisation") -> "Seat":
    from bidders.models import SeatRole
    from tests.cast import a_person, a_seat

    return a_seat(a_person("auctioneer"), authority, SeatRole.AUCTIONEER)


@pytest.fixture
def second_officer(authority: "Organisation") -> "Seat":
    from bidders.models import SeatRole
    from tests.cast import a_person, a_seat

    return a_seat(a_person("officer2"), authority, SeatRole.SECOND_OFFICER)


@pytest.fixture
def writer(auctioneer: "Seat") -> "Writer":
    """The auctioneer, with a draft of two bands and three bidders that could be hosted."""
    from auctions.drafts.document import begun
    from auctions.drafts.models import AuctionDraft
    from tests.portals.regulator.drafts.desk import BIDDERS, RULES, Writer

    content = {**begun("Two bands", "two-bands", RULES), "bidders": BIDDERS}
    draft = AuctionDraft.objects.create(authority=auctioneer.organisation, content=content)
    return Writer.of(auctioneer.person, draft)


@pytest.fixture
def second(second_officer: "Seat", writer: "Writer") -> "Writer":
    """The second officer before the same draft."""
    from tests.portals.regulator.drafts.desk import Writer

    return Writer.of(second_officer.person, writer.draft)
