"""gunicorn's processes are killed while bids are being placed: no bid is lost, none is placed twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.faults.conftest import SLUG
from tests.faults.people import Person
from tests.faults.site import Site, until
from tests.faults.stream import Stream

BROKEN = (httpx.RemoteProtocolError, httpx.ReadError)


def test_a_bid_whose_web_process_was_killed_before_it_was_recorded_is_placed_by_the_same_form_sent_again(
    own: Site, person: Callable[[int], Person]
) -> None:
    alone = person(1)
    form = alone.bid(C=1)
    with ThreadPoolExecutor() as pool, own.holding_the_chain(SLUG):
        lost = pool.submit(alone.submit, form)
        until(lambda: own.waiting_for_the_chain() == 1)

        own.kill_children("web")

        with pytest.raises(BROKEN):
            lost.result()
    assert own.bids_of_form(SLUG, form["form_key"]) == 0
    answer = alone.submit(form)
    assert answer.receipt is not None
    own.honours(SLUG, [alone.file_of(answer.receipt)])
    assert own.bids_of_form(SLUG, form["form_key"]) == 1
    own.check_record(SLUG)


def test_a_bid_that_was_recorded_but_never_answered_leads_to_its_one_receipt(
    own: Site, person: Callable[[int], Person]
) -> None:
    alone = person(2)
    form = alone.bid(C=1)
    recorded = alone.submit(form).receipt
    assert recorded is not None

    own.kill_children("web")  # as if before its answer came

    assert [alone.submit(form).receipt for _ in range(3)] == [recorded] * 3
    assert own.bids_of_form(SLUG, form["form_key"]) == 1


def test_a_whole_web_server_killed_in_a_stream_of_bids_and_started_again_loses_none_of_them(
    own: Site, person: Callable[[int], Person]
) -> None:
    stream = Stream(own, [person(number) for number in range(3, 7)])
    with stream.flowing():
        stream.until_receipts(8)
        own.kill("web")
        own.start_again("web")
        stream.until_receipts(len(stream.receipts) + 8)

    stream.send_again_what_was_not_answered()
    stream.check()
