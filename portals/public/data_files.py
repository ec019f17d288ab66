"""The files a visitor may take away: clock rounds as CSV and JSON, the auction and its result as JSON."""

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

from auctions.spreadsheets import without_formula

ROUND_COLUMNS = ("round", "category", "supply", "price", "demand", "excess")


def rounds_document(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The closed clock rounds as far as this viewer may know them: prices a lot in bid units, demand in lots."""
    return {
        "format": "clearband.rounds/1",
        "title": facts["title"],
        "unit": facts["unit"],
        "supply": {category["id"]: category["supply"] for category in facts["categories"]},
        "rounds": facts["rounds"],
    }


def rounds_csv(facts: Mapping[str, Any]) -> str:
    """One line a round and category, columns ROUND_COLUMNS; undisclosed numbers are empty cells."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(ROUND_COLUMNS)
    for closed in facts["rounds"]:
        for category in facts["categories"]:
            key = category["id"]
            disclosed = [_cell((closed[name] or {}).get(key)) for name in ("demand", "excess")]
            line = [closed["number"], without_formula(key), category["supply"], closed["prices"][key], *disclosed]
            writer.writerow(line)
    return out.getvalue()


def _cell(known: int | bool | None) -> int | str:
    """A number, or yes and no where only the sign of excess demand is disclosed."""
    match known:
        case None:
            return ""
        case bool():
            return "yes" if known else "no"
    return known


def json_download(document: Mapping[str, Any], file_name: str) -> HttpResponse:
    """A JSON file to be saved, indented for people."""
    content = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    return _download(content, "application/json", file_name)


def csv_download(content: str, file_name: str) -> HttpResponse:
    """A CSV file to be saved."""
    return _download(content, "text/csv; charset=utf-8", file_name)


def _download(content: str, content_type: str, file_name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response
