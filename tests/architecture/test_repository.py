"""What the repository holds: files of a size one can read, each with its sentence, and no address of a registry."""

import ast
import re

from tests.architecture.sources import ROOT, name, python_files, tracked_files

LONGEST_FILE_LINES = 450
LOCK_FILES = (*sorted(ROOT.glob("requirements*.txt")), ROOT / "package-lock.json")
NOT_FOR_THE_REPOSITORY = re.compile(
    r"(^|/)(uv\.lock|node_modules/|\.venv/|data/|static/vendor/)|\.(sqlite3?|db|mo|pyc)$|(^|/)secret_key$"
)


def test_no_python_file_is_longer_than_one_can_read() -> None:
    lengths = {name(file): len(file.read_text(encoding="utf-8").splitlines()) for file in python_files()}
    long = {file: lines for file, lines in lengths.items() if lines > LONGEST_FILE_LINES}
    assert {file for file in long if not file.startswith("migrations/versions/")} == set()


def test_every_module_opens_with_a_sentence() -> None:
    sources = {name(file): file.read_text(encoding="utf-8") for file in python_files()}
    openings = {file: ast.get_docstring(ast.parse(source)) for file, source in sources.items() if source.strip()}
    assert {
        file for file, opening in openings.items() if not opening or not opening.splitlines()[0].endswith(".")
    } == set()


def test_lock_files_name_no_address() -> None:
    addresses = {
        name(file): re.findall(r"^.*(?:://|resolved|file:).*$", file.read_text(encoding="utf-8"), re.MULTILINE)
        for file in LOCK_FILES
    }
    assert {file: lines for file, lines in addresses.items() if lines} == {}


def test_every_pinned_package_has_hashes() -> None:
    bare = {
        (name(file), requirement.split("\\")[0].strip())
        for file in LOCK_FILES
        if file.suffix == ".txt"
        for requirement in re.findall(
            r"^[a-z0-9][^\\\n]*(?:\\\n[^\\\n]*)*", file.read_text(encoding="utf-8"), re.MULTILINE
        )
        if "==" not in requirement or "--hash=sha256:" not in requirement
    }
    assert bare == set()


def test_settings_of_package_clients_name_no_registry() -> None:
    settings = [
        ROOT / ".npmrc",
        *ROOT.glob("requirements*.in"),
        *ROOT.glob("pip.conf"),
        ROOT / "Makefile",
        ROOT / ".ci/run",
    ]
    pattern = re.compile(r"registry\s*=|index-url|find-links\s+\S*/|https?://(?!127\.0\.0\.1)")
    lines = {
        (name(file), line.strip())
        for file in settings
        for line in file.read_text(encoding="utf-8").splitlines()
        if pattern.search(line.replace("--no-emit-index-url", ""))
    }
    assert lines == set()


def test_nothing_that_was_fetched_or_made_is_tracked() -> None:
    assert {name(file) for file in tracked_files() if NOT_FOR_THE_REPOSITORY.search(name(file))} == set()
