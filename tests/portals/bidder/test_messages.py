"""A bidder's post: its thread with the desk, notices with the bar that asks for a word, documents."""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from auctions import services
from auctions.correspondence import IssuedDocument, Message, Notice
from tests.auctions.hosting.test_messaging import PDF
from tests.cast import Cast
from tests.portals.bidder.desk import SLUG, Desk

BAR = "has to be acknowledged"


def notice(cast: Cast, **more: Any) -> Notice:
    asked = {"title": "Office hours", "text": "From 8 to 18.", "public": False, "must_acknowledge": True, **more}
    return services.give_notice(auction=cast.auction, by=cast.auctioneer, form_key=uuid4(), **asked)


def document(cast: Cast, *, public: bool) -> IssuedDocument:
    return services.issue_document(
        auction=cast.auction, by=cast.auctioneer, title="Procedures", content=PDF, public=public, form_key=uuid4()
    )


def press(desk: Desk, number: int) -> Desk:
    """Press the button that acknowledges a notice."""
    desk.page = desk.client.post(reverse("bidder:acknowledge", args=[SLUG, number]), follow=True)
    return desk


def test_a_message_reaches_the_desk_and_its_answer_the_bidder_alone(cast: Cast, alpha: Desk) -> None:
    alpha.open("messages").press("send", text="When does the desk close?")
    services.send_message(participant=cast.alpha.participant, by=cast.auctioneer, text="At 18:00.", form_key=uuid4())

    own, rival = alpha.open("messages").text, Desk.of(cast.beta.submitter).open("messages").text

    assert "When does the desk close?" in own and "At 18:00." in own
    assert "desk close" not in rival and "18:00" not in rival


def test_the_form_of_a_message_sent_twice_is_one_message(cast: Cast, alpha: Desk) -> None:
    form = alpha.open("messages").form("send")

    for _ in range(2):
        alpha.send("send", {**form, "text": "Once"})

    assert Message.objects.count() == 1


def test_an_empty_message_is_refused_with_the_reason(alpha: Desk) -> None:
    alpha.open("messages").press("send", text=" ")

    assert alpha.page.status_code == 422 and "Write the message." in alpha.text


def test_a_viewer_reads_and_does_not_write(cast: Cast) -> None:
    viewer = Desk.of(cast.alpha.viewer).open("messages")

    assert "your seat is to view" in viewer.text
    assert viewer.send("send", {"text": "Hello", "form_key": str(uuid4())}).page.status_code == 403


def test_the_bar_of_every_page_counts_what_is_unread_until_it_was_shown(cast: Cast, alpha: Desk) -> None:
    notice(cast, must_acknowledge=False)
    before = alpha.open("history").text

    alpha.open("messages")

    assert "1 unread" in before and "1 unread" not in alpha.open("history").text


def test_a_bar_stands_on_every_page_until_a_submitter_acknowledges(cast: Cast, alpha: Desk) -> None:
    notice(cast)
    preparer = Desk.of(cast.alpha.preparer)
    shown = [BAR in alpha.open(page).text for page in ("round", "history", "status")]
    refused = press(preparer, 1).page.status_code

    press(alpha, 1)

    assert shown == [True, True, True] and refused == 403
    assert BAR not in alpha.open("status").text
    assert BAR not in preparer.open("status").text
    assert BAR in Desk.of(cast.beta.submitter).open("status").text


def test_a_notice_that_is_not_there_cannot_be_acknowledged(alpha: Desk) -> None:
    assert press(alpha, 7).page.status_code == 404


def test_pauses_are_told_to_everybody_with_their_reason(cast: Cast, alpha: Desk) -> None:
    opened = cast.open_round(minutes=10)
    services.pause_round(round=opened, by=cast.auctioneer, reason="the line to Avon is down")

    public = alpha.client.get(reverse("public:auction", args=[SLUG])).content.decode()

    told = "Notice 1: Clock stage, round 1 is paused"
    assert told in alpha.open("messages").text and told in public
    assert "the line to Avon is down" in public


def test_what_is_for_bidders_is_not_on_the_public_page(cast: Cast, alpha: Desk) -> None:
    notice(cast)
    notice(cast, title="To all", public=True)

    public = alpha.client.get(reverse("public:auction", args=[SLUG])).content.decode()

    assert "To all" in public and "Office hours" not in public


@pytest.mark.parametrize(("public", "bidder", "anybody"), [(True, 200, 200), (False, 200, 404)])
def test_a_document_is_saved_and_never_shown_in_a_page(
    cast: Cast, alpha: Desk, public: bool, bidder: int, anybody: int
) -> None:
    document(cast, public=public)

    own = alpha.client.get(reverse("bidder:document", args=[SLUG, 1]))
    other = Desk.of(cast.alpha.submitter).client.get(reverse("public:document", args=[SLUG, 1]))

    assert (own.status_code, other.status_code) == (bidder, anybody)
    assert own.content == PDF and own["Content-Type"] == "application/pdf"
    assert own["Content-Disposition"].startswith("attachment;") and own["X-Content-Type-Options"] == "nosniff"
