"""The rehearsal in one click: a worker has simulated bidders play the draft to its end, once for each seed."""

import secrets
from collections.abc import Sequence

import structlog
from celery import current_app
from django.db import transaction
from pydantic_core import to_jsonable_python

from auctions.drafts import document
from auctions.drafts.errors import DraftIncomplete, DraftRefused
from auctions.drafts.models import AuctionDraft, Rehearsal, RehearsalStatus
from auctions.drafts.services import locked
from auctions.formats.auction_file import read_auction
from auctions.lab.rehearsal import rehearsed
from bidders.models import Seat

REHEARSE = "auctions.tasks.rehearse"  # by name: the tasks build on the services, not the reverse
MOST_SEEDS = 10

log = structlog.get_logger(__name__)


@transaction.atomic
def start_rehearsal(*, draft: AuctionDraft, by: Seat, seeds: Sequence[str]) -> Rehearsal:
    """Queue a rehearsal of the draft as it stands now; one seed of the simulated bidders a course.

    Raises DraftIncomplete naming the places where rules and bidders are wrong. What only hosting needs (a free name,
    organisations, people) may still be missing.
    """
    current = locked(draft, by)
    if not 1 <= len(seeds) <= MOST_SEEDS:
        raise DraftRefused(f"1 to {MOST_SEEDS} seeds are played at a time (given {len(seeds)}).")
    if wrong := document.refusals(current.content):
        raise DraftIncomplete(wrong)
    committed = secrets.token_hex(32)
    auction = document.read_draft(current.content).auction
    rehearsal = Rehearsal.objects.create(
        draft=current,
        version=current.version,
        auction=document.with_seed_of_its_own(auction, committed),
        seeds=list(seeds),
        committed_seed=committed,
    )
    transaction.on_commit(lambda: current_app.send_task(REHEARSE, args=[rehearsal.pk]), robust=True)
    return rehearsal


def play_rehearsal(*, rehearsal_id: int) -> None:
    """Play every course; each is stored when it is played. A second run of a rehearsal that is being played ends at
    once.
    """
    if not Rehearsal.objects.filter(pk=rehearsal_id, status=RehearsalStatus.QUEUED).update(
        status=RehearsalStatus.RUNNING
    ):
        return
    rehearsal = Rehearsal.objects.get(pk=rehearsal_id)
    try:
        auction = read_auction(rehearsal.auction)
        for seed in rehearsal.seeds:
            course = rehearsed(auction, seed=seed, committed_seed=rehearsal.committed_seed)
            rehearsal.courses.append(to_jsonable_python(course))
            rehearsal.save(update_fields=["courses"])
        rehearsal.status = RehearsalStatus.DONE
    except Exception as error:
        log.exception("rehearsal_failed", rehearsal=rehearsal_id)
        rehearsal.status, rehearsal.error = RehearsalStatus.FAILED, f"{type(error).__name__}: {error}"
    rehearsal.save(update_fields=["status", "error"])
