"""A result computed again by another method:
``python -m auctions.second_method [--progress] < {"case": ..., "result": ...}``.

A process of its own, so that it can be ended when its time is up. Case and result are the documents of
``python -m winner_determination`` or ``python -m assignment``. Pure; prints
``{"method", "agrees", "differences": [{"what", "stated", "recomputed"}], "versions": {library: version}}``, and with
``--progress`` on standard error how far it is, one JSON object a line.
"""

import json
import sys
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

import assignment
import winner_determination
from assignment.verification import verify as verify_assignment
from winner_determination import Standing, Watch, standing_document, unwatched
from winner_determination.documents import DocumentError, parse_json, run, write_json
from winner_determination.errors import WinnerDeterminationError
from winner_determination.verify import verify as verify_winners

SOLVERS = ("highspy", "numpy", "PuLP")  # whose releases may matter


def recomputed(case: Mapping[str, Any], result: Mapping[str, Any], *, watch: Watch = unwatched) -> dict[str, Any]:
    """What another method makes of the case, beside the result.

    Raises DocumentError for documents that are none, and WinnerDeterminationError where no other method can solve it.
    """
    check = _winners if case["format"] == "clearband.wdp/1" else _assignment
    method, differences = check(case, result, watch)
    versions = {library: version(library) for library in SOLVERS}
    return {"method": method, "agrees": not differences, "differences": differences, "versions": versions}


def _winners(case: Mapping[str, Any], result: Mapping[str, Any], watch: Watch) -> tuple[str, list[dict[str, Any]]]:
    verification = verify_winners(winner_determination.read_case(case), dict(result), watch=watch)
    differing = [
        {"what": each.what, "stated": each.stated, "recomputed": each.recomputed}
        for each in verification.comparisons
        if not each.agrees
    ]
    return str(verification.method), differing


def _assignment(case: Mapping[str, Any], result: Mapping[str, Any], watch: Watch) -> tuple[str, list[dict[str, Any]]]:
    checks = verify_assignment(assignment.read_case(case), dict(result), watch=watch)
    differing = [
        {"what": each.name, "stated": each.claimed, "recomputed": each.found} for each in checks if not each.agrees
    ]
    return "second_opinion", differing


def _print_progress(standing: Standing) -> None:
    sys.stderr.write(json.dumps(standing_document(standing)) + "\n")
    sys.stderr.flush()


def main(arguments: list[str]) -> int:
    watch = _print_progress if "--progress" in arguments else unwatched
    asked = parse_json(sys.stdin.read(), name="standard input")
    try:
        write_json(recomputed(asked["case"], asked["result"], watch=watch), None)
    except WinnerDeterminationError as error:
        raise DocumentError("", str(error)) from error
    return 0


if __name__ == "__main__":
    run(main)
