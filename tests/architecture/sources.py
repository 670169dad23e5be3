"""The project's own files, as the tests of the house read them."""

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
GENERATED = {".venv", ".tools", "node_modules", "vendor", "data", "__pycache__", ".git"}


def python_files(*folders: str) -> list[Path]:
    """List the Python files of some folders, or of the whole project."""
    starts = [ROOT / folder for folder in folders] if folders else [ROOT]
    return sorted(file for start in starts for file in start.rglob("*.py") if is_own(file))


def templates() -> list[Path]:
    """List the templates of all pages."""
    return sorted((ROOT / "templates").rglob("*.html"))


def tracked_files() -> list[Path]:
    """List what the repository holds; without git, what lies here and was not fetched."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        listed = subprocess.run(
            ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"],  # noqa: S607  git is where the machine has it
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
        names: Iterable[str] = listed.stdout.decode().split("\0")
        return [ROOT / name for name in names if name and (ROOT / name).is_file()]
    return sorted(file for file in ROOT.rglob("*") if file.is_file() and is_own(file))


def is_own(file: Path) -> bool:
    """Tell whether a file is ours, not fetched or made."""
    return not GENERATED & set(file.relative_to(ROOT).parts)


def name(file: Path) -> str:
    """Name a file as a developer would."""
    return file.relative_to(ROOT).as_posix()
