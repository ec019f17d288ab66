"""The only way to a protected object."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from auctions import selectors
from auctions.access import (
    access_as_bidder,
    access_as_observer,
    access_as_officer,
    access_own_bid,
    access_public_auction,
)
from tests.cast import Cast

SLUG = "two-bands"


def everybody(cast: Cast) -> dict[str, Any]:
    return {
        "auctioneer": cast.auctioneer.person,
        "second officer": cast.second_officer.person,
        "compliance": cast.compliance.person,
        "auditor": cast.auditor.person,
        "alpha-submitter": cast.alpha.submitter.person,
        "alpha-viewer": cast.alpha.viewer.person,
        "beta-preparer": cast.beta.preparer.person,
        "outsider": cast.outsider,
        "nobody": AnonymousUser(),
    }


def outcome(access: Callable[..., Any], *arguments: Any) -> str:
    try:
        access(*arguments)
    except Http404:
        return "not found"
    except PermissionDenied:
        return "refused"
    return "let in"


def test_the_matrix_of_people_and_doors(cast: Cast) -> None:
    doors = {"bidder": access_as_bidder, "officer": access_as_officer, "observer": access_as_observer}
    found = {
        name: {door: outcome(access, person, SLUG) for door, access in doors.items()}
        for name, person in everybody(cast).items()
    }

    nowhere = dict.fromkeys(doors, "not found")
    assert found == {
        "auctioneer": nowhere | {"officer": "let in"},
        "second officer": nowhere | {"officer": "let in"},
        "compliance": nowhere | {"officer": "refused", "observer": "let in"},
        "auditor": nowhere | {"observer": "let in"},
        "alpha-submitter": nowhere | {"bidder": "let in"},
        "alpha-viewer": nowhere | {"bidder": "let in"},
        "beta-preparer": nowhere | {"bidder": "let in"},
        "outsider": nowhere,
        "nobody": nowhere,
    }


def test_a_bidders_door_leads_to_its_own_participant_and_says_what_the_seat_may(cast: Cast) -> None:
    found = {
        role: access_as_bidder(getattr(cast.alpha, role).person, SLUG) for role in ("preparer", "submitter", "viewer")
    }

    assert {access.participant for access in found.values()} == {cast.alpha.participant}
    assert {role: (access.may_prepare, access.may_submit) for role, access in found.items()} == {
        "preparer": (True, False),
        "submitter": (True, True),
        "viewer": (False, False),
    }


def test_an_auction_that_does_not_exist_is_not_found(cast: Cast) -> None:
    for access in (access_as_bidder, access_as_officer, access_as_observer):
        assert outcome(access, cast.auctioneer.person, "no-such-auction") == "not found"
    assert outcome(access_public_auction, "no-such-auction") == "not found"


def test_a_bid_is_reached_by_its_own_people_only(cast: Cast) -> None:
    cast.open_round()
    bid = cast.alpha.bids({"A": 1})

    reached = {name for name, person in everybody(cast).items() if outcome(access_own_bid, person, bid.pk) == "let in"}

    assert reached == {"alpha-submitter", "alpha-viewer"}


def test_a_refused_access_is_logged_with_person_and_object(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    outcome(access_as_officer, cast.outsider, SLUG)

    assert "access_refused" in caplog.text
    assert "outsider" in caplog.text
    assert SLUG in caplog.text


def test_everybody_is_shown_their_own_auctions(cast: Cast) -> None:
    people = {name: person for name, person in everybody(cast).items() if name != "nobody"}
    roles = {name: [role for _, _, role in selectors.auctions_for(person)] for name, person in people.items()}

    assert roles == {
        "auctioneer": ["auctioneer"],
        "second officer": ["second_officer"],
        "compliance": ["compliance"],
        "auditor": ["auditor"],
        "alpha-submitter": ["submitter"],
        "alpha-viewer": ["viewer"],
        "beta-preparer": ["preparer"],
        "outsider": [],
    }
