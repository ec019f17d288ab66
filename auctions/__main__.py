"""Check a published auction, with neither database nor account.

``python -m auctions verify BUNDLE`` replays all of it; ``verify-diff OLD NEW`` shows that one bundle extends another;
``ask BUNDLE BALLOT.json`` asks the rules about a ballot at a moment of the auction, for example one that was refused.
A bundle is the zip, or the folder into which it was unpacked. Exit status 0: it holds, or the rules accept the ballot;
1: each place that does not, or each reason, is a line; 2: it cannot be read.
"""

import argparse
import sys

from auctions.bundle.archive import read_bundle
from auctions.bundle.asking import refusals
from auctions.bundle.evidence import Evidence
from auctions.bundle.extension import verify_extension
from auctions.bundle.findings import Report
from auctions.bundle.verification import SOLVING, verify
from journal.receipts import Receipt
from winner_determination.documents import read_json, run, validate, write_json

EXIT_DIFFERENT = 1


def main(arguments: list[str]) -> int:
    """Exit status 0 where the bundle holds, 1 where it does not."""
    options = _parser().parse_args(arguments)
    if options.verb == "ask":
        return _ask(options)
    keys = tuple(options.key)
    if options.verb == "verify":
        held = tuple((path, validate(Receipt, read_json(path))) for path in options.receipt)
        evidence = Evidence(read_bundle(options.bundle), keys, held)
        report = verify(evidence, left_out=SOLVING if options.quick else frozenset())
    else:
        report = verify_extension(Evidence(read_bundle(options.old), keys), Evidence(read_bundle(options.new), keys))
    _write(report, as_json=options.json)
    return 0 if report.holds else EXIT_DIFFERENT


def _ask(options: argparse.Namespace) -> int:
    course = Evidence(read_bundle(options.bundle)).course
    reasons = refusals(course, after=options.after, bidder=options.bidder, ballot=read_json(options.ballot))
    for refusal in reasons:
        print(f"refused: {refusal.reason} ({refusal.rule})")
    if not reasons:
        print(f"accepted: after entry {options.after} the rules take this ballot of {options.bidder}")
    return EXIT_DIFFERENT if reasons else 0


def _write(report: Report, *, as_json: bool) -> None:
    if as_json:
        write_json(report.document(), None)
    else:
        sys.stdout.write(report.text())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m auctions", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    one = verbs.add_parser("verify", help="replay a bundle and name every place that does not hold")
    one.add_argument("bundle", metavar="BUNDLE", help="the zip, or the folder into which it was unpacked")
    one.add_argument("--quick", action="store_true", help="leave out what solves anything again")
    one.add_argument(
        "--receipt", action="append", default=[], metavar="RECEIPT.json", help="a receipt that must stand in it"
    )
    two = verbs.add_parser("verify-diff", help="show that the later bundle extends the earlier one")
    two.add_argument("old", metavar="OLD", help="the earlier bundle")
    two.add_argument("new", metavar="NEW", help="the later bundle")
    three = verbs.add_parser("ask", help="ask the rules about a ballot at a moment of the auction")
    three.add_argument("bundle", metavar="BUNDLE", help="the bundle")
    three.add_argument("ballot", metavar="BALLOT.json", help='the ballot, such as {"package": {"A": 2}}')
    three.add_argument("--bidder", required=True, help="id of the bidder")
    three.add_argument("--after", required=True, type=int, metavar="N", help="after this entry of the journal")
    for verb in (one, two):
        verb.add_argument(
            "--key", action="append", default=[], metavar="HEX", help="a public key that may have signed; several times"
        )
        verb.add_argument("--json", action="store_true", help="print the report as JSON")
    return parser


if __name__ == "__main__":
    run(main)
