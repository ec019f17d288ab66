"""What the tables should hold, from the journal alone.

No row of the auction's tables is read: rules and participants come out of the genesis entry, stages, rounds and
questions out of the format's own fold, times and prices out of the acts.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from auctions.formats.contract import Determination
from auctions.replay.ceremonies import ballots_opened, keys_made, share_confirmed
from auctions.replay.correspondence import Correspondence
from auctions.replay.entries import Entry, EntryKind
from auctions.replay.history import History, beginning
from journal.canonical import digest

Fields = dict[str, Any]  # plain JSON; times as the journal writes them
Rows = dict[str, Fields]  # by what names a row: bidder, version of a round, sequence of a bid
Tables = dict[str, Rows]  # by the words that the command prints

NOT_AGREED = frozenset({"by", "proposed_by", "proposal", "approved_at", "public_key"})
"""What of a genesis entry is not yet known when its hosting is proposed."""


@dataclass
class Projection:
    """The tables after the entries that were taken so far."""

    slug: str
    history: History
    auction: Fields
    participants: Rows
    rounds: Rows = field(default_factory=dict)
    bids: Rows = field(default_factory=dict)
    results: Rows = field(default_factory=dict)
    proposals: Rows = field(default_factory=dict)
    ceremonies: Rows = field(default_factory=dict)
    correspondence: Correspondence = field(default_factory=Correspondence)
    sequences: dict[str, int] = field(default_factory=dict)  # of the entry that made a round or a result, by its name

    @property
    def tables(self) -> Tables:
        return {
            "auction": {self.slug: self.auction},
            "participants": self.participants,
            "rounds": self.rounds,
            "bids": self.bids,
            "results": self.results,
            "proposals": self.proposals,
            "ceremonies": self.ceremonies,
            **self.correspondence.tables,
        }

    @property
    def current(self) -> Fields:
        """The round that was opened last."""
        return self.rounds[str(len(self.rounds))]

    def take(self, entry: Entry) -> None:
        """Take the next entry. Raises ActRefused, DocumentError where the format cannot; KeyError for a broken body."""
        before, self.history = self.history, self.history.after(entry)
        TAKES[EntryKind(entry.kind)](self, entry, before)
        self.correspondence.take(entry)
        if "proposed_by" in entry.body:
            _approved(self, entry)


def rebuilt(slug: str, entries: Iterable[Entry]) -> Projection:
    """Fold the chain of the auction ``slug``. Raises as ``Projection.take`` does; ValueError for an empty chain."""
    remaining = iter(entries)
    first = next(remaining, None)
    if first is None or first.kind != EntryKind.GENESIS:
        raise ValueError("the chain does not begin with a genesis entry")
    projection = begun(slug, first)
    for entry in remaining:
        projection.take(entry)
    return projection


def prices_hash(slug: str, *, stage: str, number: int, version: int, prices: Mapping[str, int] | None) -> str:
    """What a form carries to prove for which round and prices it was made."""
    return digest(
        {
            "auction": slug,
            "stage": stage,
            "number": number,
            "version": version,
            "prices": dict(prices) if prices else None,
        }
    )


def proposal_hash(slug: str, rules_hash: str, *, kind: str, body: Mapping[str, Any], moment: Mapping[str, Any]) -> str:
    """What two officers agree on: which act, with every parameter, of which auction at which moment."""
    document = {"auction": slug, "rules_hash": rules_hash, "kind": str(kind), "body": body, "moment": moment}
    return digest(document)


def hosting_hash(slug: str, genesis: Mapping[str, Any]) -> str:
    """What two officers agree on when they host an auction: its genesis entry but for who acted and the platform's
    key.
    """
    agreed = {name: value for name, value in genesis.items() if name not in NOT_AGREED}
    return digest({"auction": slug, "kind": "host_auction", "body": agreed})


def plain(document: Mapping[str, Any]) -> Fields:
    """The document as JSON gives it back."""
    read: Fields = json.loads(json.dumps(document))
    return read


def begun(slug: str, genesis: Entry) -> Projection:
    """The tables after the genesis entry. Raises DocumentError where its rules cannot be; KeyError for a broken
    body."""
    body = genesis.body
    frozen = {"rulebook": body["rulebook"], "bidders": body["bidders"]}
    names = {bidder["id"]: bidder.get("name") or bidder["id"] for bidder in body["bidders"]}
    return Projection(
        slug=slug,
        history=beginning(genesis.chain, body["rulebook"], body["bidders"]).after(genesis),
        auction={
            **frozen,
            "rulebook_hash": digest(frozen),
            "format": body["rulebook"]["format"],
            "published_at": None,
            "custodians": list(body.get("custodians", ())),
            "mock_of": body.get("mock_of", ""),
        },
        participants={
            bidder: {
                "organisation": organisation,
                "name": names[bidder],
                "autopilot": False,
                "handed_over": False,
                "signatures": 2 if bidder in body.get("two_signatures", ()) else 1,
            }
            for bidder, organisation in body["participants"].items()
        },
    )


def _act(entry: Entry) -> Fields:
    """The act of an entry that has one, as JSON."""
    act: Fields = entry.body["act"]
    return act


def _opened(projection: Projection, entry: Entry, before: History) -> None:
    after = projection.history
    prices = _act(entry).get("prices")
    phase = after.format.phase(after.state)
    version = len(projection.rounds) + 1
    projection.rounds[str(version)] = {
        "stage": phase.stage,
        "number": phase.round,
        "prices": prices,
        "prices_hash": prices_hash(
            projection.slug, stage=phase.stage, number=phase.round, version=version, prices=prices
        ),
        "opened_at": _act(entry)["at"],
        "deadline": entry.body["deadline"],
        "paused_at": None,
        "closed_at": None,
        "voided_at": None,
        "key": entry.body.get("key", {}).get("number"),
        "unsealed_at": None,
    }
    projection.sequences[str(version)] = entry.sequence


def _extended(projection: Projection, entry: Entry, before: History) -> None:
    projection.current["deadline"] = entry.body["deadline"]


def _paused(projection: Projection, entry: Entry, before: History) -> None:
    projection.current["paused_at"] = entry.body["at"]


def _resumed(projection: Projection, entry: Entry, before: History) -> None:
    projection.current.update(paused_at=None, deadline=entry.body["deadline"])


def _voided(projection: Projection, entry: Entry, before: History) -> None:
    since, at = entry.body["from_sequence"], entry.body["at"]
    for version, row in projection.rounds.items():
        if projection.sequences[version] >= since and row["voided_at"] is None:
            row.update(voided_at=at, closed_at=row["closed_at"] or at, paused_at=None)
    for name, row in projection.results.items():
        row["voided"] = row["voided"] or projection.sequences[name] >= since


def _closed(projection: Projection, entry: Entry, before: History) -> None:
    projection.current["closed_at"] = entry.body["at"] if "at" in entry.body else _act(entry)["at"]


def _ballots_opened(projection: Projection, entry: Entry, before: History) -> None:
    ballots_opened(projection.bids, entry.body)
    projection.current["unsealed_at"] = entry.body["at"]


def _keys_made(projection: Projection, entry: Entry, before: History) -> None:
    keys_made(projection.ceremonies, entry.body)


def _share_confirmed(projection: Projection, entry: Entry, before: History) -> None:
    share_confirmed(projection.ceremonies, entry.body)


def _placed(projection: Projection, entry: Entry, before: History) -> None:
    body = entry.body
    act = body if "sealed" in body else _act(entry)
    round_named = {name: projection.current[name] for name in ("stage", "number")}
    projection.bids[str(entry.sequence)] = {
        "round": str(len(projection.rounds)),
        "bidder": act["bidder"],
        "by": None if "system" in body["by"] else body["by"],
        "signed_first": body.get("signed_first", body.get("proposed_by")),
        "surrogate": body.get("surrogate"),
        "ballot": None if "sealed" in body else act["ballot"],
        "sealed": body.get("sealed"),
        "form_key": body["form_key"],
        "received_at": act["at"],
        "nonce": None if "sealed" in body else body["nonce"],
        "simulated": body["simulated"],
        "receipt": {
            "format": "clearband.receipt/1",
            "auction": projection.slug,
            "round": round_named,
            "bidder": act["bidder"],
            "sequence": entry.sequence,
            "received_at": act["at"],
            "commitment": body["commitment"],
            "chain_head": entry.hash,
            "rules_hash": projection.auction["rulebook_hash"],
        },
        "signed": True,
    }


def _recorded(projection: Projection, entry: Entry, before: History) -> None:
    due = cast("Determination", before.format.determination(before.state))  # the format has just taken its answer
    earlier = sum(1 for row in projection.results.values() if row["stage"] == due.stage)
    case = plain(due.case)
    name = f"{due.stage} {earlier + 1}"
    projection.results[name] = {
        "stage": due.stage,
        "input_hash": digest(case),
        "case": case,
        "result": _act(entry)["result"],
        "voided": False,
        "certified_at": None,
        "verification": None,
    }
    projection.sequences[name] = entry.sequence


def _certified(projection: Projection, entry: Entry, before: History) -> None:
    of_stage = [row for row in projection.results.values() if row["stage"] == entry.body["stage"]]
    of_stage[-1].update(certified_at=entry.body["at"], verification=entry.body["verification"])


def _published(projection: Projection, entry: Entry, before: History) -> None:
    projection.auction["published_at"] = _act(entry)["at"]


def _autopilot(projection: Projection, entry: Entry, before: History) -> None:
    on = entry.body["on"]
    participant = projection.participants[entry.body["bidder"]]
    participant.update(autopilot=on, handed_over=on and "person" in entry.body["by"])


def _proposed(projection: Projection, entry: Entry, before: History) -> None:
    body = entry.body
    proposed = body["proposed"]
    rules_hash = projection.auction["rulebook_hash"]
    projection.proposals[str(entry.sequence)] = {
        **proposed,
        "hash": proposal_hash(projection.slug, rules_hash, **proposed),
        "form_key": body.get("form_key"),
        "proposed_by": body["by"],
        "proposed_at": body["at"],
        "status": "open",
        "decided_by": None,
        "decided_at": None,
        "reason": "",
    }


def _approved(projection: Projection, entry: Entry) -> None:
    """The act that two officers agreed on is the approval of its proposal. Raises ValueError where they are one."""
    if entry.body["by"] == entry.body["proposed_by"]:
        raise ValueError(f"entry {entry.sequence} was proposed and approved by one person")
    _settled(projection, entry, "approved", at=entry.body["approved_at"])


def _refused(projection: Projection, entry: Entry, before: History) -> None:
    _settled(projection, entry, "refused", at=entry.body["at"])


def _withdrawn(projection: Projection, entry: Entry, before: History) -> None:
    _settled(projection, entry, "withdrawn", at=entry.body["at"])


def _overtaken(projection: Projection, entry: Entry, before: History) -> None:
    _settled(projection, entry, "overtaken", at=entry.body["at"])


def _settled(projection: Projection, entry: Entry, status: str, *, at: str) -> None:
    """Settle the open proposal of the hash that the entry names. Raises LookupError where there is none."""
    rows = projection.proposals.values()
    found = [row for row in rows if row["hash"] == entry.body["proposal"] and row["status"] == "open"]
    if not found:
        raise LookupError(f"entry {entry.sequence} names a proposal that is not open")
    by = entry.body["by"]
    reason = entry.body["reason"] if status != "approved" else ""
    found[0].update(status=status, decided_by=None if "system" in by else by, decided_at=at, reason=reason)


def _nothing(projection: Projection, entry: Entry, before: History) -> None:
    """The act moved the format's state on, and no table."""


TAKES: dict[EntryKind, Callable[[Projection, Entry, History], None]] = {
    EntryKind.ROUND_OPENED: _opened,
    EntryKind.ROUND_EXTENDED: _extended,
    EntryKind.ROUND_PAUSED: _paused,
    EntryKind.ROUND_RESUMED: _resumed,
    EntryKind.BID_PLACED: _placed,
    EntryKind.ROUND_CLOSED: _closed,
    EntryKind.BALLOTS_OPENED: _ballots_opened,
    EntryKind.KEYS_MADE: _keys_made,
    EntryKind.SHARE_CONFIRMED: _share_confirmed,
    EntryKind.ROUNDS_VOIDED: _voided,
    EntryKind.DECISION_TAKEN: _nothing,
    EntryKind.RESULT_RECORDED: _recorded,
    EntryKind.RESULT_CERTIFIED: _certified,
    EntryKind.RESULT_PUBLISHED: _published,
    EntryKind.AUTOPILOT_SET: _autopilot,
    EntryKind.PROPOSED: _proposed,
    EntryKind.PROPOSAL_REFUSED: _refused,
    EntryKind.PROPOSAL_WITHDRAWN: _withdrawn,
    EntryKind.PROPOSAL_OVERTAKEN: _overtaken,
    EntryKind.MESSAGE_SENT: _nothing,
    EntryKind.NOTICE_GIVEN: _nothing,
    EntryKind.NOTICE_ACKNOWLEDGED: _nothing,
    EntryKind.DOCUMENT_ISSUED: _nothing,
}
