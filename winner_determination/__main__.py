"""``python -m winner_determination CASE.json``: who wins and what they pay."""

import argparse
import json
import sys

from winner_determination.case_document import case_schema, read_case
from winner_determination.documents import DocumentError, read_json, run, write_json
from winner_determination.errors import WinnerDeterminationError
from winner_determination.result import result_document, solve


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    if options.schema:
        write_json(case_schema(), options.out)
        return 0
    if options.case is None:
        raise DocumentError("CASE.json", "name the case to solve")
    case = read_case(read_json(options.case))
    try:
        write_json(result_document(solve(case)), options.out)
    except WinnerDeterminationError as error:
        raise DocumentError(options.case, str(error)) from error
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m winner_determination", description=__doc__)
    parser.add_argument("case", nargs="?", metavar="CASE.json", help="the case (clearband.wdp/1); - is standard input")
    parser.add_argument("--schema", action="store_true", help="print the JSON Schema of the case and stop")
    parser.add_argument("--out", metavar="FILE", help="write the result there instead of to standard output")
    return parser


if __name__ == "__main__":
    run(main)
