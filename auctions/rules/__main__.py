"""``python -m auctions.rules CASE.json``: activity, caps and revealed preference of an auction's history.

``--rounds-to-drop`` adds the fewest rounds whose removal makes a bidder's choices consistent, ``--would-pass`` the
nearest package that would pass in place of every refused clock bid. ``--schema`` prints the JSON Schema of the
document, ``--out FILE`` writes the result to a file, and ``-`` in place of the document reads standard input.
"""

import argparse
import json

from auctions.rules.documents import HistoryDocument
from auctions.rules.report import judge
from winner_determination.documents import DocumentError, read_json, run, write_json


def main(arguments: list[str]) -> int:
    """Run the command line. Raises DocumentError for a document that cannot be judged."""
    parser = argparse.ArgumentParser(prog="python -m auctions.rules", description="Judge clock and supplementary bids.")
    parser.add_argument(
        "case", nargs="?", metavar="CASE.json", help="a clearband.history/1 document, - for standard input"
    )
    parser.add_argument("--out", metavar="FILE", help="where to write the result; standard output if left out")
    parser.add_argument("--schema", action="store_true", help="print the JSON Schema of the document")
    parser.add_argument(
        "--rounds-to-drop",
        action="store_true",
        help="search each bidder's fewest contradicting rounds; may take seconds",
    )
    parser.add_argument(
        "--would-pass",
        action="store_true",
        help="search the nearest package that passes for every refused clock bid; may take seconds",
    )
    options = parser.parse_args(arguments)
    if options.schema:
        print(json.dumps(HistoryDocument.model_json_schema(), indent=1))
        return 0
    if options.case is None:
        raise DocumentError("CASE.json", "missing")
    case = read_json(options.case)
    write_json(judge(case, rounds_to_drop=options.rounds_to_drop, would_pass=options.would_pass), options.out)
    return 0


if __name__ == "__main__":
    run(main)
