"""A receipt is checked without us: no database, no settings, no account."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from nacl.signing import SigningKey

from journal.errors import ReceiptInvalid
from journal.receipts import Receipt, ReceiptRound, commitment_to, sign, verify

KEY = SigningKey(b"k" * 32)
BALLOT = {"package": {"A": 2}}
NONCE = "0f" * 32
ROUND = ReceiptRound(stage="clock", number=3)


def signed(**changes: Any) -> dict[str, Any]:
    """A receipt that holds, with its ballot and nonce; ``changes`` are made after it was signed."""
    unsigned = {
        "auction": "two-bands",
        "round": ROUND.model_dump(),
        "bidder": "Alpha",
        "sequence": 7,
        "received_at": "2026-01-01T00:00:00.000000+00:00",
        "commitment": commitment_to(auction="two-bands", round=ROUND, bidder="Alpha", ballot=BALLOT, nonce=NONCE),
        "chain_head": "1" * 64,
        "rules_hash": "2" * 64,
    }
    return {**sign(unsigned, KEY).model_dump(), "ballot": BALLOT, "nonce": NONCE, **changes}


def verify_on_the_command_line(
    receipt: dict[str, Any], folder: Path, *options: str
) -> subprocess.CompletedProcess[str]:
    """Run the command in an environment that knows nothing of a database."""
    file = folder / "receipt.json"
    file.write_text(json.dumps(receipt))
    bare = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    command = [sys.executable, "-m", "journal", "verify", str(file), *options]
    return subprocess.run(command, env=bare, capture_output=True, text=True, check=False)


def test_a_receipt_holds_with_and_without_the_ballot_it_commits_to() -> None:
    verify(Receipt(**signed()))
    verify(Receipt(**signed(ballot=None, nonce=None)))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("auction", "another"),
        ("round", {"stage": "clock", "number": 4}),
        ("bidder", "Beta"),
        ("sequence", 8),
        ("received_at", "2026-01-01T00:00:00.000001+00:00"),
        ("commitment", "3" * 64),
        ("chain_head", "3" * 64),
        ("rules_hash", "3" * 64),
        ("public_key", SigningKey(b"x" * 32).verify_key.encode().hex()),
        ("signature", "00" * 64),
    ],
)
def test_any_changed_field_breaks_the_signature(field: str, value: Any) -> None:
    with pytest.raises(ReceiptInvalid, match="signature"):
        verify(Receipt(**signed(**{field: value})))


@pytest.mark.parametrize("changes", [{"ballot": {"package": {"A": 1}}}, {"nonce": "0e" * 32}])
def test_another_ballot_or_nonce_does_not_open_the_commitment(changes: dict[str, Any]) -> None:
    with pytest.raises(ReceiptInvalid, match="commits to"):
        verify(Receipt(**signed(**changes)))


def test_the_command_says_that_a_receipt_holds_and_exits_with_0(tmp_path: Path) -> None:
    done = verify_on_the_command_line(signed(), tmp_path)

    assert done.returncode == 0, done.stderr
    assert "Alpha: two-bands, clock round 3, entry 7" in done.stdout
    assert "ballot matches its commitment" in done.stdout


def test_the_command_exits_with_1_for_a_receipt_that_does_not_hold(tmp_path: Path) -> None:
    done = verify_on_the_command_line(signed(sequence=8), tmp_path)

    assert done.returncode == 1
    assert "signature" in done.stderr


def test_the_command_exits_with_1_where_another_key_signed(tmp_path: Path) -> None:
    done = verify_on_the_command_line(signed(), tmp_path, "--key", "00" * 32)

    assert done.returncode == 1
    assert "not by 0000" in done.stderr


def test_the_command_exits_with_2_and_one_line_for_a_file_that_is_no_receipt(tmp_path: Path) -> None:
    done = verify_on_the_command_line({**signed(), "extra": 1}, tmp_path)

    assert done.returncode == 2
    assert done.stderr == "extra: unknown field\n"


def test_the_command_prints_the_schema() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "journal", "verify", "--schema"], capture_output=True, text=True, check=True
    )

    assert "commitment" in json.loads(done.stdout)["properties"]
