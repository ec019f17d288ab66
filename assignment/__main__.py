"""``python -m assignment CASE.json``: which lots each winner gets; ``options CASE.json``: what each may bid on;
``verify CASE.json RESULT.json``.
"""

import argparse
from typing import Any

from assignment.case_document import case_schema, read_case
from assignment.result_document import options_document, result_document
from assignment.stage import solve
from assignment.verification import verification_document, verify
from winner_determination.documents import DocumentError, read_json, run, write_json
from winner_determination.errors import WinnerDeterminationError
from winner_determination.progress import Watch, print_standing, unwatched

EXIT_DIFFERENT = 1


def main(arguments: list[str]) -> int:
    given = _parser().parse_args(arguments)
    if given.schema:
        write_json(case_schema(), given.out)
        return 0
    try:
        document = _answer(given.words, print_standing if given.progress else unwatched)
    except WinnerDeterminationError as error:
        raise DocumentError(given.words[-1], str(error)) from error
    write_json(document, given.out)
    return 0 if document.get("agrees", True) else EXIT_DIFFERENT


def _answer(words: list[str], watch: Watch) -> dict[str, Any]:
    match words:
        case ["options", path]:
            return options_document(read_case(read_json(path)))
        case ["verify", path, result]:
            return verification_document(verify(read_case(read_json(path)), read_json(result), watch=watch))
        case [path] if path not in ("options", "verify"):
            return result_document(solve(read_case(read_json(path)), watch=watch))
    raise DocumentError("command line", "give CASE.json, options CASE.json, or verify CASE.json RESULT.json")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m assignment", description=__doc__)
    parser.add_argument(
        "words", nargs="*", metavar="[options|verify] CASE.json [RESULT.json]", help="- is standard input"
    )
    parser.add_argument("--progress", action="store_true", help="print to standard error how far the solve is")
    parser.add_argument("--schema", action="store_true", help="print the JSON Schema of the case and stop")
    parser.add_argument("--out", metavar="FILE", help="write the result there instead of to standard output")
    return parser


if __name__ == "__main__":
    run(main)
