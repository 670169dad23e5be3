"""The one writer of Word documents: real styles, numbered tables and lists, nothing about the machine in the file."""

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import docx
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from exports import document_styles as styles
from exports.files import put_in_place
from exports.workbook import APPLICATION, LONGEST_HEADER, one_line, writable

A4 = (210, 297)  # millimetres
MARGIN, TOP, BOTTOM = 22, 20, 18
MOST_NUMBER_COLUMNS = 6  # upright; more turn the page
DIGIT_WIDTH, CELL_MARGIN = 1.9, 2.0
_NEVER = (1980, 1, 1, 0, 0, 0)  # the first day that a zip archive knows
_NOT_OURS = frozenset(
    {
        RELATIONSHIP_TYPE.THUMBNAIL,
        RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
        RELATIONSHIP_TYPE.CUSTOM_XML,
        RELATIONSHIP_TYPE.FONT_TABLE,
        RELATIONSHIP_TYPE.THEME,
        RELATIONSHIP_TYPE.WEB_SETTINGS,
        "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
    }
)


@dataclass(frozen=True)
class TableRows:
    """A table to write: its heads, its rows, and how many of the first columns hold text rather than numbers.

    ``digits`` makes room for numbers of so many signs, so that tables below each other have the same columns.
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    text_columns: int = 1
    has_total: bool = True
    digits: int = 0


class DocumentWriter:
    """Builds one document in memory."""

    def __init__(
        self, *, title: str, header: tuple[str, str], footer: str, made_at: datetime, columns: int = 0
    ) -> None:
        self._document = docx.Document()
        self._clear()
        self._section = self._page(lying=columns > MOST_NUMBER_COLUMNS)
        self._properties(title, made_at)
        self._edges(header, footer)
        self._tables = 0
        self._numbering = styles.NUMBERING_ID

    def paragraph(self, text: str, style: str = styles.BODY) -> Paragraph:
        """Add a text in a style; its line ends stay line ends."""
        paragraph = self._document.add_paragraph(style=style)
        paragraph.add_run(_plain(text))
        return paragraph

    def text(self, text: str) -> None:
        """Add what somebody wrote: an empty line parts two paragraphs."""
        for part in re.split(r"\n\s*\n", writable(text)[0].strip()):
            if part.strip():
                self.paragraph(part.strip())

    def heading(self, text: str, *, level: int, new_page: bool = False) -> None:
        """Add a heading on one line of the contents; with ``new_page`` it opens a page."""
        style = styles.HEADING_1 if level == 1 else styles.HEADING_2
        paragraph = self.paragraph(" ".join(text.split()), style)
        if new_page:
            paragraph.paragraph_format.page_break_before = True

    def numbered(self, items: Sequence[str]) -> None:
        """Add a numbered list that begins with 1."""
        self._numbering += 1
        numbering = self._document.part.numbering_part.element
        made = OxmlElement("w:num", {qn("w:numId"): str(self._numbering)})
        made.append(OxmlElement("w:abstractNumId", {qn("w:val"): "1"}))
        override = OxmlElement("w:lvlOverride", {qn("w:ilvl"): "0"})
        override.append(OxmlElement("w:startOverride", {qn("w:val"): "1"}))
        made.append(override)
        numbering.append(made)
        for item in items:
            paragraph = self.paragraph(item, styles.NUMBERED)
            properties = OxmlElement("w:numPr")
            properties.append(OxmlElement("w:ilvl", {qn("w:val"): "0"}))
            properties.append(OxmlElement("w:numId", {qn("w:val"): str(self._numbering)}))
            paragraph_properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no other door to it
            paragraph_properties.insert_element_before(properties, "w:spacing", "w:ind", "w:jc", "w:rPr")

    def table(self, caption: str, content: TableRows) -> None:
        """Add a table with its number and caption, never torn apart; its head repeats on each page."""
        self._caption(caption)
        table = self._document.add_table(rows=0, cols=len(content.heads), style=styles.TABLE)
        table.autofit = False
        self._describe(table, caption, content)
        widths = self._widths(content)
        for number, cells in enumerate((content.heads, *content.rows)):
            row = table.add_row()
            properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no other door to it
            properties.append(OxmlElement("w:cantSplit"))
            if number == 0:
                properties.append(OxmlElement("w:tblHeader"))
            for column, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
                cell.width = Mm(widths[column])
                style = styles.TABLE_TEXT if column < content.text_columns else styles.TABLE_NUMBER
                _fill(cell, text, style, keep=number < len(content.rows))
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)

    def save(self, destination: Path | BinaryIO) -> None:
        """Finish the document and put it where it belongs: whole, or not at all."""
        made = BytesIO()
        self._document.save(made)
        content = _without_times(made.getvalue())
        if isinstance(destination, Path):
            put_in_place(content, destination)
        else:
            destination.write(content)

    def _clear(self) -> None:
        """Put our styles, numbering and settings in the place of the template's, and drop what else it brings."""
        part = self._document.part
        for holder in (part.package.rels, part.rels):
            for name in [name for name, relation in holder.items() if relation.reltype in _NOT_OURS]:
                del holder[name]
        page = self._document.sections[0]._sectPr  # noqa: SLF001 - python-docx has no other door to it
        for mark in list(page.attrib):
            del page.attrib[mark]
        for element, ours in (
            (self._document.styles.element, styles.STYLES),
            (part.numbering_part.element, styles.NUMBERING),
            (self._document.settings.element, styles.SETTINGS),
        ):
            for child in list(element):
                element.remove(child)
            for child in list(parse_xml(ours)):
                element.append(child)

    def _page(self, *, lying: bool) -> Section:
        section = self._document.sections[0]
        width, height = reversed(A4) if lying else A4
        section.orientation = WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(width), Mm(height)
        section.left_margin = section.right_margin = Mm(MARGIN)
        section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
        section.header_distance = section.footer_distance = Mm(10)
        self._text_width = width - 2 * MARGIN
        return section

    def _properties(self, title: str, made_at: datetime) -> None:
        core = self._document.core_properties
        core.title = one_line(title, LONGEST_HEADER)
        core.author = core.last_modified_by = APPLICATION
        core.created = core.modified = made_at.replace(tzinfo=None, microsecond=0)
        core.language = "da-DK"
        core.revision = 1
        core.comments = core.keywords = core.subject = core.category = ""

    def _edges(self, header: tuple[str, str], footer: str) -> None:
        above, below = self._section.header.paragraphs[0], self._section.footer.paragraphs[0]
        above.add_run(f"{one_line(header[0], 90)}\t{one_line(header[1], 40)}")
        below.add_run(f"{one_line(footer, 90)}\tSide ")
        _field(below, "PAGE", "1")
        below.add_run(" af ")
        _field(below, "NUMPAGES", "1")
        for paragraph in (above, below):
            tabs = OxmlElement("w:tabs")
            place = str(round(self._text_width * 1440 / 25.4))
            tabs.append(OxmlElement("w:tab", {qn("w:val"): "right", qn("w:pos"): place}))
            paragraph._p.get_or_add_pPr().append(tabs)  # noqa: SLF001 - python-docx has no other door to it

    def _caption(self, caption: str) -> None:
        self._tables += 1
        paragraph = self.paragraph("Tabel ", styles.CAPTION)
        _field(paragraph, "SEQ Tabel \\* ARABIC", str(self._tables))
        paragraph.add_run(_plain(f". {caption}"))

    def _describe(self, table: Table, caption: str, content: TableRows) -> None:
        """Say to those who can't see it what the table holds, and which of its rows are heads and sums."""
        properties = table._tbl.tblPr  # noqa: SLF001 - python-docx has no other door to it
        # The same in bits, for programs that read those: first row, last row, no bands.
        bits = "0660" if content.has_total else "0620"
        last = "1" if content.has_total else "0"
        look = {"val": bits, "firstRow": "1", "lastRow": last, "noHBand": "1", "noVBand": "1"}
        for old in properties.findall(qn("w:tblLook")):
            properties.remove(old)
        for name, value in (
            ("w:tblLook", {qn(f"w:{key}"): state for key, state in look.items()}),
            ("w:tblCaption", {qn("w:val"): one_line(caption, LONGEST_HEADER)}),
            ("w:tblDescription", {qn("w:val"): one_line(", ".join(content.heads), LONGEST_HEADER)}),
        ):
            properties.append(OxmlElement(name, value))

    def _widths(self, content: TableRows) -> list[float]:
        """Share the width of the text out, in millimetres: numbers get what they need, texts the rest."""
        texts, numbers = content.text_columns, len(content.heads) - content.text_columns
        longest = max((len(cell) for row in (content.heads, *content.rows) for cell in row[texts:]), default=0)
        number = min(
            max(longest, content.digits) * DIGIT_WIDTH + 2 * CELL_MARGIN, self._text_width * 0.65 / max(numbers, 1)
        )
        rest = self._text_width - numbers * number
        return [*(rest * share for share in _SHARES[texts]), *[number] * numbers]


# How the first columns share what the numbers leave: a label, or number, title, status and body.
_SHARES = {1: (1.0,), 4: (0.07, 0.38, 0.17, 0.38)}


def _fill(cell: _Cell, text: str, style: str, *, keep: bool) -> None:
    paragraph = cell.paragraphs[0]
    # By its id: looking a style up by its name would take half of the time of a document.
    paragraph._p.style = styles.identity(style)  # noqa: SLF001 - python-docx has no other door to it
    paragraph.add_run(_plain(text))
    if keep:
        paragraph.paragraph_format.keep_with_next = True


def _field(paragraph: Paragraph, code: str, shown: str) -> None:
    """Add a field that Word computes; ``shown`` stands there until it does."""
    field: BaseOxmlElement = OxmlElement("w:fldSimple", {qn("w:instr"): code})
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = shown
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no other door to it


def _plain(text: str) -> str:
    """Give a text as a document can hold it; what it can't shows as �."""
    return writable(text)[0]


def _without_times(content: bytes) -> bytes:
    """Pack the document anew without the times of packing, so that the same input gives the same bytes."""
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _NEVER), old.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
