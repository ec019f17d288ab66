"""A journal without a host: the entries that hosting an auction file would write, one second apart, with receipts.

record = Record.of(document)                 every act of the file, results computed
record.bundle()                              its files, signed
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from nacl.encoding import HexEncoder
from nacl.signing import SigningKey

from auctions.bundle.contents import Source, bundle_files
from auctions.bundle.documents import JournalLine, Scope
from auctions.formats.auction_file import read_auction
from auctions.formats.contract import Act, CloseRound, Decide, OpenRound, PlaceBid, RecordResult, StepKind
from auctions.replay.entries import EntryKind
from auctions.replay.history import History, beginning
from journal.canonical import digest
from journal.chain import BEFORE_THE_FIRST, Link, instant
from journal.receipts import Receipt, ReceiptRound, commitment_to, sign

KEY = SigningKey(b"the key of this installation....")
ANOTHER_KEY = SigningKey(b"the key of somebody who forges..")
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
OFFICER = {"person": "auctioneer", "role": "auctioneer", "organisation": "authority"}
KINDS = {
    "open_round": EntryKind.ROUND_OPENED,
    "bid": EntryKind.BID_PLACED,
    "close_round": EntryKind.ROUND_CLOSED,
    "decide": EntryKind.DECISION_TAKEN,
    "result": EntryKind.RESULT_RECORDED,
}


def public_key(key: SigningKey) -> str:
    return key.verify_key.encode(HexEncoder).decode()


@dataclass
class Record:
    """The journal of an auction so far, and the key that signs."""

    slug: str
    rulebook: Mapping[str, Any]
    bidders: list[dict[str, Any]]
    key: SigningKey = KEY
    lines: list[JournalLine] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    ballots: int = 0  # of the open round
    openings: Any = field(default_factory=lambda: count(1))
    custody: dict[str, Any] = field(default_factory=dict)  # of the first entry, where sealed rounds are encrypted

    @classmethod
    def of(cls, document: Mapping[str, Any], *, slug: str = "small", key: SigningKey = KEY) -> "Record":
        """The whole auction of a file."""
        file = read_auction(document)
        bidders = [bidder.model_dump(mode="json") for bidder in file.bidders]
        record = cls(slug, document["rulebook"], bidders, key)
        record.begin()
        for act in file.acts:
            record.compute()
            record.take(act)
        record.compute()
        return record

    def begin(self) -> None:
        frozen = {"rulebook": self.rulebook, "bidders": self.bidders}
        participants = {bidder["id"]: bidder["id"].lower() for bidder in self.bidders}
        self.rules_hash = digest(frozen)
        self.history: History = beginning(f"auction/{self.slug}", self.rulebook, self.bidders)
        key = {"public_key": public_key(self.key)}
        self.write(
            EntryKind.GENESIS, **frozen, rules_hash=self.rules_hash, participants=participants, **key, **self.custody
        )

    def compute(self) -> None:
        """Record every result that is due."""
        while (due := self.history.format.determination(self.history.state)) is not None:
            result = self.history.format.determine(due)
            self.take(RecordResult(stage=due.stage, result=result), input_hash=digest(due.case))

    def take(self, act: Act, **body: Any) -> None:
        """Record an act as the host does."""
        act = act.model_copy(update={"at": self.now})
        if isinstance(act, OpenRound):
            act = act.model_copy(update={"prices": act.prices or self.proposal()})
        kind = KINDS[act.act]
        phase = self.history.format.phase(self.history.format.apply(self.history.state, act))
        round_named: dict[str, Any] = {"stage": phase.stage, "number": phase.round}
        match act:
            case OpenRound():
                self.ballots = 0
                body = {"round": round_named, "version": next(self.openings), "deadline": self.later(minutes=60)}
            case PlaceBid():
                self.ballots += 1
                self.place(act, ReceiptRound(**round_named))
                return
            case CloseRound():
                before = self.history.format.phase(self.history.state)
                body = {"round": {"stage": before.stage, "number": before.round}, "bids": self.ballots}
            case Decide(decision="publish"):
                kind = EntryKind.RESULT_PUBLISHED
        self.write(kind, act=act.model_dump(mode="json", exclude_none=True), **body)

    def proposal(self) -> dict[str, int] | None:
        steps = self.history.format.next_steps(self.history.state)
        return next((step.proposal.get("prices") for step in steps if step.kind is StepKind.OPEN_ROUND), None)

    def place(self, act: PlaceBid, where: ReceiptRound) -> None:
        nonce = digest({"ballot": len(self.lines)})
        commitment = commitment_to(auction=self.slug, round=where, bidder=act.bidder, ballot=act.ballot, nonce=nonce)
        line = self.write(
            EntryKind.BID_PLACED,
            act=act.model_dump(mode="json", exclude_none=True),
            round=where.model_dump(),
            commitment=commitment,
            nonce=nonce,
            form_key=f"form {len(self.lines)}",
            simulated=False,
        )
        stated = {"auction": self.slug, "round": where.model_dump(), "bidder": act.bidder, "sequence": line.sequence}
        stated |= {"received_at": act.at, "commitment": commitment, "chain_head": line.hash}
        self.receipts.append(sign({**stated, "rules_hash": self.rules_hash}, self.key))

    def write(self, kind: str, **body: Any) -> JournalLine:
        """Append an entry."""
        link = Link(
            chain=f"auction/{self.slug}",
            sequence=len(self.lines) + 1,
            kind=kind,
            body={"by": OFFICER, **body},
            recorded_at=self.now,
            previous_hash=self.lines[-1].hash if self.lines else BEFORE_THE_FIRST,
        )
        line = JournalLine(**vars(link), hash=link.hash)
        self.lines.append(line)
        self.history = self.history.after(line)
        return line

    @property
    def now(self) -> str:
        return self.later()

    def later(self, *, minutes: int = 0) -> str:
        """A time after the next entry's."""
        return instant(START + timedelta(seconds=len(self.lines), minutes=minutes))

    def bundle(self, *, scope: Scope = Scope.FULL, entries: int | None = None) -> dict[str, bytes]:
        """The files of a bundle of the first ``entries``."""
        lines = tuple(self.lines[:entries])
        receipts = tuple(receipt for receipt in self.receipts if receipt.sequence <= lines[-1].sequence)
        return bundle_files(Source(lines, receipts, scope), self.key)
