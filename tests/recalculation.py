"""Letting LibreOffice recalculate a workbook, with a canary that shows that it really did."""

import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

LONGEST_RUN_S = 120
# Without this setting LibreOffice shows the values stored in the file, and a test would compare them with themselves.
_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def converted(
    soffice: Path,
    content: bytes,
    *,
    folder: Path,
    original: str = "xlsx",
    kind: str = "xlsx",
    recalculate: bool = True,
) -> bytes:
    """Open a file of the kind ``original`` in LibreOffice and save it as ``kind``; uses an empty folder up."""
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    if recalculate:
        (profile / "registrymodifications.xcu").write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
    source, output = folder / f"workbook.{original}", folder / "output"
    source.write_bytes(content)
    subprocess.run(
        [
            str(soffice),
            "--headless",
            "--norestore",
            f"-env:UserInstallation={profile.parent.as_uri()}",
            "--convert-to",
            kind,
            "--outdir",
            str(output),
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=LONGEST_RUN_S,
    )
    return (output / f"workbook.{kind}").read_bytes()


def with_wrong_stored_value(content: bytes, *, right: str, wrong: str, part: str = "xl/worksheets/sheet1.xml") -> bytes:
    """Change the first stored value of a formula, so that only somebody who calculates gets it right: the canary."""
    changed = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            written = old.read(name)
            if name == part:
                told = f"</f><v>{right}</v>".encode()
                if told not in written:
                    message = f"no formula of {part} has the stored value {right}"
                    raise ValueError(message)
                written = written.replace(told, f"</f><v>{wrong}</v>".encode(), 1)
            new.writestr(name, written)
    return changed.getvalue()
