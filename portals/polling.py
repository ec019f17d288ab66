"""Fragments of a page that keep themselves fresh.

An element with ``hx-get`` and ``hx-trigger="every 2s"`` asks again and again. The answer carries an ETag over what it
says; when nothing changed it is an empty 304, and the page stays as it is. Time itself is no content: the seconds left
travel in a header with every answer, changed or not, and the browser only interpolates between two of them.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

SECONDS_LEFT = "Clearband-Seconds-Left"


def fragment(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, seconds_left: int | None
) -> HttpResponse:
    """Answer a poll with the rendered fragment, or with 304 when the asker already has it.

    The template must print nothing that changes with time alone.
    """
    content = render_to_string(template, dict(context), request).encode()
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    unchanged = request.headers.get("If-None-Match") == tag
    response = HttpResponse(status=304) if unchanged else HttpResponse(content)
    response["ETag"] = tag
    response["Cache-Control"] = "no-store"
    response[SECONDS_LEFT] = "" if seconds_left is None else str(seconds_left)
    return response
