"""A hosted auction is exported as a bundle that holds, to whom it may be and not a ballot too early."""

import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from auctions import services
from auctions.bundle.archive import Bundle, archive_of, read_bundle
from auctions.bundle.contents import bundle_files
from auctions.bundle.documents import Scope
from auctions.bundle.evidence import Evidence
from auctions.bundle.extension import verify_extension
from auctions.bundle.verification import verify
from auctions.errors import StepRefused
from auctions.models import Auction
from auctions.selectors.bundles import bundle_source
from journal.keys import public_key, signing_key
from journal.models import Entry
from journal.selectors import head_of
from tests.cast import Cast

EXAMPLE = Path(__file__).parents[3] / "examples" / "two-bands.zip"


def bundle_of(cast: Cast, scope: Scope = Scope.FULL) -> Bundle:
    cast.auction.refresh_from_db()
    return Bundle("two-bands.zip", bundle_files(bundle_source(cast.auction, scope), signing_key()))


def test_the_example_archive_is_what_a_host_exports_today(cast: Cast) -> None:
    """With WRITE_EXAMPLE=1 in the environment it is written anew, for a change of what a bundle holds."""
    cast.play_to_the_end()
    cast.publish()
    today = bundle_of(cast, Scope.PUBLIC)
    if os.environ.get("WRITE_EXAMPLE"):
        EXAMPLE.write_bytes(archive_of(today.files))

    example = read_bundle(str(EXAMPLE))

    assert verify(Evidence(example)).findings == ()
    assert [shape_of(name, example) for name in example.files] == [shape_of(name, today) for name in today.files]


def shape_of(name: str, bundle: Bundle) -> tuple[str, object]:
    """What does not depend on times and keys: kinds of entries, headers of tables, the texts."""
    content = bundle.files[name].decode()
    match name.rpartition(".")[2]:
        case "csv":
            return name, content.splitlines()[0]
        case "jsonl":
            return name, [json.loads(line)["kind"] for line in content.splitlines()]
        case "md":
            return name, content
    return name, sorted(json.loads(content)) if content.startswith("{") else len(json.loads(content))


def command(*arguments: str) -> str:
    out = StringIO()
    call_command("export", *arguments, stdout=out)
    return out.getvalue()


def test_the_exported_archive_of_a_finished_auction_holds_in_every_step(cast: Cast, tmp_path: Path) -> None:
    cast.play_to_the_end()
    file = str(tmp_path / "two-bands.zip")

    said = command("two-bands", "--out", file)

    report = verify(Evidence(read_bundle(file), keys=(public_key(),)))
    head = head_of(cast.auction.chain)
    assert head is not None
    assert report.findings == ()
    assert report.facts["head"] == head.hash
    assert said == f"{file}: {head.sequence} entries of two-bands, head {head.hash}\n"


def test_a_later_export_extends_an_earlier_one_over_pause_and_void(cast: Cast) -> None:
    cast.play_clock()
    earlier = bundle_of(cast)
    opened = cast.open_round(minutes=30)
    services.pause_round(round=opened, by=cast.auctioneer, reason="a fire drill")
    services.resume_round(round=opened, by=cast.auctioneer)
    cast.close_round()

    later = bundle_of(cast)

    assert verify_extension(Evidence(earlier), Evidence(later)).findings == ()
    assert verify_extension(Evidence(later), Evidence(earlier)).findings != ()


def test_the_archive_ends_before_the_round_that_is_open(cast: Cast) -> None:
    cast.play_clock()
    before = bundle_of(cast)
    cast.open_round()
    cast.alpha.submits({"bids": [{"package": {"A": 1, "B": 1}, "amount": 29}]})

    sealed = bundle_of(cast)

    assert set(sealed.files) == set(before.files)
    assert b'"amount":29' not in sealed.files["journal.jsonl"]
    assert verify(Evidence(sealed)).findings == ()


@pytest.mark.django_db
def test_the_demonstration_as_it_is_hosted_holds_up_to_its_open_round(tmp_path: Path) -> None:
    call_command("load_demo", stdout=StringIO())
    file = str(tmp_path / "uk.zip")

    command("uk-4g-2013", "--out", file)

    report = verify(Evidence(read_bundle(file)))
    assert report.findings == ()
    assert report.facts["entries"] < Entry.objects.filter(chain="auction/uk-4g-2013").count()


def test_there_is_a_public_bundle_once_the_result_is_published(cast: Cast) -> None:
    cast.play_to_the_end()
    with pytest.raises(StepRefused, match="not published yet"):
        bundle_of(cast, Scope.PUBLIC)

    cast.publish()

    public, full = bundle_of(cast, Scope.PUBLIC), bundle_of(cast)
    assert verify(Evidence(public)).findings == ()
    assert {name for name in full.files if full.files[name] != public.files[name]} == {"manifest.json"}


def test_an_auction_that_is_not_there_and_a_file_that_cannot_be_written_are_said(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no auction nowhere"):
        command("nowhere", "--out", str(tmp_path / "bundle.zip"))
    with pytest.raises(CommandError, match="cannot be written"):
        command("two-bands", "--out", str(tmp_path / "no" / "bundle.zip"))
    with pytest.raises(CommandError, match="not published yet"):
        command("two-bands", "--public", "--out", str(tmp_path / "bundle.zip"))
    assert Auction.objects.get(slug="two-bands").published_at is None
