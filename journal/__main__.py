"""Check a receipt without a database or an account:  python -m journal verify RECEIPT.json [--key PUBLIC_KEY]"""

import argparse
import json
import sys

from journal.errors import ReceiptInvalid
from journal.receipts import Receipt, verify
from winner_determination.documents import read_json, run, validate


def main(arguments: list[str]) -> int:
    """Exit status 0 where the receipt holds, 1 where it does not, 2 where the file is no receipt."""
    parser = argparse.ArgumentParser(prog="python -m journal", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verb = verbs.add_parser("verify", help="check the signature of a receipt, and the ballot where it is in the file")
    verb.add_argument("receipt", nargs="?", help="the receipt's JSON file, - for standard input")
    verb.add_argument("--key", help="the public key that must have signed, as the auction's page shows it")
    verb.add_argument("--schema", action="store_true", help="print the JSON Schema of a receipt")
    chosen = parser.parse_args(arguments)
    if chosen.schema:
        print(json.dumps(Receipt.model_json_schema(), indent=1))
        return 0
    if chosen.receipt is None:
        parser.error("name the receipt's file")
    receipt = validate(Receipt, read_json(chosen.receipt))
    if chosen.key is not None and chosen.key != receipt.public_key:
        sys.stderr.write(f"signed by {receipt.public_key}, not by {chosen.key}\n")
        return 1
    try:
        verify(receipt)
    except ReceiptInvalid as error:
        sys.stderr.write(f"{error}\n")
        return 1
    opened = (
        "ballot matches its commitment"
        if receipt.ballot is not None and receipt.nonce is not None
        else "ballot not in the file"
    )
    place = f"{receipt.auction}, {receipt.round.stage} round {receipt.round.number}, entry {receipt.sequence}"
    print(
        f"{receipt.bidder}: {place}, received {receipt.received_at}; signature of {receipt.public_key} holds; {opened}"
    )
    return 0


if __name__ == "__main__":
    run(main)
