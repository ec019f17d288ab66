"""A bundle as a zip or a folder.

The zip is written in exactly one way: members in order, not compressed, no times, no comments. So the same files are
the same bytes on any machine, and a reader notices a byte that was changed even between the members.
"""

import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from auctions.bundle.contents import MANIFEST, Files
from winner_determination.documents import DocumentError

NO_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that the format of zip files knows


@dataclass(frozen=True)
class Bundle:
    """The files of a bundle. ``archive`` is the zip as it was found, empty where the bundle is a folder."""

    name: str
    files: Files
    archive: bytes = b""


def write_archive(files: Mapping[str, bytes], out: BinaryIO) -> None:
    """Write the files as a zip, in their order."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            member = zipfile.ZipInfo(name, NO_TIME)
            member.create_system, member.external_attr = 3, 0o644 << 16  # readable files, wherever it was written
            archive.writestr(member, content)


def archive_of(files: Mapping[str, bytes]) -> bytes:
    """The zip as bytes."""
    out = BytesIO()
    write_archive(files, out)
    return out.getvalue()


def read_bundle(path: str) -> Bundle:
    """Read a zip, or the folder into which it was unpacked. Raises DocumentError where it is neither."""
    place = Path(path)
    try:
        if place.is_dir():
            names = sorted(file.relative_to(place).as_posix() for file in place.rglob("*") if file.is_file())
            bundle = Bundle(path, {name: (place / name).read_bytes() for name in names})
        else:
            bundle = _unzipped(path, place.read_bytes())
    except OSError as error:
        raise DocumentError(path, f"cannot be read ({error.strerror})") from error
    if MANIFEST not in bundle.files:
        raise DocumentError(path, f"is no bundle: it has no {MANIFEST}")
    return bundle


def _unzipped(name: str, content: bytes) -> Bundle:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            if len(set(names)) < len(names):
                raise DocumentError(name, "holds two files of one name")
            return Bundle(name, {member: archive.read(member) for member in names}, content)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, zlib.error) as error:
        if isinstance(error, DocumentError):
            raise
        raise DocumentError(name, f"cannot be read as a zip file: {error}") from error
