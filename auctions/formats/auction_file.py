"""A whole auction in one file (``clearband.auction/1``): rulebook, bidders, and what people did, in order.

Nothing in the file says what followed from the acts: a replay computes every price, refusal, winner and payment anew.
The host exports exactly this file, so anybody can check a live auction with ``python -m auctions.formats FILE``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from auctions.formats.contract import (
    Act,
    ActRefused,
    Bidder,
    Format,
    PlaceBid,
    RecordResult,
    read_act,
)
from auctions.formats.frozen import check_hash, rulebook_hash
from auctions.formats.registry import format_named
from winner_determination.documents import Document, DocumentError, validate

AUCTION_FORMAT = "clearband.auction/1"


class AuctionDocument(Document):
    """The shape of the file. ``about`` says where the file comes from; ``simulation_seed`` draws the bidders who made
    it, where it was simulated. No rule reads either. ``rulebook_hash`` freezes the rulebook.
    """

    format: Literal["clearband.auction/1"]
    about: str = ""
    simulation_seed: str = ""
    rulebook: dict[str, Any]
    rulebook_hash: str = ""
    bidders: tuple[Bidder, ...]
    acts: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class AuctionFile:
    """The file read: a format, its validated rulebook, the bidders and the acts."""

    about: str
    format: Format[Any, Any]
    rulebook: Any
    bidders: tuple[Bidder, ...]
    acts: tuple[Act, ...]

    def start(self) -> Any:
        """The state before the first act."""
        return self.format.start(self.rulebook, self.bidders)


@dataclass(frozen=True)
class RefusedAct:
    """An act of the file that the rules did not allow: it changed nothing."""

    index: int
    act: Act
    refusals: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Replay:
    """Where the acts lead, and which of them were refused on the way."""

    state: Any
    refused: tuple[RefusedAct, ...]


def read_auction(document: Any) -> AuctionFile:
    """Read a ``clearband.auction/1`` document. Raises DocumentError naming the place."""
    model = validate(AuctionDocument, document)
    auction_format = format_named(model.rulebook.get("format"))
    try:
        rulebook = auction_format.read_rulebook(model.rulebook)
    except DocumentError as error:
        raise error.within("rulebook") from error
    if model.rulebook_hash:
        check_hash(rulebook, model.rulebook_hash)
    acts: list[Act] = []
    for i, act in enumerate(model.acts):
        try:
            acts.append(read_act(act))
        except DocumentError as error:
            raise error.within(f"acts[{i}]") from error
    return AuctionFile(model.about, auction_format, rulebook, model.bidders, tuple(acts))


def replay(auction: AuctionFile) -> Replay:
    """Fold the acts, doing every computation that falls due on the way.

    A bid that the rules refuse is noted and counts as no bid, as it did when it was placed. A result that the file
    brings along must equal the one computed here. Raises DocumentError naming the act that cannot be: another refused
    act, or a wrong result.
    """
    auction_format, state = auction.format, auction.start()
    refused: list[RefusedAct] = []
    for i, act in enumerate(auction.acts):
        try:
            if isinstance(act, RecordResult):
                _check_result(auction_format, state, act)
            else:
                state = determined(auction_format, state)
            state = auction_format.apply(state, act)
        except ActRefused as error:
            if not isinstance(act, PlaceBid):
                raise DocumentError(f"acts[{i}]", str(error)) from error
            refused.append(RefusedAct(i, act, tuple(refusal.document() for refusal in error.refusals)))
        except DocumentError as error:
            raise error.within(f"acts[{i}]") from error
    return Replay(determined(auction_format, state), tuple(refused))


def determined(auction_format: Format[Any, Any], state: Any) -> Any:
    """The state with every computation done that is due."""
    while (due := auction_format.determination(state)) is not None:
        result = auction_format.determine(due)
        state = auction_format.apply(state, RecordResult(stage=due.stage, result=result))
    return state


def _check_result(auction_format: Format[Any, Any], state: Any, act: RecordResult) -> None:
    due = auction_format.determination(state)
    if due is not None and due.stage == act.stage and auction_format.determine(due) != act.result:
        raise DocumentError(
            "result", "differs from the result computed from the acts before it; leave the act out, or find out why"
        )


def auction_document(
    *,
    rulebook: Mapping[str, Any],
    bidders: Iterable[Bidder],
    acts: Iterable[Act],
    about: str = "",
    simulation_seed: str = "",
) -> dict[str, Any]:
    """Write the file, its rulebook frozen. Recorded results are left out: they follow from the acts."""
    rules = format_named(rulebook.get("format")).read_rulebook(rulebook)
    made_by = {"simulation_seed": simulation_seed} if simulation_seed else {}
    return {
        "format": AUCTION_FORMAT,
        "about": about,
        **made_by,
        "rulebook": dict(rulebook),
        "rulebook_hash": rulebook_hash(rules),
        "bidders": [bidder.model_dump(mode="json", exclude_defaults=True) for bidder in bidders],
        "acts": [act.model_dump(mode="json", exclude_none=True) for act in acts if not isinstance(act, RecordResult)],
    }
