"""Figures about all auctions for those who keep the platform running: counts and ages, nothing of any ballot."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Max, Q

from auctions.models import Auction, Proposal, ProposalStatus, Round, Solve, SolveStatus, VerificationStatus
from auctions.services.certification import UNDER_WAY
from journal.locks import database_time
from journal.models import Entry


@dataclass(frozen=True)
class OpenRound:
    """``seconds_left`` is negative where the deadline has passed, and None where there is none; a pause stops it."""

    auction: str
    stage: str
    number: int
    seconds_left: float | None
    paused: bool
    ballots: int
    bidders: int

    @property
    def overdue(self) -> bool:
        return not self.paused and self.seconds_left is not None and self.seconds_left < 0


def open_rounds() -> Iterator[OpenRound]:
    """Every round that is not closed, with the ballots it has received and the bidders it has them from."""
    now = database_time()
    rounds = Round.objects.filter(closed_at=None).select_related("auction").order_by("auction__slug")
    for each in rounds.annotate(ballots=Count("bids"), bidders=Count("bids__participant", distinct=True)):
        left = None if each.deadline is None else (each.deadline - (each.paused_at or now)).total_seconds()
        paused = each.paused_at is not None
        yield OpenRound(each.auction.slug, each.stage, each.number, left, paused, each.ballots, each.bidders)


def waiting_proposals() -> list[tuple[str, int]]:
    """How many acts wait for a second officer, by auction; nought as well."""
    waiting = Count("proposals", filter=Q(proposals__status=ProposalStatus.OPEN))
    return list(Auction.objects.annotate(waiting=waiting).order_by("slug").values_list("slug", "waiting"))


def seconds_the_oldest_proposal_waits() -> float:
    """0 where none waits."""
    first = Proposal.objects.filter(status=ProposalStatus.OPEN).order_by("proposed_at").first()
    return 0.0 if first is None else (database_time() - first.proposed_at).total_seconds()


def solves() -> dict[str, int]:
    """How many computations there are, by status."""
    counted = dict(Solve.objects.order_by("status").values_list("status").annotate(Count("pk")))
    return {status.value: counted.get(status.value, 0) for status in SolveStatus}


def verifications() -> dict[str, int]:
    """How many results that count and are not certified, by what another method found."""
    uncertified = Solve.objects.filter(status=SolveStatus.DONE, certified_at=None)
    counted = dict(uncertified.order_by("verification_status").values_list("verification_status").annotate(Count("pk")))
    return {status.value: counted.get(status.value, 0) for status in VerificationStatus}


def longest_silence() -> float:
    """Seconds since the last sign of life of the computation or verification that was silent longest; 0 where none is
    under way.
    """
    computing = Q(status__in=(SolveStatus.QUEUED, SolveStatus.RUNNING))
    verifying = Q(status=SolveStatus.DONE, verification_status__in=UNDER_WAY)
    silent = Solve.objects.filter(computing | verifying).order_by("heard_from_at").first()
    return 0.0 if silent is None else (database_time() - silent.heard_from_at).total_seconds()


def journal_heads() -> list[tuple[str, int]]:
    """The number of the last entry of each chain."""
    return list(Entry.objects.order_by("chain").values_list("chain").annotate(Max("sequence")))


def database_connections() -> tuple[int, int]:
    """How many connections the server has, and how many it takes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(numbackends)::int, current_setting('max_connections')::int FROM pg_stat_database")
        held, most = cursor.fetchone()
    return held, most
