"""Verdicts of the package prefgraph on random choices, written to ``tests/auctions/rules/prefgraph.json``.

prefgraph (formerly pyrevealed) is no requirement of Clearband, not even of its tests, because it brings Numba, LLVM and
SciPy (350 MB). To write the file anew: ``pip install prefgraph==0.6.2``, then
``python -m benchmarks.peers.revealed_preference``. Its WARP is left out: version 0.6.2 looks at a pair of rounds from
the earlier one only.
"""

import json
from importlib.metadata import version
from random import Random
from typing import Any

import numpy as np
import prefgraph

from benchmarks.report import ROOT

FILE = ROOT / "tests" / "auctions" / "rules" / "prefgraph.json"
CASES = 60


def random_case(random: Random) -> dict[str, Any]:
    """Two to nine rounds over two to four categories, a lot of one of them bought in every round."""
    size, dearest, most = random.randint(2, 4), random.choice([4, 9, 100]), random.choice([3, 9])
    rounds = range(random.randint(2, 9))
    prices = [[random.randint(1, dearest) for _ in range(size)] for _ in rounds]
    packages = [[random.randint(1, most), *(random.randint(0, most) for _ in range(size - 1))] for _ in rounds]
    return {"prices": prices, "packages": packages, "verdicts": verdicts(prices, packages)}


def verdicts(prices: list[list[int]], packages: list[list[int]]) -> dict[str, Any]:
    """What prefgraph says about the choices."""
    log = prefgraph.BehaviorLog(np.array(prices, dtype=float), np.array(packages, dtype=float))
    removed = prefgraph.compute_houtman_maks_index(log).removed_observations
    return {
        "sarp": bool(prefgraph.check_sarp(log).is_consistent),
        "garp": bool(prefgraph.check_garp(log).is_consistent),
        "quasilinear": bool(prefgraph.check_quasilinearity(log).is_quasilinear),
        "ccei": float(prefgraph.compute_aei(log).efficiency_index),
        "money_pump": float(prefgraph.compute_mpi(log).mpi_value),
        "houtman_maks": len(prices) - len(removed),
    }


def main() -> None:
    """Write the file, a case a line."""
    random = Random(0)  # noqa: S311 reproducible, not secret
    cases = ",\n".join(json.dumps(random_case(random)) for _ in range(CASES))
    FILE.write_text(f'{{"prefgraph": "{version("prefgraph")}", "cases": [\n{cases}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
