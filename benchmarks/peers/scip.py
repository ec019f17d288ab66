"""SCIP through PySCIPOpt: one binary variable a bid, SCIP's own settings but for a gap of zero."""

from typing import Any

from pyscipopt import Model, quicksum


def winning_bids(case: dict[str, Any]) -> dict[str, str]:
    """The winning bid of each winner, by bidder, of a case (``clearband.wdp/1``) without reserves and limits."""
    model = Model("winner_determination")
    model.hideOutput()
    model.setParam("limits/gap", 0.0)
    accept = {bid["id"]: model.addVar(vtype="B", obj=bid["amount"]) for bid in case["bids"]}
    model.setMaximize()
    own: dict[str, list[Any]] = {}
    asked: dict[str, list[Any]] = {category["id"]: [] for category in case["categories"]}
    for bid in case["bids"]:
        own.setdefault(bid["bidder"], []).append(accept[bid["id"]])
        for category, lots in bid["package"].items():
            asked[category].append(lots * accept[bid["id"]])
    for bids in own.values():
        model.addCons(quicksum(bids) <= 1)
    for category in case["categories"]:
        model.addCons(quicksum(asked[category["id"]]) <= category["supply"])
    model.optimize()
    if model.getStatus() != "optimal":
        raise RuntimeError(f"SCIP ended with {model.getStatus()}")
    return {bid["bidder"]: bid["id"] for bid in case["bids"] if model.getVal(accept[bid["id"]]) > 0.5}
