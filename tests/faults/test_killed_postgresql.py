"""PostgreSQL is killed with -9 in the middle of a stream of bids and started again."""

import time
from collections.abc import Callable

import pytest

from config.embedded import postgresql, processes
from tests.faults.conftest import SLUG
from tests.faults.people import NoForm, Person
from tests.faults.site import Site
from tests.faults.stream import Stream

BACK_WITHIN = 10.0  # seconds, of which PostgreSQL's own recovery takes about one
DOWN_FOR = 3.0


def test_every_receipt_is_honoured_and_the_pages_answer_again_by_themselves(
    own: Site, person: Callable[[int], Person]
) -> None:
    stream = Stream(own, [person(number) for number in range(3, 7)])
    web = processes.find(own.data, "web")
    with stream.flowing():
        stream.until_receipts(12)
        own.kill(postgresql.NAME)
        time.sleep(DOWN_FOR)
        own.start_again(postgresql.NAME)
        back = stream.until_receipts(len(stream.receipts) + 8)

    stream.send_again_what_was_not_answered()
    stream.check()
    assert set(stream.refusals) <= {503}
    assert processes.find(own.data, "web") == web
    assert back < BACK_WITHIN


def test_while_it_is_down_a_page_says_so_and_what_to_do(own: Site, person: Callable[[int], Person]) -> None:
    alone = person(7)
    form = alone.bid(C=1)
    own.kill(postgresql.NAME)

    answer = alone.submit(form)
    with pytest.raises(NoForm, match="Nothing can be recorded at the moment"):
        alone.look()
    own.start_again(postgresql.NAME)

    assert answer.status == 503
    assert answer.says("However often you send it, it is placed once")
    assert alone.submit(form).receipt is not None
    own.check_record(SLUG)
