"""The receipts: one for each ballot, signed, and the ones that bidders hold are among them."""

from collections.abc import Iterator

from auctions.bundle.contents import RECEIPTS
from auctions.bundle.course import JOURNAL
from auctions.bundle.evidence import Evidence
from auctions.bundle.findings import Finding, compared
from auctions.bundle.steps.wrapping import trusted_keys
from journal.errors import ReceiptInvalid
from journal.receipts import Receipt, verify

OPENING = {"ballot", "nonce"}  # what its owner adds to a receipt


def receipts(evidence: Evidence) -> Iterator[Finding]:
    """Every ballot has one receipt, which says what the journal says, signed by a key that the reader trusts."""
    expected = {int(sequence): bid["receipt"] for sequence, bid in evidence.course.whole.bids.items()}
    listed = [receipt.sequence for receipt in evidence.receipts]
    yield from compared(RECEIPTS, listed, list(expected), within="sequence of each")
    for number, receipt in enumerate(evidence.receipts):
        yield from _signed(evidence, f"[{number}]", RECEIPTS, receipt)
        if receipt.sequence in expected:
            stated = receipt.model_dump(exclude={"signature", "public_key", *OPENING})
            yield from compared(RECEIPTS, stated, expected[receipt.sequence], within=f"[{number}]")
        if receipt.ballot is not None or receipt.nonce is not None:
            yield Finding(RECEIPTS, f"[{number}]", "opens its commitment, expected in the journal only")


def held(evidence: Evidence) -> Iterator[Finding]:
    """The receipts that the reader brought stand in the journal as they were given out."""
    standing = {line.sequence: line for line in evidence.lines}
    for file, receipt in evidence.held:
        yield from _signed(evidence, "", file, receipt)
        line = standing.get(receipt.sequence)
        if line is None:
            yield Finding(JOURNAL, f"entry {receipt.sequence}", f"is not there; {file} was given for it")
        elif line.hash != receipt.chain_head:
            reason = f"has the hash {line.hash}, expected {receipt.chain_head}: that is what {file} was given for"
            yield Finding(JOURNAL, f"entry {receipt.sequence}", reason)
        else:
            yield from compared(file, receipt.commitment, line.body.get("commitment"), within="commitment")


def _signed(evidence: Evidence, place: str, file: str, receipt: Receipt) -> Iterator[Finding]:
    try:
        verify(receipt)
    except ReceiptInvalid as error:
        yield Finding(file, f"{place} signature".strip(), str(error))
    if receipt.public_key not in trusted_keys(evidence):
        expected = " or ".join(trusted_keys(evidence))
        yield Finding(file, f"{place} public_key".strip(), f"is {receipt.public_key}, expected {expected}")
