"""The pages on the way of a ballot, whoever fills it in.

    form --(check as you type)--> confirmation --(far off? ask once)--> what the desk makes of it

A refusal brings the form back with what was typed and what the rules say.
"""

import json
import uuid
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from auctions.errors import AuctionError
from portals.ballots import option_files, package_files
from portals.ballots.ballot_page import Ballot, Entered, EntryError
from portals.ballots.csv_files import FileRefused, as_sheet, attached, uploaded
from portals.ballots.desk import BallotDesk, content_of, fitting, kind_of, takes_part, verdict_on
from portals.ballots.far_off import doubts

REFUSED = 422  # what was asked for is understood and not allowed
FILES: dict[str, ModuleType] = {"supplementary": package_files, "assignment": option_files}


def form_page(
    request: HttpRequest,
    desk: BallotDesk,
    entered: Entered,
    *,
    errors: Sequence[EntryError] = (),
    refused: AuctionError | None = None,
    tried: bool = False,
    imported: int | None = None,
    told: str = "",
    status: int = 200,
) -> HttpResponse:
    """The form with ``entered`` in its fields and the rules' verdict on them beside.

    ``errors`` are what could not be read, ``refused`` why the bid was not placed; ``tried`` says that the person asked
    to go on, so that refusals stand on top; ``imported`` is the number of rows that came from a file, ``told`` what was
    done with what was typed.
    """
    kind = kind_of(desk)
    verdict = verdict_on(desk, kind.read(entered, desk.facts).ballot)
    context = desk.ballot_context(
        **kind.layout(entered, desk.facts, verdict["totals"]),
        **verdict,
        errors=errors,
        refused=refused,
        tried=tried,
        imported=imported,
        told=told,
    )
    return render(request, kind.template, context, status=status)


def form(request: HttpRequest, desk: BallotDesk) -> HttpResponse:
    """The form of the open round. POST brings a ballot back for changing, or adds a row."""
    kind = kind_of(desk)
    if "ballot" in request.POST:
        return form_page(request, desk, kind.entered(fitting(desk, ballot_in(request)), desk.facts))
    if request.method == "POST":
        data = request.POST.dict()
        reading = kind.read(data, desk.facts)
        reading = kind.edited(reading, data, desk.facts, lambda ballot: verdict_on(desk, ballot)["totals"])
        # htmx shows no part of a page that is refused.
        status = REFUSED if reading.errors and "HX-Request" not in request.headers else 200
        return form_page(request, desk, reading.entered, errors=reading.errors, told=reading.told, status=status)
    return form_page(request, desk, kind.entered(desk.facts["own"]["ballot"], desk.facts))


def check(request: HttpRequest, desk: BallotDesk) -> HttpResponse:
    """What the rules say of what is typed, without placing it: a fragment for htmx."""
    if desk.round is None or not takes_part(desk):
        return render(request, "ballots/verdict_closed.html")
    kind = kind_of(desk)
    reading = kind.read(request.POST.dict(), desk.facts)
    verdict = verdict_on(desk, reading.ballot)
    context = desk.ballot_context(
        **kind.layout(reading.entered, desk.facts, verdict["totals"], shown=request.POST),
        **verdict,
        errors=reading.errors,
        live=True,
    )
    return render(request, kind.verdict_template, context)


def confirm(request: HttpRequest, desk: BallotDesk) -> HttpResponse:
    """Read and check what was typed; then repeat it in figures and words, with the form that goes on."""
    kind = kind_of(desk)
    if "ballot" in request.POST:  # coming from the question about a far-off amount
        ballot = fitting(desk, ballot_in(request))
        entered: Entered = kind.entered(ballot, desk.facts)
        errors: Sequence[EntryError] = ()
    else:
        reading = kind.read(request.POST.dict(), desk.facts)
        ballot, entered, errors = reading.ballot, reading.entered, reading.errors
    if errors or ballot is None:
        return form_page(request, desk, entered, errors=errors, status=REFUSED)
    verdict = verdict_on(desk, ballot)
    if verdict["refusals"] or verdict["unreadable"]:
        return form_page(request, desk, entered, tried=True, status=REFUSED)
    context = confirmation(request, desk, ballot, verdict["totals"])
    unsure = doubts(ballot, desk.facts, verdict["totals"])
    if unsure and "amounts_are_right" not in request.POST:
        return render(request, "ballots/far_off.html", {**context, "doubts": unsure})
    return render(request, desk.confirm_template, context)


def confirmation(
    request: HttpRequest, desk: BallotDesk, ballot: Ballot, totals: Mapping[str, Any], **more: Any
) -> dict[str, Any]:
    """The context of the page that repeats the ballot, with the form that carries it on."""
    return desk.ballot_context(
        ballot=json.dumps(ballot),
        **content_of(desk, ballot, totals),
        round_version=request.POST.get("round_version", ""),
        prices_hash=request.POST.get("prices_hash", ""),
        form_key=request.POST.get("form_key") or uuid.uuid4(),
        **more,
    )


def entered_of(desk: BallotDesk, ballot: Ballot) -> Entered:
    """The form's fields with the ballot in them, as far as it is of the open round's kind."""
    return kind_of(desk).entered(fitting(desk, ballot), desk.facts)


def has_file(desk: BallotDesk) -> bool:
    """Whether the open round's ballot can be filled in by a file, and this bidder has one to fill in."""
    kind = desk.facts["ballot"]
    return desk.round is not None and kind in FILES and desk.facts["own"][kind] is not None


def download(desk: BallotDesk) -> HttpResponse:
    """The ballot as a CSV file. Call only where ``has_file``."""
    file = FILES[desk.facts["ballot"]]
    return attached(file.text(desk.facts), f"{file.NAME}-{desk.auction.slug}.csv")


def download_sheet(desk: BallotDesk) -> HttpResponse:
    """The ballot as a spreadsheet. Call only where ``has_file``."""
    file = FILES[desk.facts["ballot"]]
    return as_sheet(file.text(desk.facts), f"{file.NAME}-{desk.auction.slug}.xlsx")


def upload(request: HttpRequest, desk: BallotDesk) -> HttpResponse:
    """Show the form with the file's rows in it, or the file's errors. Call only where ``has_file``."""
    try:
        entered = FILES[desk.facts["ballot"]].entered(uploaded(request), desk.facts)
    except FileRefused as error:
        context = desk.ballot_context(file_errors=error.errors)
        return render(request, "ballots/file_refused.html", context, status=REFUSED)
    return form_page(request, desk, entered, imported=len(entered))


def ballot_in(request: HttpRequest) -> Ballot:
    """The ballot that a confirmation carries. Its content is the rules' to judge; here it must only be an object."""
    try:
        ballot = json.loads(request.POST.get("ballot", ""))
    except (ValueError, RecursionError) as error:
        raise BadRequest("ballot is not JSON") from error
    if not isinstance(ballot, dict):
        raise BadRequest("ballot is not an object")
    return ballot


def uuid_in(request: HttpRequest, name: str) -> uuid.UUID:
    """A field that holds a UUID."""
    try:
        return uuid.UUID(request.POST.get(name, ""))
    except ValueError as error:
        raise BadRequest(f"{name} is not a UUID") from error


def round_version_in(request: HttpRequest) -> int:
    """For which opening of a round the form was made."""
    text = request.POST.get("round_version", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadRequest("round_version is not a number")
    return int(text)
