"""XML that attacks its reader: entities, encodings, depths and lengths, and parts in a dialect that isn't Excel's."""

from collections.abc import Callable
from decimal import Decimal

from imports.guard.file_refusals import Reason
from tests.imports.workbook_bytes import (
    CONTENT_TYPES,
    HEAD,
    MAIN,
    OFFICE,
    ROOT_RELATIONS,
    SHEET,
    STYLES,
    TEXTS,
    WORKBOOK,
    WORKBOOK_RELATIONS,
    book,
    book_of,
    cells,
    inline,
    number,
    parts,
    sheet,
)
from tests.imports.workbook_cases import Case, reads, refuses

_ALL = (CONTENT_TYPES, ROOT_RELATIONS, WORKBOOK, WORKBOOK_RELATIONS, SHEET, STYLES, TEXTS)
_ONE = {"A1": Decimal(1)}
_STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"

_LAUGHS = "<!DOCTYPE x [<!ENTITY a '{}'>{}]>".format(
    "ha" * 10, "".join(f"<!ENTITY {chr(98 + at)} '{f'&{chr(97 + at)};' * 10}'>" for at in range(9))
)
_DOCTYPES = {
    "entities that multiply": _LAUGHS,
    "an entity of 100,000 letters": f"<!DOCTYPE x [<!ENTITY a '{'a' * 100_000}'>]>",
    "a file of the server": "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>",
    "a page of the net": "<!DOCTYPE x SYSTEM 'http://127.0.0.1:9/x.dtd'>",
    "a parameter entity": "<!DOCTYPE x [<!ENTITY % a SYSTEM 'file:///etc/hostname'> %a;]>",
    "nothing at all": "<!DOCTYPE x>",
    "default attributes": "<!DOCTYPE x [<!ATTLIST c t CDATA 's'>]>",
}


def _with_doctype(part: str, doctype: str) -> Callable[[], bytes]:
    return lambda: book({part: parts()[part].decode().replace(HEAD, HEAD + doctype)})


def _changed(part: str, old: str, new: str) -> Callable[[], bytes]:
    """Make a sound workbook with one replacement in one part."""
    return lambda: book({part: parts()[part].decode().replace(old, new)})


def _replaced(part: str, content: str) -> Callable[[], bytes]:
    return lambda: book({part: content})


def _recoded(part: str, encoding: str, *, declared: str | None = None) -> Callable[[], bytes]:
    return lambda: book({part: parts()[part].decode().replace("UTF-8", declared or encoding).encode(encoding)})


def _sheet_of(content: bytes) -> Callable[[], bytes]:
    return lambda: book({SHEET: content})


def _strict() -> bytes:
    return book(
        {
            name: content.decode().replace(MAIN, _STRICT_MAIN).replace(OFFICE, _STRICT_OFFICE)
            for name, content in parts().items()
        }
    )


def _prefixed() -> bytes:
    """Write a sheet with a prefix on every element, as some programs do."""
    return book(
        {
            SHEET: f'{HEAD}<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1">'
            '<x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
        }
    )


CASES: list[Case] = [
    *[
        refuses(Reason.PART_DOCTYPE, f"a DOCTYPE with {what}", _with_doctype(SHEET, doctype))
        for what, doctype in _DOCTYPES.items()
    ],
    *[
        refuses(Reason.PART_DOCTYPE, f"entities that multiply in {part}", _with_doctype(part, _LAUGHS))
        for part in _ALL
        if part != SHEET
    ],
    refuses(
        Reason.PART_DOCTYPE, "a DOCTYPE in a drawing", lambda: book({"xl/drawings/drawing1.xml": f"{_LAUGHS}<x/>"})
    ),
    refuses(Reason.PART_DOCTYPE, "a DOCTYPE in a note", lambda: book({"customXml/item1.xml": f"{_LAUGHS}<x/>"})),
    refuses(
        Reason.PART_DOCTYPE, "a DOCTYPE in the properties", lambda: book({"docProps/core.xml": "<!DOCTYPE x><x/>"})
    ),
    refuses(Reason.PART_ENCODING, "a sheet in UTF-16", _recoded(SHEET, "utf-16")),
    refuses(Reason.PART_ENCODING, "a sheet in UTF-16 without a mark", _recoded(SHEET, "utf-16-le", declared="UTF-16")),
    refuses(Reason.PART_ENCODING, "a sheet in UTF-16, big end first", _recoded(SHEET, "utf-16-be", declared="UTF-16")),
    refuses(Reason.PART_ENCODING, "a sheet in Latin-1", _recoded(SHEET, "iso-8859-1")),
    refuses(Reason.PART_ENCODING, "texts in Windows-1252", _recoded(TEXTS, "windows-1252")),
    refuses(Reason.PART_ENCODING, "a sheet in UTF-7", _recoded(SHEET, "utf-7")),
    refuses(Reason.PART_ENCODING, "an encoding that doesn't exist", _changed(SHEET, "UTF-8", "x-nonsense")),
    refuses(Reason.PART_ENCODING, "a sheet in UTF-32", _recoded(SHEET, "utf-32-le")),
    refuses(
        Reason.PART_MALFORMED,
        "bytes that are no UTF-8",
        lambda: book({TEXTS: parts()[TEXTS].replace(b"Ind", b"\xff\xfe")}),
    ),
    refuses(
        Reason.PART_MALFORMED, "an overlong slash", lambda: book({TEXTS: parts()[TEXTS].replace(b"Ind", b"\xc0\xaf")})
    ),
    refuses(
        Reason.PART_MALFORMED, "half a pair", lambda: book({TEXTS: parts()[TEXTS].replace(b"Ind", b"\xed\xa0\x80")})
    ),
    refuses(Reason.PART_MALFORMED, "a NUL in a text", _changed(TEXTS, "Ind", "\0")),
    refuses(Reason.PART_MALFORMED, "a bell in a text", _changed(TEXTS, "Ind", "\x07")),
    refuses(Reason.PART_MALFORMED, "a NUL by its number", _changed(TEXTS, "Ind", "&#0;")),
    refuses(Reason.PART_MALFORMED, "U+FFFE in a text", _changed(TEXTS, "Ind", "\ufffe")),
    refuses(Reason.PART_MALFORMED, "an entity that isn't declared", _changed(TEXTS, "Ind", "&nbsp;")),
    refuses(Reason.PART_MALFORMED, "an element that isn't closed", _changed(SHEET, "</row>", "")),
    refuses(Reason.PART_MALFORMED, "elements closed crosswise", _changed(SHEET, "</c></row>", "</row></c>")),
    refuses(Reason.PART_MALFORMED, "two roots", _changed(SHEET, "</worksheet>", "</worksheet><worksheet/>")),
    refuses(Reason.PART_MALFORMED, "an empty sheet part", _sheet_of(b"")),
    refuses(Reason.PART_MALFORMED, "a sheet part of blanks", _sheet_of(b" \n" * 100)),
    refuses(Reason.PART_MALFORMED, "a sheet part of words", _sheet_of(b"Indsats;2019")),
    refuses(Reason.PART_MALFORMED, "a sheet cut off", _sheet_of(sheet().encode()[:-20])),
    refuses(Reason.PART_MALFORMED, "an attribute twice", _changed(SHEET, 'r="A1"', 'r="A1" r="A2"')),
    refuses(Reason.PART_MALFORMED, "a prefix that isn't declared", _changed(SHEET, "<v>", "<y:z/><v>")),
    refuses(Reason.PART_MALFORMED, "a declaration in the middle", _changed(SHEET, "<row", HEAD + "<row")),
    refuses(Reason.PART_MALFORMED, "a picture as a theme", lambda: book({"xl/theme/theme1.xml": b"\x89PNG\r\n"})),
    refuses(Reason.STRICT_FORMAT, "a workbook saved as Strict Open XML", _strict),
    refuses(Reason.STRICT_FORMAT, "a sheet in the strict dialect", _changed(SHEET, MAIN, _STRICT_MAIN)),
    *[
        refuses(Reason.PART_FOREIGN, f"{part} in a dialect of its own", _changed(part, "http://schemas", "urn:x"))
        for part in _ALL
        if part != CONTENT_TYPES
    ],
    *[
        refuses(Reason.PART_STRUCTURE, f"{part} with another root", _replaced(part, f'<x xmlns="{MAIN}"/>'))
        for part in _ALL
        if part != CONTENT_TYPES
    ],
    reads("a sheet with prefixes", _prefixed, _ONE),
    reads("a byte order mark", lambda: book({SHEET: b"\xef\xbb\xbf" + sheet().encode()}), _ONE),
    reads("the encoding in small letters", _changed(SHEET, "UTF-8", "utf-8"), _ONE),
    reads("no declaration", _changed(SHEET, HEAD, ""), _ONE),
    reads("attributes in single quotes", _changed(SHEET, '"A1"', "'A1'"), _ONE),
    reads("a sheet on many lines", _changed(SHEET, "><", ">\r\n\t  <"), _ONE),
    reads("comments everywhere", _changed(SHEET, "><", "><!-- <c r='B9'><v>9</v></c> --><"), _ONE),
    reads("processing instructions", _changed(SHEET, "><", "><?x y?><"), _ONE),
    reads("a number in CDATA", lambda: book_of(cells(number("<![CDATA[42]]>"))), {"A1": Decimal(42)}),
    reads("a number by its characters", lambda: book_of(cells(number("&#51;&#x33;"))), {"A1": Decimal(33)}),
    reads("a comment in a number", lambda: book_of(cells(number("1<!-- 5 -->2"))), {"A1": Decimal(12)}),
    reads("entities that every XML has", lambda: book_of(cells(inline("&lt;&amp;&quot;&#10;x"))), {"A1": '<&"\nx'}),
    reads("markup as text", lambda: book_of(cells(inline("<![CDATA[<b>9</b>]]>"))), {"A1": "<b>9</b>"}),
    reads(
        "elements of other makers", _changed(SHEET, "<sheetData>", '<z:q xmlns:z="urn:z"><z:c/></z:q><sheetData>'), _ONE
    ),
]


def _nested(depth: int) -> Callable[[], bytes]:
    return lambda: book({SHEET: sheet(after="<extLst>" * depth + "</extLst>" * depth)})


def _inserted(markup: Callable[[], str]) -> Callable[[], bytes]:
    """Make a sheet with this markup behind its rows."""
    return lambda: book({SHEET: sheet(after=markup())})


_LONG = 20_000_000

LONG: list[Case] = [
    refuses(Reason.PART_TOO_DEEP, "65 layers", _nested(65)),
    refuses(Reason.PART_TOO_DEEP, "100,000 layers", _nested(100_000)),
    refuses(Reason.PART_TOO_DEEP, "100,000 layers in a drawing", lambda: book({"xl/drawings/a.xml": "<a>" * 100_000})),
    refuses(
        Reason.PART_TOO_DEEP,
        "an inline text of 100 layers",
        lambda: book_of(cells(f' t="inlineStr"><is>{"<r>" * 100}')),
    ),
    refuses(Reason.PART_FIELD_TOO_LONG, "an attribute of 20 MB", _inserted(lambda: f'<a b="{"x" * _LONG}"/>')),
    refuses(Reason.PART_FIELD_TOO_LONG, "a name of 20 MB", _inserted(lambda: f"<{'x' * _LONG}/>")),
    refuses(Reason.PART_FIELD_TOO_LONG, "a comment of 20 MB", _inserted(lambda: f"<!--{'x' * _LONG}-->")),
    refuses(Reason.PART_FIELD_TOO_LONG, "an instruction of 20 MB", _inserted(lambda: f"<?x {'x' * _LONG}?>")),
    refuses(Reason.PART_FIELD_TOO_LONG, "an end of 20 MB", _inserted(lambda: f"<a></a{' ' * _LONG}>")),
    refuses(
        Reason.PART_FIELD_TOO_LONG,
        "300,000 attributes",
        _inserted(lambda: "<a" + "".join(f" a{at}='x'" for at in range(300_000)) + "/>"),
    ),
    refuses(Reason.PART_FIELD_TOO_LONG, "an attribute that never ends", _inserted(lambda: '<a b="' + "x" * _LONG)),
    refuses(
        Reason.PART_TOO_MANY_NAMES,
        "200,000 names of elements",
        _inserted(lambda: "".join(f"<a{at}/>" for at in range(200_000))),
    ),
    refuses(
        Reason.PART_TOO_MANY_NAMES,
        "200,000 names of attributes",
        _inserted(lambda: "".join(f'<a b{at}=""/>' for at in range(200_000))),
    ),
    refuses(
        Reason.PART_TOO_MANY_NAMES,
        "200,000 dialects",
        _inserted(lambda: "".join(f'<a xmlns="u{at}"/>' for at in range(200_000))),
    ),
    refuses(Reason.CELL_TEXT_TOO_LONG, "a number of 20 MB", lambda: book_of(cells(number("1" * _LONG)))),
    refuses(Reason.CELL_TEXT_TOO_LONG, "an inline text of 20 MB", lambda: book_of(cells(inline("x" * _LONG)))),
    refuses(Reason.CELL_TEXT_TOO_LONG, "a formula of 20 MB", lambda: book_of(cells(f"><f>{'A1+' * 7_000_000}</f>"))),
    reads("60 layers", _nested(50), _ONE),
    reads("a comment of 900 kB", _inserted(lambda: f"<!--{'x' * 900_000}-->"), _ONE),
    reads("20 MB of blanks between two elements", _inserted(lambda: " " * _LONG), _ONE),
    reads("20 MB of new lines between two elements", _inserted(lambda: "\n" * _LONG), _ONE),
]
