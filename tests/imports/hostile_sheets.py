"""Sheets whose structure is forged: rows and cells out of order, out of place, or of no type."""

from collections.abc import Callable

from imports.guard.file_refusals import Reason
from tests.imports.workbook_bytes import book_of, cells, number
from tests.imports.workbook_cases import Case, refuses


def _sheet(rows: str) -> Callable[[], bytes]:
    return lambda: book_of(rows)


def _row(digits: str) -> Callable[[], bytes]:
    """Make a sheet with one row of this number."""
    return _sheet(f'<row r="{digits}"><c><v>1</v></c></row>')


def _cell(address: str, *, row: int = 1) -> Callable[[], bytes]:
    """Make a sheet with one cell of this address in a row of this number."""
    return _sheet(f'<row r="{row}"><c r="{address}"><v>1</v></c></row>')


def _merged(*references: str) -> Callable[[], bytes]:
    listed = "".join(f'<mergeCell ref="{reference}"/>' for reference in references)
    return lambda: book_of(cells(*[number("1")] * 9), after=f"<mergeCells>{listed}</mergeCells>")


CASES: list[Case] = [
    *[
        refuses(Reason.ROW_ADDRESS, f"row number {digits!a}", _row(digits))
        for digits in (
            "0",
            "-1",
            "1048577",
            "4294967295",
            "99999999999999999999",
            "1_0",
            "١٢",
            "1.0",
            "1e3",
            "01",
            " 1",
            "A",
        )
    ],
    refuses(Reason.ROWS_OUT_OF_ORDER, "rows that go up again", _sheet('<row r="2"/><row r="1"><c><v>1</v></c></row>')),
    refuses(Reason.ROWS_OUT_OF_ORDER, "a row twice", _sheet(cells(number("1")) * 2)),
    refuses(Reason.ROWS_OUT_OF_ORDER, "rows that change places far down", _sheet('<row r="9"/><row r="8"/>')),
    *[
        refuses(Reason.CELL_ADDRESS, f"cell address {address!a}", _cell(address))
        for address in (
            "A2",
            "A",
            "1",
            "A01",
            "$A$1",
            "a1",
            "Å1",
            "A11",
            "A1:B1",
            "XFE1",
            "AAAA1",
            "A-1",
            "A1 ",
            " A1",
            "R1C1",
            "",
        )
    ],
    refuses(Reason.CELL_ADDRESS, "a cell of row 1 in row 11", _cell("A1", row=11)),
    refuses(
        Reason.CELLS_OUT_OF_ORDER,
        "cells that go back",
        _sheet('<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>'),
    ),
    refuses(
        Reason.CELLS_OUT_OF_ORDER,
        "a cell twice",
        _sheet('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'),
    ),
    refuses(
        Reason.CELLS_OUT_OF_ORDER,
        "a cell that a nameless one took",
        _sheet('<row r="1"><c><v>1</v></c><c r="A1"><v>2</v></c></row>'),
    ),
    refuses(Reason.COLUMNS_TOO_MANY, "a value in column 257", _cell("IW1")),
    refuses(Reason.COLUMNS_TOO_MANY, "a value in the last column", _cell("XFD1")),
    refuses(Reason.ROWS_TOO_MANY, "a value in row 20,001", _cell("A20001", row=20_001)),
    refuses(Reason.ROWS_TOO_MANY, "a value in the last row", _cell("A1048576", row=1_048_576)),
    refuses(Reason.ROWS_TOO_MANY, "a value in the last cell", _cell("XFD1048576", row=1_048_576)),
    refuses(
        Reason.ROWS_TOO_MANY, "a formula in row 30,000", _sheet('<row r="30000"><c r="A30000"><f>A1</f></c></row>')
    ),
    refuses(Reason.PART_STRUCTURE, "a cell outside every row", _sheet('<c r="A1"><v>1</v></c>')),
    refuses(Reason.PART_STRUCTURE, "a row outside the data", lambda: book_of("", after=cells(number("1")))),
    refuses(Reason.PART_STRUCTURE, "a row in a row", _sheet('<row r="1"><row r="2"/></row>')),
    refuses(Reason.PART_STRUCTURE, "a cell in a cell", _sheet('<row r="1"><c r="A1"><c r="B1"><v>1</v></c></c></row>')),
    refuses(
        Reason.PART_STRUCTURE,
        "rows in another maker's wrapping",
        _sheet(f'<z:w xmlns:z="urn:z">{cells(number("1"))}</z:w>'),
    ),
    refuses(
        Reason.PART_STRUCTURE,
        "a cell in another maker's wrapping",
        _sheet('<row r="1"><z:w xmlns:z="urn:z"><c r="A1"/></z:w></row>'),
    ),
    refuses(Reason.PART_STRUCTURE, "an unknown element among the rows", _sheet("<rows/>")),
    refuses(Reason.PART_STRUCTURE, "an unknown element in a cell", _sheet(cells("><w>1</w>"))),
    refuses(Reason.PART_STRUCTURE, "data twice", lambda: book_of(cells(number("1")), after="<sheetData/>")),
    refuses(Reason.PART_STRUCTURE, "data twice, the first empty", lambda: book_of("", after="<sheetData/>")),
    refuses(Reason.PART_STRUCTURE, "data in the data", _sheet("<sheetData/>")),
    refuses(
        Reason.PART_STRUCTURE,
        "data deep inside",
        lambda: book_of("", before=f"<extLst><sheetData>{cells(number('1'))}</sheetData></extLst>"),
    ),
    refuses(Reason.PART_STRUCTURE, "two values in a cell", _sheet(cells("><v>1</v><v>2</v>"))),
    refuses(Reason.PART_STRUCTURE, "two formulas in a cell", _sheet(cells("><f>1</f><f>2</f><v>3</v>"))),
    refuses(Reason.PART_STRUCTURE, "a value with an element in it", _sheet(cells("><v>1<b/>2</v>"))),
    refuses(Reason.PART_STRUCTURE, "a value outside a cell", _sheet('<row r="1"><v>1</v></row>')),
    refuses(Reason.PART_STRUCTURE, "a value in a text", _sheet(cells(' t="inlineStr"><is><v>1</v></is>'))),
    refuses(Reason.PART_STRUCTURE, "a text outside its wrapping", _sheet(cells(' t="inlineStr"><t>1</t>'))),
    refuses(
        Reason.PART_STRUCTURE, "a text behind its wrapping", _sheet(cells(' t="inlineStr"><is><t>1</t></is><t>2</t>'))
    ),
    refuses(
        Reason.PART_STRUCTURE, "two inline texts", _sheet(cells(' t="inlineStr"><is><t>1</t></is><is><t>2</t></is>'))
    ),
    refuses(
        Reason.PART_STRUCTURE,
        "a value beside an inline text",
        _sheet(cells(' t="inlineStr"><v>1</v><is><t>2</t></is>')),
    ),
    refuses(Reason.PART_STRUCTURE, "an inline text in a number", _sheet(cells("><is><t>1</t></is>"))),
    refuses(
        Reason.PART_STRUCTURE,
        "a hidden column without a number",
        lambda: book_of("", before='<cols><col min="x" max="2" hidden="1"/></cols>'),
    ),
    refuses(Reason.CELL_TYPE, "a type that doesn't exist", _sheet(cells(' t="z"><v>1</v>'))),
    refuses(Reason.CELL_TYPE, "a type in capitals", _sheet(cells(' t="S"><v>0</v>'))),
    refuses(Reason.CELL_TYPE, "an empty type", _sheet(cells(' t=""><v>0</v>'))),
    *[
        refuses(Reason.CELL_TEXT_MISSING, f"text number {index!a}", _sheet(cells(f' t="s"><v>{index}</v>')))
        for index in ("-1", "1", "99999", "4294967296", "0.0", "1_0", "\u0660", "0x0", "zero")
    ],
    *[
        refuses(Reason.CELL_STYLE_MISSING, f"format number {index!a}", _sheet(cells(f' s="{index}"><v>1</v>')))
        for index in ("-1", "2", "65536", "1_0", "x", "")
    ],
    *[
        refuses(Reason.CELL_BOOLEAN, f"a truth of {truth!a}", _sheet(cells(f' t="b"><v>{truth}</v>')))
        for truth in ("2", "-1", "yes", "1.0")
    ],
    *[
        refuses(Reason.MERGES, f"a merge of {reference!a}", _merged(reference))
        for reference in (
            "",
            "A",
            "A0:B1",
            "B1:A1",
            "A2:A1",
            "A1:XFE1",
            "A1:A1048577",
            "A1:B1:C1",
            "A1 B1",
            "#REF!",
            "A:B",
        )
    ],
    refuses(Reason.MERGES, "merges that overlap until they cover more than there is", _merged(*["A1:I1"] * 2)),
    refuses(Reason.MERGES, "the whole sheet merged twice", _merged(*["A1:XFD1048576"] * 2)),
]
