"""LibreOffice for tests that let a real spreadsheet recalculate what we wrote."""

import os
import shutil
from pathlib import Path

import pytest

NAMES = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")


@pytest.fixture(scope="session")
def soffice() -> Path:
    """The program of LibreOffice; without it the test is skipped, but fails where CI is set."""
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    if found is None:
        reason = "no LibreOffice on this machine; install it (Debian: apt install libreoffice-calc-nogui)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return Path(found)
