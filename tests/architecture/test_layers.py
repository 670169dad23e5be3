"""Imports run downwards only, and the rules of the domain need nothing but Python."""

import ast
import subprocess
import sys

from tests.architecture.sources import ROOT, name, python_files


def imported_packages(source: str) -> set[str]:
    packages: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            packages |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            packages.add(node.module or "." * node.level)
    return packages


def foreign_to_domain(source: str) -> set[str]:
    return {
        package
        for package in imported_packages(source)
        if package.split(".")[0] not in sys.stdlib_module_names and not package.startswith("tracker.domain")
    }


def test_the_domain_imports_only_the_standard_library() -> None:
    foreign = {
        name(file): foreign_to_domain(file.read_text(encoding="utf-8")) for file in python_files("tracker/domain")
    }
    assert {file: packages for file, packages in foreign.items() if packages} == {}


def test_a_foreign_import_in_the_domain_would_be_seen() -> None:
    source = "import json\nfrom decimal import Decimal\nfrom tracker.domain import money\nfrom sqlmodel import Field\n"
    assert foreign_to_domain(source) == {"sqlmodel"}


def test_every_import_contract_is_kept() -> None:
    # In a process of its own: it sets up logging for itself and would silence ours.
    lint_imports = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    ran = subprocess.run([sys.executable, "-c", lint_imports], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
