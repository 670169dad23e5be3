"""Sheets with more of something than a table has: cells, rows, ranges, letters, blank rows."""

from collections.abc import Callable
from decimal import Decimal

from imports.cells import column_letters
from imports.guard.file_refusals import Reason
from tests.imports.workbook_bytes import MAIN, SHEET, TEXTS, book, book_of, cells, inline, number, sheet, texts
from tests.imports.workbook_cases import Case, reads, refuses

_ONE = {"A1": Decimal(1)}
_COMMENT = f'<comments xmlns="{MAIN}"><commentList><comment ref="XFD1048576"/></commentList></comments>'


def _ranges(markup: str, count: int) -> Callable[[], bytes]:
    return lambda: book_of(cells(number("1")), after=markup * count)


def _rows(count: int, row: Callable[[int], str]) -> str:
    return "".join(row(number) for number in range(1, count + 1))


def _blank_rows(count: int) -> bytes:
    return book_of(cells(number("1")) + "".join(f'<row r="{at}" ht="15"/>' for at in range(2, count + 1)))


def _wide_rows(count: int, columns: int, *, filled: bool) -> bytes:
    letters = [column_letters(column) for column in range(1, columns + 1)]
    inside = "><v>1</v></c>" if filled else ' s="1"/>'

    def row(at: int) -> str:
        return f'<row r="{at}">' + "".join(f'<c r="{name}{at}"{inside}' for name in letters) + "</row>"

    return book_of(_rows(count, row))


def _own_texts(rows: int) -> bytes:
    return book_of(_rows(rows, lambda at: f'<row r="{at}"><c' + inline(f"{at}" + "x" * 30_000) + "</c></row>"))


def _same_text(text: str, rows: int) -> bytes:
    pointers = _rows(rows, lambda at: f'<row r="{at}"><c r="A{at}" t="s"><v>0</v></c></row>')
    return book({TEXTS: texts(f"<t>{text}</t>"), SHEET: sheet(pointers)})


def _nameless_cells(count: int) -> bytes:
    return book_of(f"<row>{'<c><v>1</v></c>' * count}</row>")


CASES: list[Case] = [
    refuses(Reason.RANGES_TOO_MANY, "5,001 merges", _ranges('<mergeCell ref="A1:B1"/>', 5_001)),
    refuses(Reason.RANGES_TOO_MANY, "5,001 links", _ranges('<hyperlink ref="A1"/>', 5_001)),
    refuses(Reason.RANGES_TOO_MANY, "5,001 validations", _ranges('<dataValidation sqref="A1"/>', 5_001)),
    refuses(Reason.RANGES_TOO_MANY, "5,001 conditional formats", _ranges('<cfRule type="x"/>', 5_001)),
    refuses(Reason.COLUMNS_TOO_MANY, "a million cells in one row", lambda: _nameless_cells(1_000_000)),
    refuses(
        Reason.COLUMNS_TOO_MANY,
        "the last column in 10,000 rows",
        lambda: book_of(_rows(10_000, lambda at: f'<row r="{at}"><c r="XFD{at}"><v>1</v></c></row>')),
    ),
    refuses(Reason.COLUMNS_TOO_MANY, "40 rows of 16,384 cells", lambda: _wide_rows(40, 16_384, filled=True)),
    refuses(Reason.CELLS_TOO_MANY, "40 rows of 16,384 blank cells", lambda: _wide_rows(40, 16_384, filled=False)),
    refuses(Reason.CELLS_TOO_MANY, "500,010 cells", lambda: _wide_rows(16_667, 30, filled=True)),
    refuses(Reason.ROWS_TOO_MANY, "25,000 rows of values", lambda: _wide_rows(25_000, 2, filled=True)),
    refuses(Reason.TEXT_TOO_MUCH, "21 million letters in the cells", lambda: _own_texts(700)),
    reads("300,000 formatted blank rows under the table", lambda: _blank_rows(300_000), _ONE),
    reads("blank formatted cells to the right of everything", lambda: _wide_rows(5, 16_384, filled=False), {}),
    reads("the same text of 30,000 letters in 19,000 cells", lambda: _same_text("x" * 30_000, 19_000)),
    reads(
        "a dirty text of 30,000 letters in 19,000 cells",
        lambda: _same_text("\u200b\u00e5" * 15_000, 19_000),
        None,
        "invisible-characters",
    ),
    reads("links on the whole sheet", _ranges('<hyperlink ref="A1:XFD1048576" location="A1"/>', 1), _ONE),
    reads(
        "a comment at the last cell",
        lambda: book({"xl/comments1.xml": _COMMENT}),
        _ONE,
    ),
]
