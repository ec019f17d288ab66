"""Where the embedded servers keep their files, so that several runs never meet and nobody else can read them."""

import hashlib
import os
import secrets
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
LONGEST_SOCKET_PATH = 90  # bytes; the kernel takes 107, the longest name put into the folder is ".s.PGSQL.5432.lock"
PRIVATE, PASSABLE = 0o700, 0o711


class PlaceError(Exception):
    """A folder that the embedded servers cannot use; the text says which and why."""


@dataclass(frozen=True)
class DataFolder:
    """One set of embedded servers. Everything in ``root`` belongs to whoever started them; only PostgreSQL's own
    files may belong to the unprivileged user that PostgreSQL runs as when root starts it."""

    root: Path

    @property
    def postgresql(self) -> Path:
        return self.root / "postgresql"

    @property
    def logs(self) -> Path:
        return self.root / "log"

    @property
    def processes(self) -> Path:
        """One record for each process that was started: see ``config.embedded.processes``."""
        return self.root / "processes"

    @property
    def static_files(self) -> Path:
        return self.root / "static"

    @property
    def address(self) -> Path:
        """Holds the address of the demonstration that runs here."""
        return self.root / "address"

    @property
    def sockets(self) -> Path:
        """Folder of PostgreSQL's and Redis's sockets: in ``root``, or in a short temporary folder where that path is
        too long for a socket.
        """
        inside = self.root / "sockets"
        if len(os.fsencode(inside)) <= LONGEST_SOCKET_PATH:
            return inside
        return Path(tempfile.gettempdir()) / f"clearband-sockets-{os.geteuid()}-{_short_hash(self.root)}"

    @property
    def redis_socket(self) -> Path:
        return self.sockets / "redis.sock"

    def create(self) -> None:
        """Make the folders that are missing.

        Raises PlaceError where one exists and belongs to somebody else, or where PostgreSQL's user, if it is not us,
        cannot pass a folder above.
        """
        for folder in (self.root.parent, self.root):
            own_folder(folder, PASSABLE if os.geteuid() == 0 else PRIVATE)
        closed = [folder for folder in self.root.parents if not folder.stat().st_mode & stat.S_IXOTH]
        if os.geteuid() == 0 and closed:
            raise PlaceError(f"PostgreSQL's user may not pass {closed[-1]}: name an open folder in CLEARBAND_DATA")
        for folder in (self.logs, self.processes, self.static_files):
            own_folder(folder, PRIVATE)

    def secret_key(self) -> str:
        """The SECRET_KEY of this folder: made once, kept, so that sign-ins outlive a restart."""
        file = self.root / "secret_key"
        if not file.exists():
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
                out.write(secrets.token_urlsafe(48))
        return file.read_text()


def home() -> Path:
    """The folder of this checkout's embedded servers.

    ``var/`` of the checkout; for root a folder of /var/tmp, since PostgreSQL then runs as another user, to whom the
    folders above the checkout would have to be opened otherwise. CLEARBAND_DATA names another folder.
    """
    named = os.environ.get("CLEARBAND_DATA")
    if named:
        return Path(named).resolve()
    if os.geteuid() == 0:
        return Path("/var/tmp") / f"clearband-{_short_hash(CHECKOUT)}"  # noqa: S108  ownership is checked in own_folder
    return CHECKOUT / "var"


def demonstration() -> DataFolder:
    return DataFolder(home() / "demo")


def own_folder(folder: Path, mode: int) -> None:
    """Make ``folder`` with ``mode``; one that exists is left as it is, but must be a real folder of ours.

    Raises PlaceError where it is a link, belongs to another user, or cannot be made.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        if not folder.exists():
            folder.mkdir()
            folder.chmod(mode)
        found = folder.lstat()
    except OSError as error:
        raise PlaceError(f"{folder} cannot be made: {error.strerror}") from error
    if folder.is_symlink() or found.st_uid != os.geteuid():
        raise PlaceError(f"{folder} is a link or another user's: remove it, or name a folder in CLEARBAND_DATA")


def _short_hash(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
