"""Sheets that are odd but honest, as people and programs make them, and what must be read out of each."""

from collections.abc import Callable
from decimal import Decimal

from tests.imports.workbook_bytes import (
    BOOK_RELATIONS,
    SHEET,
    STYLES,
    TEXTS,
    WORKBOOK,
    WORKBOOK_RELATIONS,
    book,
    book_of,
    cells,
    number,
    relation,
    relations,
    sheet,
    styles,
    workbook,
)
from tests.imports.workbook_cases import Case, Value, reads

_THREE_ONES = cells(*[number("1")] * 3)
_RECALCULATES = workbook(after='<calcPr calcId="124519" fullCalcOnLoad="1"/>')


def _one_cell(name: str, inside: str, expected: Value | None, *problems: str) -> Case:
    """Read a sheet of one cell; None expects it to be empty."""
    return reads(name, lambda: book_of(cells(inside)), {} if expected is None else {"A1": expected}, *problems)


def _three_ones(name: str, *problems: str, rows: str = _THREE_ONES, before: str = "", after: str = "") -> Case:
    """Read three ones, in A1 to C1, with something beside the rows."""
    ones = {f"{letter}1": Decimal(1) for letter in "ABC"}
    return reads(name, lambda: book_of(rows, before=before, after=after), ones, *problems)


def _merges(*references: str) -> str:
    return "<mergeCells>" + "".join(f'<mergeCell ref="{reference}"/>' for reference in references) + "</mergeCells>"


def _state(state: str) -> Callable[[], bytes]:
    return lambda: book({WORKBOOK: workbook(f'<sheet name="Ark1" sheetId="1" state="{state}" r:id="rId1"/>')})


def _formulas_to_calculate(*values: str) -> Callable[[], bytes]:
    """Make a sheet of formulas with these stored values, in a file that asks Excel to calculate when it opens."""
    rows = cells(*(f"><f>Z{at}</f><v>{value}</v>" for at, value in enumerate(values, start=1)))
    return lambda: book({WORKBOOK: _RECALCULATES, SHEET: sheet(rows)})


def _with_chart() -> bytes:
    listed = '<sheet name="Ark1" sheetId="1" r:id="rId1"/><sheet name="Diagram1" sheetId="2" r:id="rId9"/>'
    chart = relation("rId9", "chartsheet", "chartsheets/sheet1.xml")
    return book(
        {
            WORKBOOK: workbook(listed),
            WORKBOOK_RELATIONS: relations(*BOOK_RELATIONS, chart),
            "xl/chartsheets/sheet1.xml": "<x/>",
        }
    )


def _linked(changed: dict[str, str]) -> Callable[[], bytes]:
    rows = cells("><f>[1]Ark1!A1</f><v>7</v>")
    return lambda: book({SHEET: sheet(rows), **changed})


_FORMULAS: list[Case] = [
    _one_cell("a formula with its value", "><f>1+1</f><v>2</v>", Decimal(2)),
    _one_cell(
        "a formula that nobody calculated", "><f>SUM(B1:B9)</f>", "uncalculated:=SUM(B1:B9)", "uncalculated-formulas"
    ),
    _one_cell("a formula with an empty value", "><f>1+1</f><v></v>", "uncalculated:=1+1", "uncalculated-formulas"),
    _one_cell("a formula with a closed value", "><f>1+1</f><v/>", "uncalculated:=1+1", "uncalculated-formulas"),
    _one_cell(
        "a text formula that nobody calculated", ' t="str"><f>A2</f>', "uncalculated:=A2", "uncalculated-formulas"
    ),
    _one_cell(
        "a shared formula without its words", '><f t="shared" si="0"/>', "uncalculated:=", "uncalculated-formulas"
    ),
    _one_cell("a shared formula with a value", '><f t="shared" si="0"/><v>5</v>', Decimal(5)),
    _one_cell("an array formula", '><f t="array" ref="A1:A3">ROW(1:3)</f><v>1</v>', Decimal(1)),
    _one_cell(
        "a formula of 8,000 letters without a value",
        f"><f>{'A2+' * 2_700}</f>",
        f"uncalculated:={('A2+' * 67)[:200]}",
        "uncalculated-formulas",
    ),
    _one_cell("a formula that starts a program", "><f>cmd|'/c calc'!A0</f><v>3</v>", Decimal(3)),
    _one_cell("a formula that calls home", '><f>WEBSERVICE("http://127.0.0.1:9/")</f><v>3</v>', Decimal(3)),
    _one_cell("a truth that a formula gave", ' t="b"><f>1=1</f><v>1</v>', expected=True),
    _one_cell("a truth that nobody calculated", ' t="b"><f>1=1</f>', "uncalculated:=1=1", "uncalculated-formulas"),
    *[
        _one_cell(f"the error {error}", f' t="e"><f>A2</f><v>{error}</v>', f"error:{error}", "error-cells")
        for error in ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#GETTING_DATA")
    ],
    _one_cell("an error that nobody knows", ' t="e"><v>noget</v>', "error:noget", "error-cells"),
    _one_cell("an error without its name", ' t="e"><f>A2</f>', "uncalculated:=A2", "uncalculated-formulas"),
    reads(
        "formulas that all show nought",
        _formulas_to_calculate("0", "0"),
        {"A1": Decimal(0), "B1": Decimal(0)},
        "formulas-maybe-uncalculated",
    ),
    reads(
        "formulas that don't all show nought", _formulas_to_calculate("0", "5"), {"A1": Decimal(0), "B1": Decimal(5)}
    ),
    reads(
        "a value from another file",
        _linked(
            {WORKBOOK: workbook(after='<externalReferences><externalReference r:id="rId9"/></externalReferences>')}
        ),
        {"A1": Decimal(7)},
        "external-links",
    ),
    reads(
        "another file that only the pointers know",
        _linked(
            {
                WORKBOOK_RELATIONS: relations(
                    *BOOK_RELATIONS, relation("rId9", "externalLink", "externalLinks/externalLink1.xml")
                )
            }
        ),
        {"A1": Decimal(7)},
        "external-links",
    ),
    reads(
        "another file that nothing points to",
        _linked({"xl/externalLinks/externalLink1.xml": "<x/>"}),
        {"A1": Decimal(7)},
        "external-links",
    ),
]

_BESIDE: list[Case] = [
    reads(
        "a sheet that the workbook doesn't list",
        lambda: book({"xl/worksheets/sheet2.xml": sheet(_THREE_ONES)}),
        {"A1": Decimal(1)},
        "unlisted-part",
    ),
    reads(
        "number formats that nothing points to",
        lambda: book({WORKBOOK_RELATIONS: relations(*(way for way in BOOK_RELATIONS if "styles" not in way))}),
        {"A1": Decimal(1)},
        "unlisted-part",
    ),
    reads(
        "a namespace with a brace in it",
        lambda: book({SHEET: sheet(_THREE_ONES).replace("/relationships", "/relation}ships")}),
        {f"{letter}1": Decimal(1) for letter in "ABC"},
    ),
]

_HIDDEN: list[Case] = [
    reads("a hidden sheet", _state("hidden"), {"A1": Decimal(1)}, "hidden-sheet"),
    reads("a sheet hidden twice over", _state("veryHidden"), {"A1": Decimal(1)}, "hidden-sheet"),
    reads("a sheet hidden in an unknown way", _state("gone"), {"A1": Decimal(1)}, "hidden-sheet"),
    reads("a sheet that says that it is visible", _state("visible"), {"A1": Decimal(1)}),
    _three_ones("a hidden row", "hidden-rows", rows=_THREE_ONES.replace('<row r="1"', '<row r="1" hidden="1"')),
    _three_ones(
        "a hidden row in words", "hidden-rows", rows=_THREE_ONES.replace('<row r="1"', '<row r="1" hidden="true"')
    ),
    _three_ones("a row without height", "hidden-rows", rows=_THREE_ONES.replace('<row r="1"', '<row r="1" ht="0"')),
    _three_ones("a row that isn't hidden", rows=_THREE_ONES.replace('<row r="1"', '<row r="1" hidden="0"')),
    _three_ones("hidden rows under the table", rows=_THREE_ONES + '<row r="7" hidden="1"/>'),
    _three_ones("a hidden column", "hidden-columns", before='<cols><col min="2" max="2" hidden="1"/></cols>'),
    _three_ones("a column without width", "hidden-columns", before='<cols><col min="2" max="3" width="0"/></cols>'),
    _three_ones("everything to the right hidden", before='<cols><col min="4" max="16384" hidden="1"/></cols>'),
    _three_ones("all columns hidden", "hidden-columns", before='<cols><col min="1" max="16384" hidden="1"/></cols>'),
    _three_ones("columns that are only narrow", before='<cols><col min="1" max="3" width="2"/></cols>'),
]

_MERGED: list[Case] = [
    reads(
        "a merged title",
        lambda: book_of(cells(number("1")) + '<row r="2"><c r="C2"><v>2</v></c></row>', after=_merges("A1:C1")),
        {"A1": Decimal(1), "C2": Decimal(2)},
        "merged-cells",
    ),
    _three_ones("a merge over cells that hold something", "merged-cells", "merge-hides-values", after=_merges("A1:B1")),
    _three_ones("the whole sheet merged", "merged-cells", "merge-hides-values", after=_merges("A1:XFD1048576")),
    _three_ones("a merge far from the table", after=_merges("J40:M90")),
    _three_ones("a merge of one cell", after=_merges("A1")),
    _three_ones("a merge that begins at the last cell", after=_merges("C1:XFD1048576")),
]

_SHAPES: list[Case] = [
    _three_ones("a size that says one cell", before='<dimension ref="A1"/>'),
    _three_ones("a size that says the whole sheet", before='<dimension ref="A1:XFD1048576"/>'),
    _three_ones("a size that says nothing", before='<dimension ref=""/>'),
    _three_ones("cells without addresses", rows=f'<row r="1">{"<c><v>1</v></c>" * 3}</row>'),
    _three_ones("a row without a number", rows=_THREE_ONES.replace(' r="1"', "", 1)),
    _three_ones("a row that says which columns it has, wrongly", rows=_THREE_ONES.replace("<row", '<row spans="9:9"')),
    _three_ones("blank rows before and after", rows=f'{_THREE_ONES}<row r="4"/><row r="19999"/>'),
    _three_ones("an extension in a row", rows=_THREE_ONES.replace("</row>", '<extLst><ext uri="x"/></extLst></row>')),
    _three_ones("an extension in a cell", rows=_THREE_ONES.replace("</c>", '<extLst><ext uri="x"/></extLst></c>')),
    _three_ones("numbers that say that they are numbers", rows=_THREE_ONES.replace("><v>", ' t="n"><v>')),
    _three_ones("attributes in another order", rows=_THREE_ONES.replace(' r="A1" s="0"', ' s="0" r="A1"')),
    _three_ones("attributes that nobody knows", rows=_THREE_ONES.replace("<c ", '<c cm="1" vm="7" ph="0" ')),
    _three_ones("a picture over the cells", after='<drawing r:id="rId1"/>'),
    _three_ones("a protected sheet", after='<sheetProtection sheet="1" password="CC1A"/>'),
    reads("no cells at all", lambda: book_of(""), {}),
    reads("rows without cells", lambda: book_of('<row r="1"/><row r="2"/>'), {}),
    _one_cell("a cell that only has a format", ' s="1">', None),
    _one_cell("a value of blanks", "><v>  </v>", None),
    _one_cell("a shared text of no number", ' t="s"><v></v>', None),
    _one_cell("a truth", ' t="b"><v>1</v>', expected=True),
    _one_cell("a truth in words", ' t="b"><v>false</v>', expected=False),
    reads(
        "the last row that is read",
        lambda: book_of('<row r="20000"><c r="A20000"><v>1</v></c></row>'),
        {"A20000": Decimal(1)},
    ),
    reads(
        "the last column that is read", lambda: book_of('<row r="1"><c r="IV1"><v>1</v></c></row>'), {"IV1": Decimal(1)}
    ),
    reads("a chart on a sheet of its own", _with_chart, {"A1": Decimal(1)}, "sheet-without-cells"),
    reads(
        "no styles",
        lambda: book({STYLES: None, WORKBOOK_RELATIONS: relations(BOOK_RELATIONS[0], BOOK_RELATIONS[2])}),
        {"A1": Decimal(1)},
    ),
    reads(
        "no texts", lambda: book({TEXTS: None, WORKBOOK_RELATIONS: relations(*BOOK_RELATIONS[:2])}), {"A1": Decimal(1)}
    ),
    reads("a format that nobody defined", lambda: book({STYLES: styles(199)}), {"A1": Decimal(1)}),
]

ODDITIES: list[Case] = [*_FORMULAS, *_HIDDEN, *_MERGED, *_SHAPES, *_BESIDE]
