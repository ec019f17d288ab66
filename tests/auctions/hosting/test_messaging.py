"""Messages, notices, documents: who may write, what the record holds of them, and what it does not."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest

from auctions import services
from auctions.bundle.archive import Bundle
from auctions.bundle.contents import bundle_files
from auctions.bundle.documents import Scope
from auctions.bundle.evidence import Evidence
from auctions.bundle.verification import SOLVING, verify
from auctions.correspondence import Acknowledgement, IssuedDocument, Message, Notice
from auctions.errors import NotAnOfficer, SeatMayNotSubmit, StepRefused
from auctions.rebuilding import differences
from auctions.selectors import correspondence
from auctions.selectors.bundles import bundle_source
from bidders.models import Seat
from journal.keys import signing_key
from journal.selectors import entries_of
from tests.cast import BidderCast, Cast

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
SECRET = "we cannot reach the amounts we planned"


def message(bidder: BidderCast, by: Seat, text: str = SECRET, *, form_key: UUID | None = None) -> Message:
    return services.send_message(participant=bidder.participant, by=by, text=text, form_key=form_key or uuid4())


def notice(cast: Cast, **more: Any) -> Notice:
    asked = {"title": "Office hours", "text": "The desk is there from 8.", "public": False, "must_acknowledge": False}
    return services.give_notice(auction=cast.auction, by=cast.auctioneer, form_key=uuid4(), **{**asked, **more})


def document(cast: Cast, content: bytes = PDF, *, public: bool = True) -> IssuedDocument:
    return services.issue_document(
        auction=cast.auction, by=cast.auctioneer, title="Procedures", content=content, public=public, form_key=uuid4()
    )


def last_body(cast: Cast) -> dict[str, Any]:
    body: dict[str, Any] = entries_of(cast.auction.chain).reverse()[0].body
    return body


def test_a_thread_holds_what_its_bidder_and_the_desk_wrote_and_nothing_of_another(cast: Cast) -> None:
    message(cast.alpha, cast.alpha.preparer, "When does the desk close?")
    message(cast.beta, cast.beta.submitter, "Ours")
    message(cast.alpha, cast.second_officer, "At 18:00.")

    texts = [each.text for each in correspondence.thread(cast.alpha.participant)]

    assert texts == ["When does the desk close?", "At 18:00."]


@pytest.mark.parametrize("who", ["alpha.viewer", "beta.submitter", "compliance", "auditor"])
def test_nobody_else_writes_into_a_thread(cast: Cast, who: str) -> None:
    seat: Any = cast
    for name in who.split("."):
        seat = getattr(seat, name)

    with pytest.raises((SeatMayNotSubmit, NotAnOfficer)):
        message(cast.alpha, seat)

    assert not Message.objects.exists()


def test_the_record_says_who_wrote_to_whom_and_nothing_of_what(cast: Cast) -> None:
    sent = message(cast.alpha, cast.alpha.submitter)

    body = last_body(cast)

    assert body.keys() == {"by", "bidder", "commitment", "at"}
    assert body["bidder"] == "Alpha" and SECRET not in json.dumps(body)
    assert entries_of(cast.auction.chain).reverse()[0].sequence == sent.sequence


def test_a_form_that_is_sent_twice_is_one_message_and_one_entry(cast: Cast) -> None:
    key = uuid4()
    first = message(cast.alpha, cast.alpha.submitter, form_key=key)
    entries = entries_of(cast.auction.chain).count()

    second = message(cast.alpha, cast.alpha.submitter, form_key=key)

    assert (second.pk, entries_of(cast.auction.chain).count()) == (first.pk, entries)


@pytest.mark.parametrize(("text", "reason"), [("  ", "Write the message."), ("x" * 4001, "4,001 characters")])
def test_an_empty_message_and_one_that_is_too_long_are_refused(cast: Cast, text: str, reason: str) -> None:
    with pytest.raises(StepRefused, match=reason):
        message(cast.alpha, cast.alpha.submitter, text)


def test_notices_are_numbered_with_those_of_the_system(cast: Cast) -> None:
    opened = cast.open_round(minutes=10)
    notice(cast)
    services.pause_round(round=opened, by=cast.auctioneer, reason="a fault")
    services.resume_round(round=opened, by=cast.auctioneer)
    services.extend_round(round=opened, by=cast.auctioneer, minutes=5)
    cast.void_rounds(opened)
    notice(cast, public=True)

    given = [(each.number, each.kind, each.public) for each in Notice.objects.all()]

    assert given == [
        (1, "given", False),
        (2, "round_paused", True),
        (3, "round_resumed", True),
        (4, "round_extended", True),
        (5, "rounds_voided", True),
        (6, "given", True),
    ]
    assert Notice.objects.get(number=2).about == {"round": {"stage": "clock", "number": 1}, "reason": "a fault"}


def test_the_words_of_a_notice_are_on_the_record_where_it_is_for_everybody_only(cast: Cast) -> None:
    notice(cast, public=True)
    public = last_body(cast)
    notice(cast)
    for_bidders = last_body(cast)

    assert (public["title"], public["text"]) == ("Office hours", "The desk is there from 8.")
    assert "title" not in for_bidders and "text" not in for_bidders and len(for_bidders["commitment"]) == 64


def test_a_bidder_acknowledges_once_by_a_submitter(cast: Cast) -> None:
    asked = notice(cast, must_acknowledge=True)
    with pytest.raises(SeatMayNotSubmit):
        services.acknowledge_notice(notice=asked, participant=cast.alpha.participant, by=cast.alpha.preparer)

    for _ in range(2):
        services.acknowledge_notice(notice=asked, participant=cast.alpha.participant, by=cast.alpha.submitter)

    assert [each.participant for each in Acknowledgement.objects.all()] == [cast.alpha.participant]
    assert not correspondence.to_acknowledge(cast.alpha.participant)
    assert list(correspondence.to_acknowledge(cast.beta.participant)) == [asked]
    assert last_body(cast)["notice"] == 1


def test_a_notice_that_asks_for_nothing_is_not_acknowledged(cast: Cast) -> None:
    given = notice(cast)

    with pytest.raises(StepRefused, match="asks for no acknowledgement"):
        services.acknowledge_notice(notice=given, participant=cast.alpha.participant, by=cast.alpha.submitter)


@pytest.mark.parametrize("who", ["compliance", "alpha"])
def test_only_officers_give_notices_and_issue_documents(cast: Cast, who: str) -> None:
    seat = cast.compliance if who == "compliance" else cast.alpha.submitter

    with pytest.raises(NotAnOfficer):
        services.give_notice(
            auction=cast.auction, by=seat, title="t", text="t", public=True, must_acknowledge=False, form_key=uuid4()
        )
    with pytest.raises(NotAnOfficer):
        services.issue_document(auction=cast.auction, by=seat, title="t", content=PDF, public=True, form_key=uuid4())


def test_the_record_holds_the_hash_of_a_document(cast: Cast) -> None:
    issued = document(cast)

    body = last_body(cast)

    assert (body["number"], body["sha256"], body["bytes"]) == (1, issued.sha256, len(PDF))
    assert body["title"] == "Procedures"


def test_the_title_of_a_document_for_bidders_is_not_on_the_record(cast: Cast) -> None:
    document(cast, public=False)

    assert "Procedures" not in json.dumps(last_body(cast))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<html>%PDF- %%EOF", "no PDF file"),
        (b"%PDF-1.7 cut off", "no PDF file"),
        (PDF.ljust(10_000_001, b"\n"), "larger than 10 MB"),
    ],
    ids=["another kind", "cut off", "too large"],
)
def test_what_is_no_pdf_file_by_its_content_is_refused(cast: Cast, content: bytes, reason: str) -> None:
    with pytest.raises(StepRefused, match=reason):
        document(cast, content)


def test_unread_counts_are_those_of_the_person(cast: Cast) -> None:
    notice(cast)
    message(cast.alpha, cast.auctioneer, "Hello")
    last = message(cast.alpha, cast.alpha.submitter, "Good morning")
    message(cast.beta, cast.beta.submitter, "Hello")
    participant = cast.alpha.participant

    before = [correspondence.unread_of_bidder(seat, participant) for seat in (cast.alpha.submitter, cast.alpha.viewer)]
    services.mark_read(seat=cast.alpha.submitter, participant=participant, up_to=last.sequence)
    services.mark_read(seat=cast.auctioneer, participant=participant, up_to=last.sequence)

    assert before == [2, 2]
    assert correspondence.unread_of_bidder(cast.alpha.submitter, participant) == 0
    assert correspondence.unread_of_bidder(cast.alpha.viewer, participant) == 2
    assert correspondence.unread_of_desk(cast.auctioneer, cast.auction) == 1
    assert correspondence.unread_of_desk(cast.second_officer, cast.auction) == 2


def test_a_text_that_was_changed_in_its_table_is_found(cast: Cast, tables_may_differ: None) -> None:
    message(cast.alpha, cast.alpha.submitter)
    Message.objects.update(text="something else")

    assert [f"{each.table} {each.field}" for each in differences(cast.auction)] == ["messages commitment"]


def test_no_private_word_is_in_the_public_bundle_and_the_bundle_holds(cast: Cast) -> None:
    message(cast.alpha, cast.alpha.submitter)
    notice(cast, title="Only for bidders", text="Only for bidders to read", must_acknowledge=True)
    asked = Notice.objects.get(number=1)
    services.acknowledge_notice(notice=asked, participant=cast.alpha.participant, by=cast.alpha.submitter)
    notice(cast, public=True)
    document(cast, public=False)
    cast.play_to_the_end()
    cast.publish()

    files = bundle_files(bundle_source(cast.auction, Scope.PUBLIC), signing_key())

    whole = b"".join(files.values()).decode()
    assert SECRET not in whole and "Only for bidders" not in whole and "Procedures" not in whole
    assert "The desk is there from 8." in whole
    assert verify(Evidence(Bundle("public", files)), left_out=SOLVING).holds
