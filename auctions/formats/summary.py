"""The outcome of a replayed auction as tables for people."""

from collections.abc import Mapping, Sequence
from typing import Any


def summary(result: Mapping[str, Any]) -> str:
    """Rounds, winners, base prices, assignment and total of a ``clearband.auction-result/1`` document."""
    parts = [result["about"]] if result["about"] else []
    parts.append(_rounds(result["rounds"]))
    if result["principal"] is not None:
        parts.append(_winners(result))
        total = result["total"]
        parts.append(
            f"Total {total['total']:,} (base {total['base']:,}, assignment {total['assignment']:,}{_credits(total)}); "
            f"unsold: {_package(result['principal']['unsold']) or 'nothing'}"
        )
    else:
        parts.append(f"The auction stands in its {result['stage']} stage ({result['status']}).")
    return "\n\n".join(parts) + "\n"


def _rounds(rounds: Sequence[Mapping[str, Any]]) -> str:
    if not rounds:
        return "No clock round has been played."
    categories = list(rounds[0]["prices"])
    rows = [["Round", *(f"{c} price" for c in categories), *(f"{c} demand" for c in categories)]]
    for played in rounds:
        prices = [f"{played['prices'][c]:,}" for c in categories]
        rows.append([str(played["number"]), *prices, *(str(played["demand"][c]) for c in categories)])
    return _table(rows)


def _winners(result: Mapping[str, Any]) -> str:
    rows = [["Winner", "Package", "Bid", "Opportunity cost", "Base price", "Assignment price", "Total", "Lots"]]
    additional = result["assignment"] or {"prices": {}, "assignments": {}}
    for winner in result["principal"]["winners"]:
        extra = additional["prices"].get(winner["bidder"], 0)
        lots = additional["assignments"].get(winner["bidder"], {})
        rows.append(
            [
                winner["bidder"],
                _package(winner["package"]),
                f"{winner['amount']:,}",
                f"{winner['vickrey']:,}",
                f"{winner['price']:,}",
                f"{extra:,}",
                f"{winner['price'] + extra - result['total']['credits'].get(winner['bidder'], 0):,}",
                " ".join(lot for of_band in lots.values() for lot in of_band),
            ]
        )
    return _table(rows)


def _credits(total: Mapping[str, Any]) -> str:
    return f", credits {sum(total['credits'].values()):,}" if total["credits"] else ""


def _package(package: Mapping[str, int]) -> str:
    return " + ".join(f"{lots} {category}" for category, lots in package.items() if lots)


def _table(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
