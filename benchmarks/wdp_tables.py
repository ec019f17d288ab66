"""The results of ``benchmarks.wdp`` as tables for the page."""

from collections.abc import Iterable
from statistics import geometric_mean, median
from typing import Any

from benchmarks.machine import in_words
from benchmarks.report import table

Record = dict[str, Any]

NAMES = {"clearband": "Clearband", "pulp_cbc": "PuLP + CBC", "scip": "SCIP"}
PRICED = (NAMES["clearband"], NAMES["pulp_cbc"])


def tables(results: Record) -> str:
    """Markdown: the machine, then a table for each part."""
    return "\n\n".join(
        [
            in_words(results["machine"]),
            "**Generic lots**: winners, all opportunity costs and core prices; 8 bidders, supply 6, 4, 14, 9; medians.",
            _generic_lots(results["generic_lots"]),
            "**CATS, 64 goods and about 500 bids**: winners. Clearband also proves that no other allocation is worth "
            "as much, or decides the tie.",
            _cats(results["cats"]),
            "**National map**: 98 licences in 14 regions, 10 bidders; winners, all opportunity costs and core prices.",
            _national_map(results["national_map"]),
            _agreement(results),
        ]
    )


def _generic_lots(records: list[Record]) -> str:
    header = [
        "case",
        "seeds",
        "Clearband, s",
        "PuLP + CBC, s",
        "times faster",
        "least",
        "Clearband, MB",
        "PuLP + CBC, MB",
    ]
    rows = []
    for kind, bids_each in dict.fromkeys((r["case"], r["bids_each"]) for r in records):
        group = [r for r in records if (r["case"], r["bids_each"]) == (kind, bids_each)]
        rows.append(_generic_row(f"{kind}, 8 x {bids_each:,}", group))
    for bids_each in dict.fromkeys(r["bids_each"] for r in records):
        group = [r for r in records if r["bids_each"] == bids_each]
        rows.append(_generic_row(f"**both, 8 x {bids_each:,}**", group))
    return table(header, rows)


def _generic_row(name: str, group: list[Record]) -> list[str]:
    ratios = [_ratio(record, "pulp_cbc") for record in group]
    return [
        name,
        str(len(group)),
        f"{median(_seconds(group, 'clearband')):.2f}",
        f"{median(_seconds(group, 'pulp_cbc')):.1f}",
        f"{median(ratios):.0f}",
        f"{min(ratios):.0f}",
        _memory(group, "clearband"),
        _memory(group, "pulp_cbc"),
    ]


def _cats(records: list[Record]) -> str:
    peers = [name for name in records[0]["contestants"] if name != "clearband"]
    header = [
        "file",
        "method",
        "Clearband, s",
        *(f"{NAMES[peer]}, s" for peer in peers),
        "to the best peer",
        "Clearband, MB",
        *(f"{NAMES[peer]}, MB" for peer in peers),
    ]
    rows = []
    for record in records:
        best = min(_seconds([record], peer)[0] for peer in peers)
        ours = record["contestants"]["clearband"]["seconds"]
        rows.append(
            [
                record["case"].removeprefix("mid_").removesuffix("_64x500_s11"),
                record["method"] or "",
                _time(record, "clearband"),
                *(_time(record, peer) for peer in peers),
                f"{ours / best:.2f}",
                *(_memory([record], name) for name in ("clearband", *peers)),
            ]
        )
    means = [geometric_mean([_ratio(record, peer) for record in records]) for peer in peers]
    rows.append(
        ["**times faster, geometric mean**", "", "", *(f"{m:.2f}" for m in means), "", "", *("" for _ in peers)]
    )
    return table(header, rows)


def _national_map(records: list[Record]) -> str:
    header = [
        "case",
        "winners",
        *(f"{name}, s" for name in PRICED),
        "times faster",
        *(f"{name}, MB" for name in PRICED),
    ]
    rows = [
        [
            f"10 x {record['bids_each']:,}, seed {record['seed']}",
            f"{record['winners'] or ''}",
            _time(record, "clearband"),
            _time(record, "pulp_cbc"),
            f"{_ratio(record, 'pulp_cbc'):.1f}",
            *(_memory([record], name) for name in ("clearband", "pulp_cbc")),
        ]
        for record in records
    ]
    return table(header, rows)


def _agreement(results: Record) -> str:
    records = [record for part in ("generic_lots", "cats", "national_map") for record in results[part]]
    compared = sum(len(record["differences"]) for record in records)
    wrong = [
        f"{record['case']} {record['bids_each']} seed {record['seed']}, {NAMES[peer]}: {line}"
        for record in records
        for peer, lines in record["differences"].items()
        for line in lines
    ]
    unfinished = [
        f"{record['case']} {record['bids_each']} seed {record['seed']}, {NAMES[name]}: {facts['failure']}"
        for record in records
        for name, facts in record["contestants"].items()
        if facts["failure"]
    ]
    said = f"{compared} answers of peers were compared with Clearband's (value, winners, prices): "
    lines = [said + ("none differs." if not wrong else f"{len(wrong)} differences.")]
    return "\n".join([*lines, *(f"- {line}" for line in [*wrong, *unfinished])])


def _seconds(records: Iterable[Record], name: str) -> list[float]:
    """A job that did not end counts with the limit it was given."""
    return [max(record["contestants"][name]["seconds"], 1e-4) for record in records]


def _ratio(record: Record, peer: str) -> float:
    return _seconds([record], peer)[0] / _seconds([record], "clearband")[0]


def _time(record: Record, name: str) -> str:
    facts = record["contestants"][name]
    return f"over {facts['seconds']:.0f}" if facts["failure"] else f"{facts['seconds']:.2f}"


def _memory(records: Iterable[Record], name: str) -> str:
    """Most of any; nothing where none ended."""
    return str(max(record["contestants"][name]["peak_megabytes"] for record in records) or "")
