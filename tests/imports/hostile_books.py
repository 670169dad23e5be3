"""Workbooks whose list of sheets, names, formats or texts lies or goes beyond all bounds."""

from collections.abc import Callable
from decimal import Decimal

from imports.guard.file_refusals import Reason
from tests.imports.workbook_bytes import (
    BOOK_RELATIONS,
    STYLES,
    TEXTS,
    WORKBOOK,
    WORKBOOK_RELATIONS,
    book,
    cells,
    number,
    relation,
    relations,
    sheet,
    styles,
    texts,
    workbook,
)
from tests.imports.workbook_cases import Case, reads, refuses

_ONE = {"A1": Decimal(1)}
_OFFICIAL = '<sheet name="Ark1" sheetId="1" r:id="rId1"/>'


def _sheets(listed: str, *more_relations: str, **more_parts: str) -> Callable[[], bytes]:
    """Make a workbook that lists these sheets."""
    return lambda: book(
        {WORKBOOK: workbook(listed), WORKBOOK_RELATIONS: relations(*BOOK_RELATIONS, *more_relations), **more_parts}
    )


def _many_sheets(count: int, *, one_part: bool) -> bytes:
    numbers = range(1, count + 1)
    targets = {at: f"worksheets/sheet{1 if one_part else at}.xml" for at in numbers}
    sheets = (relation(f"s{at}", "worksheet", target) for at, target in targets.items())
    return book(
        {
            WORKBOOK: workbook("".join(f'<sheet name="Ark{at}" sheetId="{at}" r:id="s{at}"/>' for at in numbers)),
            WORKBOOK_RELATIONS: relations(*sheets, *BOOK_RELATIONS[1:]),
            **{f"xl/{target}": sheet() for target in targets.values()},
        }
    )


def _named(name: str) -> Callable[[], bytes]:
    return _sheets(f'<sheet name="{name}" sheetId="1" r:id="rId1"/>')


def _beside(first: str, second: str) -> Callable[[], bytes]:
    """Make a workbook of two sheets with these names."""
    listed = f'<sheet name="{first}" sheetId="1" r:id="rId1"/><sheet name="{second}" sheetId="2" r:id="rId9"/>'
    return lambda: book(
        {
            WORKBOOK: workbook(listed),
            WORKBOOK_RELATIONS: relations(*BOOK_RELATIONS, relation("rId9", "worksheet", "worksheets/sheet2.xml")),
            "xl/worksheets/sheet2.xml": sheet(cells(number("2"))),
        }
    )


def _defined(*names: str) -> Callable[[], bytes]:
    listed = "".join(f'<definedName name="n{at}">{name}</definedName>' for at, name in enumerate(names))
    return lambda: book({WORKBOOK: workbook(after=f"<definedNames>{listed}</definedNames>")})


CASES: list[Case] = [
    refuses(Reason.SHEETS_NONE, "no sheets", _sheets("")),
    refuses(Reason.SHEETS_TOO_MANY, "51 sheets", lambda: _many_sheets(51, one_part=False)),
    refuses(Reason.SHEETS_TOO_MANY, "1,000 sheets of one part", lambda: _many_sheets(1_000, one_part=True)),
    refuses(Reason.SHEET_SHARED_PART, "two sheets of one part", lambda: _many_sheets(2, one_part=True)),
    refuses(
        Reason.SHEET_SHARED_PART,
        "two sheets of one part by two ways",
        _sheets(
            _OFFICIAL + '<sheet name="Ark2" sheetId="2" r:id="rId9"/>',
            relation("rId9", "worksheet", "/xl/../xl/worksheets/SHEET1.xml"),
        ),
    ),
    refuses(
        Reason.SHEET_EXTERNAL,
        "a sheet on a server",
        _sheets(
            '<sheet name="Ark1" sheetId="1" r:id="rId9"/>',
            relation("rId9", "worksheet", "file://server/share/x.xml", more=' TargetMode="External"'),
        ),
    ),
    refuses(
        Reason.PART_MISSING, "a sheet that points nowhere", _sheets('<sheet name="Ark1" sheetId="1" r:id="rId99"/>')
    ),
    refuses(Reason.PART_MISSING, "a sheet without a pointer", _sheets('<sheet name="Ark1" sheetId="1"/>')),
    refuses(
        Reason.MACROS,
        "a macro sheet of Excel 4",
        _sheets(
            '<sheet name="Makro" sheetId="1" r:id="rId9"/>', relation("rId9", "xlMacrosheet", "macrosheets/sheet1.xml")
        ),
    ),
    refuses(
        Reason.PART_STRUCTURE,
        "a sheet of an unknown kind",
        _sheets('<sheet name="Ark1" sheetId="1" r:id="rId9"/>', relation("rId9", "worksheeu", "worksheets/sheet1.xml")),
    ),
    refuses(
        Reason.PART_STRUCTURE,
        "a sheet that is the styles",
        _sheets('<sheet name="Ark1" sheetId="1" r:id="rId9"/>', relation("rId9", "worksheet", "styles.xml")),
    ),
    refuses(Reason.SHEET_NAME, "two sheets with one name", _beside("Budget", "Budget")),
    refuses(Reason.SHEET_NAME, "two sheets with one name but for capitals", _beside("Budget", "BUDGET")),
    refuses(Reason.SHEET_NAME, "a sheet without a name", _named("")),
    refuses(Reason.SHEET_NAME, "a sheet named by blanks", _named("   ")),
    refuses(Reason.SHEET_NAME, "a sheet's name with a new line", _named("Budget&#10;2019")),
    refuses(Reason.SHEET_NAME, "a sheet's name that reads backwards", _named("Budget\u202e9102")),
    refuses(Reason.SHEET_NAME, "a sheet's name of 101 letters", _named("B" * 101)),
    refuses(Reason.NAMES_TOO_MANY, "2,001 defined names", _defined(*["Ark1!$A$1"] * 2_001)),
    refuses(Reason.NAME_TOO_LONG, "a defined name of 2,001 letters", _defined("A" * 2_001)),
    refuses(Reason.NAME_TOO_LONG, "a print area of 50,000 quotes", _defined("'" * 50_000)),
    refuses(Reason.NAME_TOO_LONG, "a defined name of 5 MB", _defined("Ark1!A1," * 600_000)),
    refuses(
        Reason.NUMBER_FORMAT_TOO_LONG,
        "a number format of 100,000 brackets",
        lambda: book({STYLES: styles("[" * 100_000)}),
    ),
    refuses(Reason.STYLES_TOO_MANY, "65,001 cell formats", lambda: book({STYLES: styles(*[0] * 65_000)})),
    refuses(Reason.SHARED_STRINGS_TOO_MANY, "200,001 texts", lambda: book({TEXTS: texts(*["<t>x</t>"] * 200_001)})),
    refuses(
        Reason.TEXT_TOO_MUCH,
        "21 million letters in the texts",
        lambda: book({TEXTS: texts(*[f"<t>{'x' * 1_000}</t>"] * 21_000)}),
    ),
    reads("50 sheets", lambda: _many_sheets(50, one_part=False)),
    reads("a sheet's name in other letters", _named("Børneområdet &amp; 予算 «2019»"), _ONE),
    reads("a sheet's name with a no-break space", _named("Budget\u00a02019"), _ONE),
    reads("a hundred defined names", _defined(*["Ark1!$A$1"] * 100), _ONE),
    reads("a name that Excel itself defines", _defined("'Ark 1'!$A$1:$N$40,'Ark 1'!$1:$3"), _ONE),
]
