"""Files and printed tables that samples point to, made of their own each time."""

import hashlib
import secrets
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from openpyxl import Workbook

from tests.web.site import Site
from tracker.actions import uploads
from tracker.domain.published_tables import CellKind, RowKind
from tracker.domain.years import now
from tracker.models.published_tables import PublishedCell, PublishedRow, PublishedTable
from tracker.models.uploads import StoredFile


def printed_cell(site: Site, _person_id: int) -> object:
    """Print a table whose total is a thousand kroner more than its rows, and give that total's cell."""
    with site.database.writing() as session:
        mark = secrets.token_hex(16)
        stored = StoredFile(
            sha256=mark,
            name="tabel.xlsx",
            stored_name=mark,
            size_bytes=1,
            stored_at=now(),
            stored_by_id=site.everything,
        )
        session.add(stored)
        session.flush()
        table = PublishedTable(
            plan_id=site.book.plan_id, file_id=stored.id or 0, sheet="Ark1", title="Budget", unit="tkr", read_at=now()
        )
        session.add(table)
        session.flush()
        line = PublishedRow(
            table_id=table.id or 0,
            position=1,
            kind=RowKind.LINE,
            cell="A2",
            printed_label="Mentorer",
            label="Mentorer",
            line_id=site.book.mentors,
        )
        total = PublishedRow(
            table_id=table.id or 0, position=2, kind=RowKind.TOTAL, cell="A3", printed_label="I alt", label="I alt"
        )
        session.add_all((line, total))
        session.flush()
        amounts = ((line, "B2", 3_300), (total, "B3", 3_301))
        cells = [
            PublishedCell(
                row_id=row.id or 0,
                position=1,
                column="2019",
                cell=cell,
                printed=str(amount),
                kind=CellKind.AMOUNT,
                amount_oere=amount * 100_000,
            )
            for row, cell, amount in amounts
        ]
        session.add_all(cells)
        session.flush()
        return cells[1].id


def workbook() -> bytes:
    """A table as an office would send it, of its own each time, so that no two count as the same file."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        (f"Budget {secrets.token_hex(8)}", "(1000 kr.)"),
        ("", 2019, 2020),
        ("Mentorer", 3_300, 3_300),
        ("I alt", 3_300, 3_300),
    ):
        sheet.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def kept_file(site: Site) -> uploads.KeptFile:
    """Keep a workbook as an upload does."""
    content = workbook()
    with NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(content)
        file.flush()
        sha256 = hashlib.sha256(content).hexdigest()
        return uploads.keep_file(Path(file.name), site.files_dir, name="budget.xlsx", sha256=sha256)
