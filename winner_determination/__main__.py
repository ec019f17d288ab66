"""Who wins and what they pay.

``python -m winner_determination CASE.json`` solves a case; ``python -m winner_determination verify CASE.json
RESULT.json`` recomputes a result by another method and exits with status 1 on any difference. Files of the
Combinatorial Auction Test Suite are read where a case is.
"""

import argparse
import sys
from typing import Any

from winner_determination.case import Case, PricingRule
from winner_determination.case_document import case_schema, read_case
from winner_determination.cats import cats_case, looks_like_cats
from winner_determination.documents import (
    DocumentError,
    file_name,
    parse_json,
    read_json,
    read_text,
    run,
    write_json,
)
from winner_determination.errors import WinnerDeterminationError
from winner_determination.mps import write_mps
from winner_determination.progress import Watch, print_standing, unwatched
from winner_determination.result import Result, result_document, solve
from winner_determination.time_limit import solve_within
from winner_determination.verify import Verification, verify


def main(arguments: list[str]) -> int:
    command = _verify if arguments[:1] == ["verify"] else _solve
    try:
        return command(arguments)
    except WinnerDeterminationError as error:
        raise DocumentError("", str(error)) from error


def _solve(arguments: list[str]) -> int:
    options = _solve_parser().parse_args(arguments)
    if options.schema:
        write_json(case_schema(), options.out)
        return 0
    if options.case is None:
        raise DocumentError("CASE.json", "name the case to solve")
    document = _case_document(options)
    case = read_case(document)
    if options.case_only:
        write_json(document, options.out)
        return 0
    if options.dump:
        write_mps(case, options.dump)
    watch = print_standing if options.progress or (options.time_limit and sys.stderr.isatty()) else unwatched
    result = solve(case, watch=watch) if options.time_limit is None else _solve_within(case, options.time_limit, watch)
    write_json(result_document(result), options.out)
    return 0


def _solve_within(case: Case, seconds: float, watch: Watch) -> Result:
    if not seconds > 0:
        raise DocumentError("--time-limit", f"must be more than 0 seconds, not {seconds:g}")
    result = solve_within(case, seconds, watch=watch)
    if result.stopped_while:
        print(f"stopped after {seconds:g} s while {result.stopped_while}: no result to rely on", file=sys.stderr)
    return result


def _verify(arguments: list[str]) -> int:
    options = _verify_parser().parse_args(arguments[1:])
    verification = verify(read_case(_case_document(options)), read_json(options.result))
    _print(verification)
    return 0 if verification.agrees else 1


def _case_document(options: argparse.Namespace) -> Any:
    text, name = read_text(options.case), file_name(options.case)
    if looks_like_cats(text):
        try:
            return cats_case(text, pricing=PricingRule(options.pricing or "pay_as_bid"))
        except DocumentError as error:
            raise DocumentError(name, str(error)) from error
    if options.pricing:
        raise DocumentError("--pricing", f"is for files of the test suite; {name} states its pricing itself")
    return parse_json(text, name=name)


def _print(verification: Verification) -> None:
    print(f"recomputed by {verification.method}")
    for comparison in verification.comparisons:
        if comparison.agrees:
            print(f"agrees   {comparison.what}: {comparison.stated}")
        else:
            print(f"DIFFERS  {comparison.what}: stated {comparison.stated}, recomputed {comparison.recomputed}")


def _solve_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m winner_determination", description=__doc__)
    parser.add_argument(
        "case", nargs="?", metavar="CASE.json", help="the case (clearband.wdp/1 or a CATS file); - is standard input"
    )
    _add_pricing(parser)
    parser.add_argument(
        "--case-only", action="store_true", help="print the case (a CATS file as clearband.wdp/1) and stop"
    )
    parser.add_argument("--schema", action="store_true", help="print the JSON Schema of the case and stop")
    parser.add_argument("--out", metavar="FILE", help="write the result there instead of to standard output")
    parser.add_argument(
        "--time-limit",
        type=float,
        metavar="SECONDS",
        help="stop then and print the best allocation in hand: not proved, with its bound, without prices",
    )
    parser.add_argument("--progress", action="store_true", help="print to standard error how far the solve is")
    parser.add_argument("--dump", metavar="MODEL.mps", help="write the integer programme as an MPS file too")
    return parser


def _verify_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m winner_determination verify", description=__doc__)
    parser.add_argument("case", metavar="CASE.json", help="the case (clearband.wdp/1 or a CATS file)")
    _add_pricing(parser)
    parser.add_argument("result", metavar="RESULT.json", help="the result to check (clearband.wdp-result/1)")
    return parser


def _add_pricing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--pricing",
        choices=[str(rule) for rule in PricingRule],
        help="what winners pay in a CATS file, which does not say (default: pay_as_bid)",
    )


if __name__ == "__main__":
    run(main)
