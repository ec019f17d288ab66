"""JSON documents in, JSON documents out: read strictly, refused with one message that names the place.

Every command line of the project speaks JSON. A document is described by a frozen pydantic model (``Document``); what
does not fit it is refused as a whole with a single sentence such as ``bids[17].package.B: supply is 2, the package asks
for 3``.
"""

import gc
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import to_json

M = TypeVar("M", bound=BaseModel)

EXIT_REFUSED = 2


class DocumentError(ValueError):
    """A document that cannot be accepted. ``str(error)`` is ``place: what is wrong and what would pass``."""

    def __init__(self, place: str, reason: str) -> None:
        self.place = place
        self.reason = reason
        super().__init__(f"{place}: {reason}" if place else reason)

    def within(self, outer: str) -> "DocumentError":
        """The same error seen from the document that contains this one: ``package.A`` within ``acts[3]`` is
        ``acts[3].package.A``."""
        return DocumentError(f"{outer}.{self.place}" if self.place else outer, self.reason)


class Document(BaseModel):
    """Base of every document model: frozen, no unknown fields, no coercion (``5.0`` and ``"5"`` are not whole
    numbers)."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def place_of(location: tuple[int | str, ...]) -> str:
    """Write a pydantic error location the way a person finds it: ``("bids", 17, "package", "B")`` ->
    ``bids[17].package.B``."""
    place = ""
    for step in location:
        if isinstance(step, int):
            place += f"[{step}]"
        elif step == "[key]" or step.startswith(("function-", "tagged-union", "literal[", "dict[")):
            continue
        else:
            place += f".{step}" if place else step
    return place


def read_json(path: str | Path) -> Any:
    """Read one JSON file (``-`` is standard input).

    Raises DocumentError when there is no such file, it is not JSON, or an object names the same key twice.
    """
    return parse_json(read_text(path), name=file_name(path))


def file_name(path: str | Path) -> str:
    """How a file is called in messages."""
    return "standard input" if str(path) == "-" else str(path)


def read_text(path: str | Path) -> str:
    """Read one file (``-`` is standard input). Raises DocumentError when there is no such file or it is not text."""
    try:
        return sys.stdin.read() if str(path) == "-" else Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise DocumentError(file_name(path), f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise DocumentError(file_name(path), f"is not UTF-8 text (byte {error.start})") from error


def parse_json(text: str, *, name: str) -> Any:
    """Parse the JSON ``text`` of the file called ``name``. Raises DocumentError as ``read_json`` does."""
    try:
        with collector_paused():
            return json.loads(text, object_pairs_hook=_object_without_repeated_keys, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise DocumentError(name, f"is not JSON: {error.msg} at line {error.lineno} column {error.colno}") from error
    except DocumentError:
        raise
    except ValueError as error:
        raise DocumentError(name, "holds a number of too many digits") from error
    except RecursionError as error:
        raise DocumentError(name, "is nested too deeply") from error


def validate(model: type[M], document: Any) -> M:
    """Check ``document`` (parsed JSON) against ``model``. Raises DocumentError for the first thing that does not fit.

    What does not pass as it is goes through JSON text, where pydantic's strict mode still lets a list be a tuple and a
    string a member of an enum; most documents need no such thing and are spared the time.
    """
    try:
        with collector_paused():
            return model.model_validate(document)
    except ValidationError:
        return _validate_text(model, json.dumps(document))


def refusals_of(model: type[BaseModel], document: Any) -> list[DocumentError]:
    """Everything in ``document`` that does not fit ``model``, where ``validate`` raises the first; none where it fits.

    What fields say of one another is looked at once each of them is right by itself.
    """
    try:
        model.model_validate_json(json.dumps(document))
    except ValidationError as error:
        return _refusals(error)
    return []


def write_json(result: Mapping[str, Any], out: str | None) -> None:
    """Write a result to ``out``, or to standard output where it is None. Raises DocumentError where ``out`` cannot be
    written."""
    text = to_json(result, indent=1).decode() + "\n"
    if out is None:
        sys.stdout.write(text)
        return
    try:
        Path(out).write_text(text, encoding="utf-8")
    except OSError as error:
        raise DocumentError(out, f"cannot be written ({error.strerror})") from error


def run(command: Callable[[list[str]], int]) -> NoReturn:
    """Run a command line: exit with its status, or with status 2 and one line on standard error where a document is
    refused."""
    try:
        sys.exit(command(sys.argv[1:]))
    except DocumentError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(EXIT_REFUSED)


@contextmanager
def collector_paused() -> Iterator[None]:
    """While a large tree of objects grows, the cyclic garbage collector walks all of it again and again: half the time
    of a book of 100,000 bids. Such trees have no cycles."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _validate_text(model: type[M], text: str) -> M:
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        raise _refusals(error)[0] from error


def _refusals(error: ValidationError) -> list[DocumentError]:
    return [DocumentError(place_of(each["loc"]), _reason(each)) for each in error.errors(include_url=False)]


def _reason(error: Any) -> str:
    kind, given = error["type"], error.get("input")
    if kind == "extra_forbidden":
        return "unknown field"
    if kind == "missing":
        return "missing"
    if kind == "json_invalid":
        return "holds half of a surrogate pair, which is no text"
    message = str(error["msg"]).removeprefix("Value error, ").removeprefix("Input ")
    return f"{message} (given {given!r})" if isinstance(given, int | float | str) and kind != "value_error" else message


def _object_without_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        repeated = next(key for i, (key, _) in enumerate(pairs) if key in dict(pairs[:i]))
        raise DocumentError(repeated, "given twice in one object")
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise DocumentError(name, "is not a number that JSON allows")
