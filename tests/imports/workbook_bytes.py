"""Workbooks written byte by byte, so that a test can also write what no program would, lies in the zip included."""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

CONTENT_TYPES = "[Content_Types].xml"
ROOT_RELATIONS = "_rels/.rels"
WORKBOOK = "xl/workbook.xml"
WORKBOOK_RELATIONS = "xl/_rels/workbook.xml.rels"
SHEET = "xl/worksheets/sheet1.xml"
STYLES = "xl/styles.xml"
TEXTS = "xl/sharedStrings.xml"

Part = str | bytes | None

_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def sheet(rows: str = '<row r="1"><c r="A1"><v>1</v></c></row>', *, before: str = "", after: str = "") -> str:
    """Write a worksheet with these rows; ``before`` and ``after`` stand beside the rows."""
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    )


def cells(*contents: str) -> str:
    """Write one row of cells from what stands in each; an empty string leaves the cell out."""
    written = (f'<c r="{chr(65 + at)}1"{inside}</c>' for at, inside in enumerate(contents) if inside)
    return f'<row r="1">{"".join(written)}</row>'


def number(value: str, *, style: int = 0) -> str:
    """Write the inside of a number cell for ``cells``."""
    return f' s="{style}"><v>{value}</v>'


def inline(text: str) -> str:
    """Write the inside of a cell with its own text for ``cells``."""
    return f' t="inlineStr"><is><t xml:space="preserve">{text}</t></is>'


def workbook(sheets: str = '<sheet name="Ark1" sheetId="1" r:id="rId1"/>', *, before: str = "", after: str = "") -> str:
    """Write the workbook part."""
    return f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{before}<sheets>{sheets}</sheets>{after}</workbook>'


def relation(identifier: str, kind: str, target: str, *, more: str = "") -> str:
    """Write one relation."""
    return f'<Relationship Id="{identifier}" Type="{OFFICE}/{kind}" Target="{target}"{more}/>'


def relations(*written: str) -> str:
    """Write a part of relations."""
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{"".join(written)}</Relationships>'


BOOK_RELATIONS = (
    relation("rId1", "worksheet", "worksheets/sheet1.xml"),
    relation("rId2", "styles", "styles.xml"),
    relation("rId3", "sharedStrings", "sharedStrings.xml"),
)


def styles(*formats: int | str) -> str:
    """Write styles: cell format 0 is plain, then one for each built-in number or custom code."""
    custom = "".join(
        f'<numFmt numFmtId="{200 + at}" formatCode="{code}"/>'
        for at, code in enumerate(formats)
        if isinstance(code, str)
    )
    numbers = [0, *(200 + at if isinstance(code, str) else code for at, code in enumerate(formats))]
    listed = "".join(f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0"/>' for number in numbers)
    return (
        f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts>{custom}</numFmts><fonts><font/></fonts>'
        f"<fills><fill><patternFill/></fill></fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs>{listed}</cellXfs>"
        '<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def texts(*items: str) -> str:
    """Write shared strings, each given as what stands inside its ``si``."""
    return f'{HEAD}<sst xmlns="{MAIN}">{"".join(f"<si>{item}</si>" for item in items)}</sst>'


def parts(changed: Mapping[str, Part] | None = None) -> dict[str, bytes]:
    """Give the parts of a small sound workbook, some of them changed, added, or (None) left out."""
    content_types = (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{WORKBOOK}" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/{SHEET}" ContentType="{_TYPES}.worksheet+xml"/>'
        f'<Override PartName="/{STYLES}" ContentType="{_TYPES}.styles+xml"/>'
        f'<Override PartName="/{TEXTS}" ContentType="{_TYPES}.sharedStrings+xml"/></Types>'
    )
    sound: dict[str, Part] = {
        CONTENT_TYPES: content_types,
        ROOT_RELATIONS: relations(relation("rId1", "officeDocument", WORKBOOK)),
        WORKBOOK: workbook(),
        WORKBOOK_RELATIONS: relations(*BOOK_RELATIONS),
        STYLES: styles(14),
        TEXTS: texts("<t>Indsats</t>"),
        SHEET: sheet(),
    }
    written = {**sound, **(changed or {})}
    return {name: _bytes(content) for name, content in written.items() if content is not None}


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def packed(contents: Mapping[str, bytes]) -> bytes:
    """Pack parts into a zip file, as Excel does: all dated 1980, so that equal parts make equal files."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as container:
        for name, content in contents.items():
            container.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def book(changed: Mapping[str, Part] | None = None) -> bytes:
    """Pack a small sound workbook with some of its parts changed."""
    return packed(parts(changed))


def book_of(rows: str, **beside: str) -> bytes:
    """Pack a workbook with these rows in its only sheet."""
    return book({SHEET: sheet(rows, **beside)})


@dataclass
class Entry:
    """A zip entry of which every figure can be a lie; None stands for the truth."""

    name: bytes
    content: bytes
    method: int = 8
    flags: int = 0
    crc: int | None = None
    size: int | None = None
    packed_size: int | None = None
    packed_content: bytes | None = None
    local_name: bytes | None = None
    local_method: int | None = None
    offset: int | None = None
    without_body: bool = False
    _sent: bytes = field(default=b"", init=False)

    def body(self) -> bytes:
        """Pack the content as the method says, unless it was packed already."""
        if self.packed_content is not None:
            return self.packed_content
        if self.method != 8:
            return self.content
        deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
        return deflate.compress(self.content) + deflate.flush()


def forged(entries: list[Entry], *, count: int | None = None, directory_offset: int | None = None) -> bytes:
    """Write a zip file from entries, lies and all."""
    file = bytearray()
    directory = bytearray()
    for entry in entries:
        offset = len(file) if entry.offset is None else entry.offset
        body = entry.body()
        figures = (
            zlib.crc32(entry.content) if entry.crc is None else entry.crc,
            len(body) if entry.packed_size is None else entry.packed_size,
            len(entry.content) if entry.size is None else entry.size,
        )
        if not entry.without_body:
            name = entry.name if entry.local_name is None else entry.local_name
            method = entry.method if entry.local_method is None else entry.local_method
            file += struct.pack("<4s5H3L2H", b"PK\3\4", 20, entry.flags, method, 0, 33, *figures, len(name), 0)
            file += name + body
        directory += struct.pack(
            "<4s6H3L5H2L",
            b"PK\1\2",
            20,
            20,
            entry.flags,
            entry.method,
            0,
            33,
            *figures,
            len(entry.name),
            0,
            0,
            0,
            0,
            0,
            offset,
        )
        directory += entry.name
    begin = len(file) if directory_offset is None else directory_offset
    listed = len(entries) if count is None else count
    return bytes(file + directory + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, listed, listed, len(directory), begin, 0))


def entries(changed: Mapping[str, Part] | None = None) -> list[Entry]:
    """Give the entries of a small sound workbook for ``forged``."""
    return [Entry(name.encode(), content) for name, content in parts(changed).items()]
