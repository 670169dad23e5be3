"""The whole guarded reading of one workbook: its container, every XML part, its sheets, and what is odd about them."""

from typing import Any, BinaryIO

from imports.cells import column_letters
from imports.guard.book_parts import Book, read_book
from imports.guard.container import Container, shown
from imports.guard.file_refusals import Reason, refused
from imports.guard.markup import PartReader, parse
from imports.guard.sheet_cells import SharedContent
from imports.guard.sheet_part import SheetReader

MAX_MERGED_CELLS = 500_000

_NOT_OURS = ("customxml/",)
_SHEETS = "xl/worksheets/sheet"
_BESIDE_THE_SHEETS = ("xl/styles.xml", "xl/sharedstrings.xml")

Note = tuple[str, str, str, dict[str, object]]


def scan(file: BinaryIO, *, name: str = "") -> dict[str, Any]:
    """Read a workbook into plain lists and dictionaries that JSON can carry, or refuse it.

    ``notes`` are (sheet, cell, code, values); what they mean is said where the answer is taken.
    """
    container = Container(file, name=name)
    book = read_book(container)
    unlisted = _judge_other_parts(container, book)
    notes: list[Note] = [("", "", "unlisted-part", {"part": shown(part)}) for part in unlisted]
    shared = SharedContent(source_texts=book.texts, formats=book.formats, since_1904=book.since_1904)
    sheets = []
    for entry, part in book.sheets:
        if part is None:
            notes.append((entry.name, "", "sheet-without-cells", {}))
            continue
        reader = SheetReader(part, sheet=entry.name, shared=shared)
        parse(container.chunks(part), reader)
        shared.seen += reader.seen
        if entry.hidden:
            notes.append((entry.name, "", "hidden-sheet", {}))
        sheets.append(_answer(reader, notes, hidden=entry.hidden, recalculates=book.recalculates_on_load))
    if book.has_external_links or any("/externallinks/" in part.lower() for part in container.parts()):
        notes.append(("", "", "external-links", {}))
    return {"sheets": sheets, "texts": shared.texts, "notes": notes}


def _judge_other_parts(container: Container, book: Book) -> list[str]:
    """Unpack and judge the parts that nobody here reads: the file is kept, and others will open it.

    What an office's own systems put under customXml may be in any encoding; a DOCTYPE is refused there too. Gives the
    parts that lie where tables are kept though nothing leads to them: what is in them would be missed in silence.
    """
    read_parts = book.read_parts | {part.lower() for _, part in book.sheets if part is not None}
    unlisted = []
    for part in container.parts():
        key = part.lower()
        if key in read_parts:
            continue
        if key.startswith(_SHEETS) or key in _BESIDE_THE_SHEETS:
            unlisted.append(part)
        if key.endswith((".xml", ".rels")):
            parse(container.chunks(part), PartReader(part), utf_8_only=not key.startswith(_NOT_OURS))
        else:
            for _piece in container.chunks(part):
                pass
    return unlisted


def _answer(reader: SheetReader, notes: list[Note], *, hidden: bool, recalculates: bool) -> dict[str, Any]:
    cells = reader.cells
    if len(cells.rows) + cells.empty != reader.seen:
        raise refused(Reason.CELLS_LOST, returned=len(cells.rows) + cells.empty, seen=reader.seen)
    last_row, last_column = max(cells.rows, default=0), max(cells.columns, default=0)
    merges = _clip_merges(reader, last_row=last_row, last_column=last_column)
    hidden_rows = [row for row in reader.hidden_rows if row <= last_row]
    hidden_columns = sorted(column for column in reader.hidden_columns if column <= last_column)
    for code, (count, cell) in cells.notes.items():
        notes.append((reader.sheet, cell, code, {"count": count, "cell": cell}))
    _note_hidden(reader.sheet, notes, rows=hidden_rows, columns=hidden_columns)
    _note_merges(reader, merges, notes)
    if recalculates and _looks_never_calculated(reader):
        notes.append((reader.sheet, "", "formulas-maybe-uncalculated", {}))
    return {
        "name": reader.sheet,
        "hidden": hidden,
        "seen": reader.seen,
        "empty": cells.empty,
        "rows": cells.rows,
        "columns": cells.columns,
        "kinds": "".join(cells.kinds),
        "values": cells.values,
        "formulas": cells.formulas,
        "grouped": cells.grouped,
        "merges": merges,
        "hidden_rows": hidden_rows,
        "hidden_columns": hidden_columns,
    }


def _clip_merges(reader: SheetReader, *, last_row: int, last_column: int) -> list[tuple[int, int, int, int]]:
    """Cut the merged ranges to the part of the sheet that holds something; refuse them where they overlap there."""
    clipped = []
    covered = 0
    for first_row, first_column, lowest_row, rightmost_column in reader.merges:
        bottom, right = min(lowest_row, last_row), min(rightmost_column, last_column)
        if first_row > bottom or first_column > right or (first_row, first_column) == (bottom, right):
            continue
        covered += (bottom - first_row + 1) * (right - first_column + 1)
        if covered > min(MAX_MERGED_CELLS, last_row * last_column):
            first = f"{column_letters(first_column)}{first_row}"
            raise refused(Reason.MERGES, sheet=reader.sheet, cell=first)
        clipped.append((first_row, first_column, bottom, right))
    return clipped


def _note_hidden(sheet: str, notes: list[Note], *, rows: list[int], columns: list[int]) -> None:
    if rows:
        notes.append((sheet, f"A{rows[0]}", "hidden-rows", {"rows": _runs(rows, str)}))
    if columns:
        first = f"{column_letters(columns[0])}1"
        notes.append((sheet, first, "hidden-columns", {"columns": _runs(columns, column_letters)}))


def _note_merges(reader: SheetReader, merges: list[tuple[int, int, int, int]], notes: list[Note]) -> None:
    if not merges:
        return
    first_row, first_column, last_row, last_column = merges[0]
    first = f"{column_letters(first_column)}{first_row}"
    area = f"{first}:{column_letters(last_column)}{last_row}"
    notes.append((reader.sheet, first, "merged-cells", {"count": len(merges), "range": area}))
    filled = set(zip(reader.cells.rows, reader.cells.columns, strict=True))
    for top, left, bottom, right in merges:
        inside = ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
        for row, column in inside:
            if (row, column) != (top, left) and (row, column) in filled:
                cell = f"{column_letters(column)}{row}"
                notes.append((reader.sheet, cell, "merge-hides-values", {"cell": cell}))
                break


def _looks_never_calculated(reader: SheetReader) -> bool:
    """Say whether every formula's stored value is 0, as some writers leave it for Excel to calculate."""
    cells = reader.cells
    return bool(cells.formulas) and all(cells.kinds[at] == "n" and cells.values[at] == "0" for at in cells.formulas)


def _runs(numbers: list[int], word: Any) -> str:  # noqa: ANN401 - str itself, or the letters of a column
    """Write ascending numbers as runs, such as ``3-5, 8``; a long list ends in three dots."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    words = [word(first) if first == last else f"{word(first)}-{word(last)}" for first, last in runs[:10]]
    return ", ".join(words) + (" ..." if len(runs) > len(words) else "")
