"""The desk: threads, notices and who has acknowledged them, documents; and the record's readers."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from auctions import services
from auctions.correspondence import IssuedDocument, Notice
from tests.auctions.hosting.test_messaging import PDF
from tests.cast import Cast
from tests.portals.bidder.desk import words_of
from tests.portals.regulator.officer import Officer

NOTICE = {"title": "Office hours", "text": "From 8\nto 18.", "readers": "bidders", "must_acknowledge": "on"}


@pytest.fixture
def officer(cast: Cast) -> Officer:
    return Officer.of(cast.auctioneer.person, "two-bands")


def wrote(cast: Cast, text: str) -> None:
    services.send_message(participant=cast.alpha.participant, by=cast.alpha.submitter, text=text, form_key=uuid4())


def given(officer: Officer, **more: str) -> None:
    """Write a notice, read it once more, give it."""
    fields = {**officer.sees("notice").fields, **NOTICE, **more}
    confirmation = officer.sends("notice", fields)
    officer.sends("notice", {**confirmation.fields, "confirmed": "yes"})


def test_the_desk_sees_what_is_unread_of_each_bidder_and_answers(cast: Cast, officer: Officer) -> None:
    wrote(cast, "When does the desk close?")
    before = officer.sees("messages").text
    address = reverse("regulator:thread", args=["two-bands", cast.alpha.participant.pk])
    thread = officer.client.get(address).content.decode()

    officer.client.post(address, {"text": "At 18:00.", "form_key": str(uuid4())})

    assert "Alpha 1 unread" in before and "When does the desk close?" in words_of(thread)
    after = officer.sees("messages").text
    assert "unread" not in after.replace("none unread", "")
    assert "At 18:00." in of_alpha(cast).get(reverse("bidder:messages", args=["two-bands"])).content.decode()


def of_alpha(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.alpha.viewer.person)
    return client


def test_a_notice_is_read_once_more_before_it_is_given(cast: Cast, officer: Officer) -> None:
    confirmation = officer.sends("notice", {**officer.sees("notice").fields, **NOTICE})

    assert "Give this notice?" in confirmation.text and "All bidders will read it." in confirmation.text
    assert not Notice.objects.exists()


def test_a_notice_may_be_changed_after_it_was_read_once_more(cast: Cast, officer: Officer) -> None:
    confirmation = officer.sends("notice", {**officer.sees("notice").fields, **NOTICE})

    again = officer.sends("notice", {**confirmation.fields, "change": "yes"})

    assert again.status == 200 and 'value="Office hours"' in again.html and "From 8\nto 18." in again.html


def test_the_desk_sees_who_has_acknowledged_a_notice(cast: Cast, officer: Officer) -> None:
    given(officer)
    asked = Notice.objects.get()
    services.acknowledge_notice(notice=asked, participant=cast.beta.participant, by=cast.beta.submitter)

    text = officer.sees("messages").text

    assert "Notice 1: Office hours" in text and "Acknowledged by Beta" in text
    assert "Waiting for Alpha, Delta, Gamma" in text


def test_the_same_form_gives_one_notice(cast: Cast, officer: Officer) -> None:
    confirmation = officer.sends("notice", {**officer.sees("notice").fields, **NOTICE})

    for _ in range(2):
        officer.sends("notice", {**confirmation.fields, "confirmed": "yes"})

    assert Notice.objects.count() == 1


def test_a_notice_without_readers_is_refused_with_the_reason(officer: Officer) -> None:
    fields = {**officer.sees("notice").fields, "title": "T", "text": "T"}
    fields.pop("readers", None)

    answer = officer.sends("notice", fields)

    assert answer.status == 409 and "Choose who may read it." in answer.text


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [(PDF, 302, ""), (b"MZ\x90 no document", 409, "The file is no PDF file.")],
    ids=["pdf", "another kind"],
)
def test_a_document_is_checked_by_its_content(
    cast: Cast, officer: Officer, content: bytes, status: int, words: str
) -> None:
    fields = {"title": "Procedures", "readers": "everybody", "form_key": str(uuid4())}
    file = SimpleUploadedFile("procedures.pdf", content, "application/pdf")

    answer = officer.client.post(reverse("regulator:issue", args=["two-bands"]), {**fields, "file": file})

    assert answer.status_code == status and words in answer.content.decode()
    assert IssuedDocument.objects.count() == (status == 302)


@pytest.mark.parametrize("who", ["compliance", "auditor", "second_officer"])
def test_compliance_and_auditors_read_every_thread(cast: Cast, who: str) -> None:
    wrote(cast, "Ours alone")
    client = Client()
    client.force_login(getattr(cast, who).person)

    page = client.get(reverse("record_messages", args=["two-bands"]))

    assert page.status_code == 200 and "Ours alone" in page.content.decode()
    assert "<textarea" not in page.content.decode()


def test_bidders_do_not_read_the_record_of_messages(cast: Cast) -> None:
    assert of_alpha(cast).get(reverse("record_messages", args=["two-bands"])).status_code == 404
