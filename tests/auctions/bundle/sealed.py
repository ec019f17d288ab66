"""The small auction with custodians: its sealed rounds as the host records them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from nacl.public import PrivateKey

from auctions.bundle.documents import JournalLine
from auctions.formats.auction_file import read_auction
from auctions.formats.contract import Act, CloseRound, OpenRound, PlaceBid
from auctions.replay.entries import EntryKind
from auctions.sealing.ballots import sealed_ballot
from auctions.sealing.passphrases import public_half
from auctions.sealing.shares import digest_of, divided
from journal.canonical import digest
from journal.receipts import ReceiptRound, commitment_to, sign
from tests.auctions.bundle import small
from tests.auctions.bundle.recording import OFFICER, Record

NAMES = ("auctioneer", "officer2", "compliance")
CUSTODIANS = [{**OFFICER, "person": name} for name in NAMES]
PAIRS = tuple(PrivateKey(bytes([number]) * 32) for number in range(1, 4))  # of the rounds, not of the custodians


@dataclass
class SealedRecord(Record):
    """Records a sealed round's ballots in boxes, its close, and their opening by the first two custodians."""

    round_key: int | None = None  # number of the open round's
    used: int = 0
    bids: list[tuple[JournalLine, PlaceBid, str]] = field(default_factory=list)  # entry, act and nonce

    def hold_ceremony(self) -> None:
        keys = [
            {
                "number": number,
                "public_key": public_half(pair),
                "digests": dict(zip(NAMES, map(digest_of, divided(pair)), strict=True)),
            }
            for number, pair in enumerate(PAIRS, start=1)
        ]
        derivation = {"salt": "AAAAAAAAAAAAAAAAAAAAAA==", "work": {"passes": 1, "memory": 8192}}
        custodians = {name: {"public_key": f"the public key of {name}", "derivation": derivation} for name in NAMES}
        self.write(EntryKind.KEYS_MADE, at=self.now, ceremony=1, custodians=custodians, keys=keys)
        for custodian in CUSTODIANS:
            self.write(EntryKind.SHARE_CONFIRMED, by=custodian, at=self.now, ceremony=1)

    def take(self, act: Act, **body: Any) -> None:
        phase = self.history.format.phase(self.history.state)
        match act:
            case OpenRound() if phase.sealed:
                self.round_key, self.used, self.bids = self.used + 1, self.used + 1, []
                super().take(act)
            case PlaceBid() if self.round_key is not None:
                self.place_in_boxes(act, ReceiptRound(stage=phase.stage, number=phase.round))
            case CloseRound() if self.round_key is not None:
                self.close_and_open({"stage": phase.stage, "number": phase.round}, self.round_key)
                self.round_key = None
            case _:
                super().take(act, **body)

    def write(self, kind: str, **body: Any) -> JournalLine:
        if kind == EntryKind.ROUND_OPENED and self.round_key is not None:
            body["key"] = {"number": self.round_key, "public_key": public_half(PAIRS[self.round_key - 1])}
        return super().write(kind, **body)

    def place_in_boxes(self, act: PlaceBid, where: ReceiptRound) -> None:
        assert self.round_key is not None
        nonce, at = digest({"ballot": len(self.lines)}), self.now
        ballot, bidder = act.ballot, act.bidder
        commitment = commitment_to(auction=self.slug, round=where, bidder=bidder, ballot=ballot, nonce=nonce)
        boxes = sealed_ballot(ballot, nonce, round_key=public_half(PAIRS[self.round_key - 1]), own_key=None)
        line = self.write(
            EntryKind.BID_PLACED,
            bidder=bidder,
            at=at,
            sealed=boxes.model_dump(),
            round=where.model_dump(),
            commitment=commitment,
            form_key=f"form {len(self.lines)}",
            simulated=False,
        )
        self.bids.append((line, act.model_copy(update={"at": at}), nonce))
        stated = {"auction": self.slug, "round": where.model_dump(), "bidder": bidder, "sequence": line.sequence}
        stated |= {"received_at": at, "commitment": commitment, "chain_head": line.hash}
        self.receipts.append(sign({**stated, "rules_hash": self.rules_hash}, self.key))

    def close_and_open(self, named: dict[str, Any], key: int) -> None:
        closed_at = self.now
        self.write(EntryKind.ROUND_CLOSED, round=named, bids=len(self.bids), at=closed_at)
        acts = [act for _, act, _ in self.bids] + [CloseRound(at=closed_at)]
        self.write(
            EntryKind.BALLOTS_OPENED,
            **{"with": CUSTODIANS[0]},
            by=CUSTODIANS[1],
            at=self.now,
            round=named,
            key=key,
            private_key=bytes(PAIRS[key - 1]).hex(),
            custodians=list(NAMES[:2]),
            nonces=[{"entry": line.sequence, "nonce": nonce} for line, _, nonce in self.bids],
            acts=[act.model_dump(mode="json", exclude_none=True) for act in acts],
        )


@lru_cache(maxsize=1)
def record() -> SealedRecord:
    """The whole small auction."""
    file = read_auction(small.DOCUMENT)
    bidders = [bidder.model_dump(mode="json") for bidder in file.bidders]
    made = SealedRecord("small", small.DOCUMENT["rulebook"], bidders, custody={"custodians": CUSTODIANS})
    made.begin()
    made.hold_ceremony()
    for act in file.acts:
        made.compute()
        made.take(act)
    made.compute()
    return made


@lru_cache(maxsize=1)
def files() -> small.Files:
    return record().bundle()


def changed(sequence: int, change: Callable[[dict[str, Any]], None]) -> small.Files:
    """The bundle of a journal with one body changed by somebody who holds the key: chain and manifest fit it."""
    lines = [line.model_copy(deep=True) for line in record().lines]
    change(lines[sequence - 1].body)
    journal = small.journal_file(small.chained_again(lines))
    return small.signed_again({**files(), "journal.jsonl": journal})


def entries(kind: EntryKind) -> list[JournalLine]:
    return [line for line in record().lines if line.kind == kind]
