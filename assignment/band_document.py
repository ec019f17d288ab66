"""Bands as JSON: lots by name alone, or with their frequencies in MHz."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from assignment.bands import Band, Fallback, Holding, Lot, SpecialLot
from winner_determination.case_document import Name
from winner_determination.documents import Document, DocumentError

KHZ_PER_MHZ = 1000

Megahertz = Annotated[int | float, Field(ge=0, le=10_000_000)]


class LotModel(Document):
    """A lot; ``start`` and ``end`` in MHz."""

    id: Name
    start: Megahertz | None = None
    end: Megahertz | None = None


def _lot_by_name(lot: Any) -> Any:
    return {"id": lot} if isinstance(lot, str) else lot


class HoldingModel(Document):
    """Existing spectrum of ``holder``, MHz."""

    holder: Name
    start: Megahertz
    end: Megahertz


class SpecialModel(Document):
    """A lot of its own category with a fixed place in the band."""

    category: Name
    lots: Annotated[list[Name], Field(min_length=1)]


class BandModel(Document):
    """The lots of one category, lowest frequency first."""

    category: Name
    lots: Annotated[
        list[Annotated[LotModel, BeforeValidator(_lot_by_name, json_schema_input_type=Name | LotModel)]],
        Field(min_length=1),
    ]
    contiguous: bool = True
    fallback: Literal["fragmented_supply", "always", "never"] = "fragmented_supply"
    excluded: dict[Name, list[Name]] = Field(default_factory=dict)
    guard_after: list[Name] = Field(default_factory=list)
    paired_offset: Annotated[int | float, Field(ge=-10_000_000, le=10_000_000)] | None = None
    holdings: list[HoldingModel] = Field(default_factory=list)
    special: list[SpecialModel] = Field(default_factory=list)


def read_band(model: BandModel, place: str) -> Band:
    """Build one band.

    Raises DocumentError for lots named twice or unknown, frequencies that are missing, backward, overlapping or not
    whole kHz, special lots that overlap, and holdings in a band without frequencies.
    """
    band = Band(
        category=model.category,
        lots=_lots(model.lots, place),
        contiguous=model.contiguous,
        fallback=Fallback(model.fallback),
        excluded={bidder: frozenset(lots) for bidder, lots in model.excluded.items()},
        guard_after=frozenset(model.guard_after),
        duplex_offset=None if model.paired_offset is None else kilohertz(model.paired_offset, f"{place}.paired_offset"),
        holdings=_holdings(model.holdings, place),
        special=tuple(SpecialLot(each.category, tuple(each.lots)) for each in model.special),
        place=place,
    )
    named = {f"excluded.{bidder}": lots for bidder, lots in model.excluded.items()} | {"guard_after": model.guard_after}
    named |= {f"special[{number}].lots": each.lots for number, each in enumerate(model.special)}
    for field, lots in named.items():
        _refuse_unknown(band, lots, f"{place}.{field}")
    _refuse_overlapping_special(band)
    _refuse_overlapping_holdings(band)
    return band


def kilohertz(mhz: float, place: str) -> int:
    """Whole kHz. Raises DocumentError where ``mhz`` is finer than that."""
    khz = round(mhz * KHZ_PER_MHZ)
    if abs(mhz * KHZ_PER_MHZ - khz) > 1e-6 * max(1, abs(khz)) / KHZ_PER_MHZ:
        raise DocumentError(place, f"{mhz} MHz is not a whole number of kHz")
    return khz


def megahertz(khz: int) -> int | float:
    """MHz as a person writes them: 791, 832.5."""
    return khz // KHZ_PER_MHZ if khz % KHZ_PER_MHZ == 0 else khz / KHZ_PER_MHZ


def _lots(models: list[LotModel], place: str) -> tuple[Lot, ...]:
    lots: list[Lot] = []
    for number, model in enumerate(models):
        here = f"{place}.lots[{number}]"
        if any(lot.id == model.id for lot in lots):
            raise DocumentError(f"{here}.id", f"{model.id} is given twice")
        lot = Lot(model.id, *_bounds(model.start, model.end, here))
        if lots and (lots[-1].end is None) != (lot.start is None):
            raise DocumentError(here, "either all lots of a band have start and end or none has")
        if lots and lot.start is not None and lot.start < (lots[-1].end or 0):
            raise DocumentError(
                f"{here}.start", f"begins at {model.start} MHz, below the end of {lots[-1].id}; list lots upwards"
            )
        lots.append(lot)
    return tuple(lots)


def _bounds(start: float | None, end: float | None, place: str) -> tuple[int | None, int | None]:
    if start is None and end is None:
        return None, None
    if start is None or end is None:
        raise DocumentError(place, "needs both start and end, or neither")
    low, high = kilohertz(start, f"{place}.start"), kilohertz(end, f"{place}.end")
    if low >= high:
        raise DocumentError(f"{place}.end", f"must be above start {start} MHz, not {end}")
    return low, high


def _holdings(models: list[HoldingModel], place: str) -> tuple[Holding, ...]:
    holdings = []
    for number, model in enumerate(models):
        low, high = _bounds(model.start, model.end, f"{place}.holdings[{number}]")
        holdings.append(Holding(model.holder, low or 0, high or 0))
    return tuple(holdings)


def _refuse_unknown(band: Band, lots: Iterable[str], place: str) -> None:
    for number, lot in enumerate(lots):
        if lot not in band.ids:
            raise DocumentError(
                f"{place}[{number}]", f"band {band.category} has no lot {lot}; its lots are {', '.join(band.ids)}"
            )


def _refuse_overlapping_special(band: Band) -> None:
    seen: set[str] = set()
    for number, special in enumerate(band.special):
        for lot in special.lots:
            if lot in seen:
                raise DocumentError(f"{band.place}.special[{number}].lots", f"{lot} is given twice")
            seen.add(lot)


def _refuse_overlapping_holdings(band: Band) -> None:
    taken = [(lot.start or 0, lot.end or 0, f"lot {lot.id}") for lot in band.lots]
    for number, holding in enumerate(band.holdings):
        place = f"{band.place}.holdings[{number}]"
        if band.lots[0].start is None:
            raise DocumentError(place, "the lots have no frequencies; give each lot start and end in MHz")
        for start, end, name in taken:
            if holding.start < end and start < holding.end:
                raise DocumentError(place, f"overlaps {name}")
        taken.append((holding.start, holding.end, f"the holding of {holding.holder}"))
