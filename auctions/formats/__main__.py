"""``python -m auctions.formats AUCTION.json``: replay a whole auction and print its course and outcome as JSON.

``--schema`` prints the JSON Schema of the file, ``--rulebook-schema FORMAT`` that of a format's rulebook; ``--presets``
lists ready-made rulebooks with what each field rests on, ``--preset NAME`` prints one complete; ``--out FILE`` writes
the result to a file; ``--summary`` prints tables for people instead of JSON.
"""

import argparse
import sys
from typing import Any

from auctions.formats.auction_file import AuctionDocument, read_auction, replay
from auctions.formats.frozen import complete_form, rulebook_hash
from auctions.formats.presets import catalogue, preset
from auctions.formats.registry import FORMATS, format_named
from auctions.formats.summary import summary
from winner_determination.documents import read_json, run, write_json


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m auctions.formats", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("auction", nargs="?", metavar="AUCTION.json", help="the file; - reads standard input")
    parser.add_argument("--out", metavar="FILE", help="write the result to FILE")
    parser.add_argument("--summary", action="store_true", help="print tables instead of JSON")
    parser.add_argument("--schema", action="store_true", help="print the JSON Schema of the file")
    parser.add_argument(
        "--rulebook-schema", metavar="FORMAT", choices=sorted(FORMATS), help="print the JSON Schema of a rulebook"
    )
    parser.add_argument(
        "--presets", action="store_true", help="list ready-made rulebooks and what their fields rest on"
    )
    parser.add_argument("--preset", metavar="NAME", help="print a ready-made rulebook with every field filled in")
    options = parser.parse_args(arguments)
    if options.schema:
        write_json(AuctionDocument.model_json_schema(), options.out)
    elif options.rulebook_schema:
        write_json(format_named(options.rulebook_schema).rulebook_schema(), options.out)
    elif options.presets:
        write_json(catalogue(), options.out)
    elif options.preset:
        write_json(complete_form(preset(options.preset).rules()), options.out)
    elif options.auction is None:
        parser.error("name an auction file")
    else:
        result = result_document(read_json(options.auction))
        if options.summary:
            sys.stdout.write(summary(result))
        else:
            write_json(result, options.out)
    return 0


def result_document(document: Any) -> dict[str, Any]:
    """Replay a document and write what came of it (``clearband.auction-result/1``)."""
    auction = read_auction(document)
    replayed = replay(auction)
    return {
        "format": "clearband.auction-result/1",
        "about": auction.about,
        "auction_format": auction.format.name,
        "rulebook_hash": rulebook_hash(auction.rulebook),
        "refused": [
            {"act": refused.index, "bidder": getattr(refused.act, "bidder", None), "refusals": list(refused.refusals)}
            for refused in replayed.refused
        ],
        **auction.format.report(replayed.state),
    }


if __name__ == "__main__":
    run(main)
