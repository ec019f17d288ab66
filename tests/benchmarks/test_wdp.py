"""What the benchmark compares is the same question, and what it reports is what it compared."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from benchmarks.timed import Answer, timed
from benchmarks.wdp import differences, installed_contestants
from benchmarks.wdp_contestants import Contestant, Instance, Job

CASE = Instance("mixed", 40, 3)


def answer(contestant: Contestant, instance: Instance, *, prices: bool) -> Answer:
    return Job(contestant, instance, prices).prepare()()


@pytest.mark.parametrize("kind", ["mixed", "spectrum"])
def test_the_straightforward_programme_arrives_at_the_same_winners_and_prices(kind: str) -> None:
    instance = Instance(kind, 40, 3)
    ours, theirs = (answer(c, instance, prices=True) for c in (Contestant.CLEARBAND, Contestant.PULP_CBC))
    assert len(ours["winners"]) > 1 and ours["proved"]
    assert theirs["core"].keys() == ours["core"].keys()
    assert differences(ours, theirs) == []


def test_the_solvers_agree_on_a_cats_file() -> None:
    ours, *theirs = (answer(c, Instance("small_regions_8x20_s1"), prices=False) for c in installed_contestants())
    assert Contestant.PULP_CBC in installed_contestants()
    assert not any(differences(ours, other) for other in theirs)


def test_a_difference_in_value_winners_or_prices_is_reported() -> None:
    ours = answer(Contestant.CLEARBAND, CASE, prices=True)
    bidder, price = next(iter(ours["core"].items()))
    others = {"P9": "b0"}
    assert differences(ours, {**ours, "value": ours["value"] + 1})[0].startswith("value: ")
    assert differences({**ours, "tied": False}, {**ours, "winners": others}) == [
        "winners differ although no tie is reported"
    ]
    assert differences({**ours, "tied": True}, {**ours, "winners": others}) == []
    assert differences(ours, {**ours, "core": {**ours["core"], bidder: price * 1.01}}) == [
        f"core of {bidder}: {price} against {price * 1.01}"
    ]


@dataclass(frozen=True)
class Sleeper:
    """A job that takes ``seconds`` of which half are preparation."""

    seconds: float

    def prepare(self) -> Callable[[], Answer]:
        time.sleep(self.seconds / 2)
        return self._sleep

    def _sleep(self) -> Answer:
        time.sleep(self.seconds / 2)
        return {"slept": True}


def test_a_job_that_does_not_end_in_time_is_killed_and_said_so() -> None:
    late = timed(Sleeper(2), limit=0.2)
    assert (late.answer, late.failure) == (None, "not done in 0.2 s")


def test_preparation_is_not_timed() -> None:
    done = timed(Sleeper(0.4), limit=5)
    assert done.answer == {"slept": True}
    assert 0.2 <= done.seconds < 0.4
