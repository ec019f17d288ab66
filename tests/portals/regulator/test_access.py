"""Who may enter the regulator's pages: auctioneer and second officer of the authority that runs the auction."""

import pytest
from django.test import Client
from django.urls import reverse

from auctions import selectors
from auctions.models import ProposalKind
from portals.regulator.urls import urlpatterns
from tests.cast import Cast

PAGES = [pattern.name or "" for pattern in urlpatterns]
OF_ONE_PROPOSAL = {"proposal", "approve", "refuse", "withdraw", "read_ballot"}
OF_ONE_BIDDER = {"statement", "thread"}
SEALING = {"choose_passphrase", "confirm_share", "hand_in_share", "read_ballot"}
SENT_ONLY = (
    {"preview", "approve", "refuse", "withdraw"}
    | SEALING
    | {f"surrogate_{step}" for step in ("check", "confirm", "submit", "upload")}
)
ACTS = ["open", "extend", "close", "decide", "determine", "verify", "certify", "publish", "pause", "resume", "void"]


def address(cast: Cast, page: str) -> str:
    """Of a page; of a proposal's page, of the first one in the auction; of a bidder's, Alpha's."""
    if page.startswith("surrogate_") or page in OF_ONE_BIDDER:
        return reverse(f"regulator:{page}", args=[cast.auction.slug, cast.alpha.participant.pk])
    if page == "document":
        return reverse("regulator:document", args=[cast.auction.slug, 1])
    if page not in OF_ONE_PROPOSAL:
        return reverse(f"regulator:{page}", args=[cast.auction.slug])
    proposed = cast.proposes(ProposalKind.OPEN_ROUND)
    return reverse(f"regulator:{page}", args=[cast.auction.slug, proposed.sequence])


def signed_in(person: object) -> Client:
    client = Client()
    client.force_login(person)  # type: ignore[arg-type]
    return client


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_is_sent_to_sign_in(cast: Cast, page: str) -> None:
    response = Client().get(address(cast, page))

    assert response.status_code in {302, 405}
    if response.status_code == 302:
        assert response.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("page", [page for page in PAGES if page not in SENT_ONLY])
def test_bidders_the_auditor_and_outsiders_find_nothing(cast: Cast, page: str) -> None:
    for person in (cast.alpha.submitter.person, cast.alpha.viewer.person, cast.auditor.person, cast.outsider):
        response = signed_in(person).get(address(cast, page))
        assert response.status_code == 404, person


@pytest.mark.parametrize("page", [page for page in PAGES if page not in SENT_ONLY])
def test_the_compliance_desk_is_refused(cast: Cast, page: str) -> None:
    response = signed_in(cast.compliance.person).get(address(cast, page))

    assert response.status_code == 403


@pytest.mark.parametrize("page", ACTS)
def test_a_bidder_cannot_act_by_sending_the_form_itself(cast: Cast, page: str) -> None:
    cast.open_round()

    response = signed_in(cast.alpha.submitter.person).post(
        reverse(f"regulator:{page}", args=[cast.auction.slug]), {"moment": "Clock stage|1|open", "confirmed": "1"}
    )

    assert response.status_code == 404
    assert selectors.open_round_of(cast.auction) is not None


def test_the_second_officer_sees_what_the_auctioneer_sees(cast: Cast) -> None:
    response = signed_in(cast.second_officer.person).get(reverse("regulator:control_room", args=[cast.auction.slug]))

    assert response.status_code == 200


def test_pages_of_the_regulator_are_never_kept_by_a_cache(cast: Cast) -> None:
    response = signed_in(cast.auctioneer.person).get(reverse("regulator:control_room", args=[cast.auction.slug]))

    assert "no-store" in response.headers["Cache-Control"]
