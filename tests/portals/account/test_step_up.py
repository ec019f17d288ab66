"""The second factor once more before a bid and before an approval (ASVS 7.5.3), and nothing typed is lost over it."""

import json
import re
from html import unescape
from typing import Any

import pytest
from django.conf import LazySettings
from django.urls import reverse

from auctions.models import Bid, Proposal, ProposalKind
from bidders.models import Person
from tests.cast import Cast
from tests.portals.account.signing_in import App, Browser, later, with_password


@pytest.fixture(autouse=True)
def required(settings: LazySettings) -> None:
    """Not the demonstration."""
    settings.SECOND_FACTOR_REQUIRED = True


def fields_of(page: Any, action: str) -> dict[str, str]:
    """What the form with that action holds, buttons and the token left out."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', page.content.decode(), re.DOTALL)
    assert form is not None
    inputs = re.findall(r'<input[^>]* name="([^"]+)"(?:[^>]* value="([^"]*)")?', form.group())
    return {name: unescape(value) for name, value in inputs if name != "csrfmiddlewaretoken"}


def confirm_page(cast: Cast, browser: Browser) -> Any:
    opened = cast.auction.rounds.get(closed_at=None)
    fields = {"quantity:A": "1", "quantity:B": "0"}
    return browser.post(
        "bidder:confirm", "two-bands", round_version=opened.version, prices_hash=opened.prices_hash, **fields
    )


def test_right_after_signing_in_a_bid_costs_no_further_field(cast: Cast, person: Person) -> None:
    app, browser = App(person), Browser()
    browser.sign_in(person, code=app.code())
    cast.open_round()

    page = confirm_page(cast, browser)
    browser.post("bidder:submit", "two-bands", **fields_of(page, reverse("bidder:submit", args=["two-bands"])))

    assert b"step_up_code" not in page.content
    assert Bid.objects.get().ballot == {"package": {"A": 1}}


def test_later_the_confirmation_has_one_more_field_and_the_bid_goes_in_one_step(cast: Cast, person: Person) -> None:
    app, browser = App(person), Browser()
    browser.sign_in(person, code=app.code())
    cast.open_round(minutes=120)
    with later(minutes=16):
        page = confirm_page(cast, browser)
        fields = fields_of(page, reverse("bidder:submit", args=["two-bands"]))
        answer = browser.post("bidder:submit", "two-bands", **{**fields, "step_up_code": app.code()})

    assert fields["step_up_code"] == ""
    assert answer["Location"] == reverse("bidder:receipt", args=["two-bands", Bid.objects.get().pk])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter the code that your authenticator app shows now."),
        ("000000", "This code is wrong, too old, or was used before. Enter the one shown now."),
    ],
)
def test_without_the_right_code_no_bid_is_placed_and_the_page_carries_it_on(
    cast: Cast, person: Person, typed: str, said: str
) -> None:
    app, browser = App(person), Browser()
    browser.sign_in(person, code=app.code())
    cast.open_round(minutes=120)
    submit = reverse("bidder:submit", args=["two-bands"])
    with later(minutes=16):
        fields = fields_of(confirm_page(cast, browser), submit)
        refused = browser.post("bidder:submit", "two-bands", **{**fields, "step_up_code": typed})
        placed_then = Bid.objects.count()
        carried = fields_of(refused, submit)
        browser.post("bidder:submit", "two-bands", **{**carried, "step_up_code": app.code()})

    assert (refused.status_code, placed_then) == (403, 0)
    assert said in refused.content.decode()
    assert {**carried, "step_up_code": ""} == {**fields, "step_up_code": ""}
    assert Bid.objects.get().ballot == json.loads(fields["ballot"])


def test_a_form_that_was_made_before_the_step_up_was_due_is_not_lost_either(cast: Cast, person: Person) -> None:
    app, browser = App(person), Browser()
    browser.sign_in(person, code=app.code())
    cast.open_round(minutes=120)
    submit = reverse("bidder:submit", args=["two-bands"])
    fields = fields_of(confirm_page(cast, browser), submit)
    with later(minutes=16):
        asked = browser.post("bidder:submit", "two-bands", **fields)
        browser.post("bidder:submit", "two-bands", **{**fields_of(asked, submit), "step_up_code": app.code()})

    assert "nothing you entered is lost" in asked.content.decode()
    assert str(Bid.objects.get().form_key) == fields["form_key"]


def test_five_wrong_codes_are_the_last_that_are_looked_at_for_five_minutes(cast: Cast, person: Person) -> None:
    app, browser = App(person), Browser()
    browser.sign_in(person, code=app.code())
    cast.open_round(minutes=120)
    with later(minutes=16):
        for _ in range(5):
            browser.post("bidder:submit", "two-bands", step_up_code="000000")
        refused = browser.post("bidder:submit", "two-bands", step_up_code=app.code())

    assert "Too many wrong codes. Wait 5 minutes" in refused.content.decode()


def test_wrong_codes_of_whoever_stole_the_password_do_not_use_up_the_persons_own(cast: Cast, person: Person) -> None:
    app, browser, thief = App(person), Browser(), Browser("203.0.113.9")
    browser.sign_in(person, code=app.code())
    cast.open_round(minutes=120)
    submit = reverse("bidder:submit", args=["two-bands"])
    with later(minutes=16):
        thief.sign_in(person)
        for _ in range(20):
            thief.post("mfa_authenticate", code="000000")
        fields = fields_of(confirm_page(cast, browser), submit)
        browser.post("bidder:submit", "two-bands", **{**fields, "step_up_code": app.code()})

    assert not thief.is_in
    assert Bid.objects.count() == 1


def test_an_officer_approves_only_after_the_second_factor_and_on_the_same_hash(cast: Cast) -> None:
    officer = with_password(cast.second_officer.person)
    app, browser = App(officer), Browser()
    browser.sign_in(officer, code=app.code())
    proposal = cast.proposes(ProposalKind.OPEN_ROUND, minutes=120, prices=None)
    approve = reverse("regulator:approve", args=["two-bands", proposal.sequence])
    with later(minutes=16):
        asked = browser.post("regulator:approve", "two-bands", proposal.sequence, hash=proposal.hash)
        open_then = Proposal.objects.get().status
        carried = fields_of(asked, approve)
        browser.post("regulator:approve", "two-bands", proposal.sequence, **{**carried, "step_up_code": app.code()})

    assert (asked.status_code, open_then, carried["hash"]) == (403, "open", proposal.hash)
    assert Proposal.objects.get().status == "approved"


def test_looking_at_a_guarded_page_comes_back_to_that_page(person: Person) -> None:
    app, browser = App(person), Browser()
    browser.sign_in(person, code=app.code())
    with later(minutes=16):
        asked = browser.get("account_change_password")
        fields = fields_of(asked, reverse("account_change_password"))
        answer = browser.post("account_change_password", **{**fields, "step_up_code": app.code()})
        page = browser.get("account_change_password")

    assert (asked.status_code, answer["Location"]) == (403, reverse("account_change_password"))
    assert "Change your password" in page.content.decode()


def test_in_the_demonstration_only_who_set_a_second_factor_up_is_asked(
    cast: Cast, person: Person, settings: LazySettings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    browser = Browser()
    browser.sign_in(person)
    cast.open_round(minutes=120)
    with later(minutes=16):
        without = confirm_page(cast, browser)
        App(person)
        with_one = confirm_page(cast, browser)

    assert b"step_up_code" not in without.content
    assert b"step_up_code" in with_one.content
