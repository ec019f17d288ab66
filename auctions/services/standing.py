"""Where an auction stands for services and pages: the format's answer, or that ballots wait to be opened."""

from dataclasses import replace

from auctions.errors import StepRefused
from auctions.formats.contract import Phase, Status, Step, StepKind
from auctions.history import history_of
from auctions.models import Auction, Round


def awaiting_opening(auction: Auction) -> Round | None:
    """The sealed round that is closed and whose ballots wait for two custodians."""
    last = Round.objects.select_related("auction", "key").filter(auction=auction).order_by("-version").first()
    return last if last is not None and last.awaits_opening else None


def standing_phase(auction: Auction) -> Phase:
    """Stage, round and status; ``Status.SEALED`` while ballots wait to be opened."""
    history = history_of(auction)
    phase = history.format.phase(history.state)
    return phase if awaiting_opening(auction) is None else replace(phase, status=Status.SEALED)


def standing_steps(auction: Auction) -> tuple[Step, ...]:
    """What an officer may do now: while ballots wait to be opened, nothing but that."""
    waiting = awaiting_opening(auction)
    if waiting is not None:
        return (Step(kind=StepKind.OPEN_BALLOTS, stage=waiting.stage, label="Open the ballots"),)
    history = history_of(auction)
    return history.format.next_steps(history.state)


def require_opened(auction: Auction) -> None:
    """Raises StepRefused while ballots wait to be opened."""
    waiting = awaiting_opening(auction)
    if waiting is not None:
        raise StepRefused(f"The ballots of {round_title(waiting)} wait to be opened by two custodians.")


def sealed_round_of(auction: Auction) -> Round | None:
    """The sealed round that is open or waits to be opened: the format's state holds none of its ballots."""
    last = Round.objects.select_related("auction", "key").filter(auction=auction).order_by("-version").first()
    return last if last is not None and last.is_sealed and last.voided_at is None else None


def round_title(a_round: Round) -> str:
    return f"{a_round.stage.capitalize()} round {a_round.number}"
