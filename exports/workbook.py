"""The one writer of workbooks: text that stays text, exact numbers, and formulas that carry their value."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from exports.files import put_in_place
from tracker.domain.money import NIL
from tracker.domain.texts import Text
from tracker.domain.years import COPENHAGEN

APPLICATION = "Puljeoverblik"
LONGEST_TEXT = 32_767  # UTF-16 units, which is what Excel counts
LONGEST_HEADER = 255
MOST_DIGITS = 15  # what Excel keeps of a number
FIRST_TOO_LONG = 1_000_000_000_000_000
LINE_HEIGHT = 15  # points
LETTERS_PER_DIGIT = 1.12  # widths are counted in digits, and letters are narrower on average
MOST_LINES = 27  # Excel's rows end at 409 points
MINUS = "\N{MINUS SIGN}"
CUT_MARK = " … [afkortet]"

_NOT_IN_A_FILE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Also the full-width signs, which Excel takes for the plain ones when a text is typed or pasted.
_LOOKS_LIKE_A_FORMULA = re.compile(r"\s*[=+\-@|\uff1d\uff0b\uff0d\uff20]|[\t\n]")
# xlsxwriter takes a text of this shape for its own markup and writes it into the file as it stands.
_LOOKS_LIKE_MARKUP = re.compile(r"<r>.*</r>\Z", re.DOTALL)

_INK = "#1A1A1A"
_RULE = "#6B7785"
_SHADE = "#E8EDF3"
_TEXT = {"font_name": "Calibri", "font_size": 11, "font_color": _INK, "valign": "top"}
_BOLD = _TEXT | {"bold": True}
_RIGHT = {"align": "right"}
_TOTAL = {"top": 1, "bottom": 6, "top_color": _RULE, "bottom_color": _RULE}
_HEAD = {"bottom": 2, "bottom_color": _RULE, "valign": "bottom"}

# Every look that a cell can have, by name. The number format of those that begin with ``amount`` or ``change`` is made
# for the decimals of the sheet; a change shows its sign, and nothing as a dash.
STYLES: dict[str, dict[str, object]] = {
    "title": _BOLD | {"font_size": 14},
    "head": _BOLD | _HEAD | {"text_wrap": True},
    "head-year": _BOLD | _HEAD | _RIGHT | {"text_wrap": True},
    "section": _BOLD | {"bg_color": _SHADE},
    "section-wrapped": _BOLD | {"bg_color": _SHADE, "text_wrap": True},
    "label": _TEXT | {"text_wrap": True, "align": "left", "indent": 1},
    "amount": _TEXT | _RIGHT,
    "amount-sum": _BOLD | _RIGHT,
    "mark": _TEXT | _RIGHT,
    "subtotal": _BOLD | {"text_wrap": True, "bg_color": _SHADE},
    "amount-subtotal": _BOLD | _RIGHT | {"bg_color": _SHADE},
    "total": _BOLD | _TOTAL | {"text_wrap": True},
    "amount-total": _BOLD | _TOTAL | _RIGHT,
    "amount-or-nil": _TEXT | _RIGHT,
    "amount-or-nil-sum": _BOLD | _RIGHT,
    "amount-or-nil-total": _BOLD | _TOTAL | _RIGHT,
    "change": _BOLD | _RIGHT,
    "change-sum": _BOLD | _RIGHT,
    "change-total": _BOLD | _TOTAL | _RIGHT,
    "group": _BOLD | {"bottom": 1, "bottom_color": _RULE},
    "check": _TEXT | _RIGHT | {"italic": True},
    "term-wrapped": _BOLD | {"text_wrap": True},
    "note": _TEXT | {"italic": True, "font_size": 10},
    "term": _BOLD,
    "value": _TEXT | {"align": "left"},
    "value-wrapped": _TEXT | {"align": "left", "text_wrap": True},
    "day": _TEXT | {"align": "left", "num_format": r"[$-406]dd\.mm\.yyyy"},
    "moment": _TEXT | {"align": "left", "num_format": r"[$-406]dd\.mm\.yyyy hh:mm"},
}


Number = int | Decimal


class Paper(IntEnum):
    """What a sheet is printed on, by the numbers that workbooks use."""

    A3 = 8
    A4 = 9


@dataclass(frozen=True)
class Alteration:
    """A text or number that a workbook can't hold as it is: where it stands, and what was done about it."""

    sheet: str
    cell: str
    text: Text


class WorkbookWriter:
    """Builds one workbook in memory. Rows and columns count from 1, as people and addresses do."""

    def __init__(self, *, title: str, made_at: datetime) -> None:
        self._buffer = BytesIO()
        self._book = xlsxwriter.Workbook(
            self._buffer,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        # Nothing about the machine or the person goes into the file's properties; the same input gives the same bytes.
        self._book.set_properties(
            {"title": one_line(title, LONGEST_HEADER), "author": APPLICATION, "created": made_at.replace(tzinfo=None)}
        )
        self._formats: dict[tuple[str, int, bool], xlsxwriter.format.Format] = {}
        self.alterations: list[Alteration] = []

    def sheet(self, name: str, *, decimals: int = 0) -> "SheetWriter":
        """Add a sheet; its amounts are shown with so many decimals."""
        return SheetWriter(self, self._book.add_worksheet(name), name=name, decimals=decimals)

    def save(self, destination: Path | BinaryIO) -> None:
        """Finish the workbook and put it where it belongs: whole, or not at all."""
        self._book.close()
        if isinstance(destination, Path):
            put_in_place(self._buffer.getvalue(), destination)
        else:
            destination.write(self._buffer.getvalue())

    def format(self, style: str, *, decimals: int = 0, quoted: bool = False) -> xlsxwriter.format.Format:
        """Give the format of a style; ``quoted`` keeps Excel from making a formula of a text being edited."""
        key = (style, decimals, quoted)
        if key not in self._formats:
            looks = dict(STYLES[style])
            if style.startswith(("amount", "change")):
                looks["num_format"] = number_format(
                    decimals, signed=style.startswith("change"), nil=style.startswith(("amount-or-nil", "change"))
                )
            if quoted:
                looks["quote_prefix"] = True
            self._formats[key] = self._book.add_format(looks)
        return self._formats[key]


class SheetWriter:
    """Writes the cells of one sheet."""

    def __init__(
        self, book: WorkbookWriter, sheet: xlsxwriter.worksheet.Worksheet, *, name: str, decimals: int
    ) -> None:
        self._book = book
        self._sheet = sheet
        self.name = name
        self.decimals = decimals
        self._formats: dict[str, xlsxwriter.format.Format] = {}

    def text(self, row: int, column: int, text: str, style: str) -> None:
        """Write a text that stays a text, whatever it begins with."""
        kept, alterations = writable(text)
        for alteration in alterations:
            self._altered(row, column, alteration)
        if not kept:
            self.blank(row, column, style)
            return
        cell_format = self._format(style)
        if _LOOKS_LIKE_A_FORMULA.match(kept):
            cell_format = self._book.format(style, quoted=True)
        if _LOOKS_LIKE_MARKUP.match(kept):
            self._sheet.write_rich_string(row - 1, column - 1, kept[0], cell_format, kept[1:], cell_format)
        else:
            self._sheet.write_string(row - 1, column - 1, kept, cell_format)

    def number(self, row: int, column: int, number: Number, style: str) -> None:
        """Write a number with all its digits: a fraction goes into the file as the decimals it is made of."""
        if has_too_many_digits(number):
            self._altered(
                row,
                column,
                Text("Tallet %(number)s har flere end 15 cifre. Excel afrunder det, når filen åbnes.", number=number),
            )
        self._sheet.write_number(row - 1, column - 1, number, self._format(style))

    def formula(self, row: int, column: int, formula: str, value: Number | str, style: str) -> None:
        """Write a formula of ours with the value it has, for programs that show without calculating."""
        self._sheet.write_formula(row - 1, column - 1, formula, self._format(style), value)

    def day(self, row: int, column: int, day: date) -> None:
        """Write a day that can be sorted and filtered by."""
        self._sheet.write_datetime(row - 1, column - 1, datetime(day.year, day.month, day.day), self._format("day"))  # noqa: DTZ001 - a cell has no zone

    def moment(self, row: int, column: int, moment: datetime) -> None:
        """Write a moment as the clock stood in Copenhagen, to the minute."""
        local = moment.astimezone(COPENHAGEN).replace(second=0, microsecond=0, tzinfo=None)
        self._sheet.write_datetime(row - 1, column - 1, local, self._format("moment"))

    def filtered(self, first_row: int, last_row: int, last_column: int) -> None:
        """Let the rows be filtered by any column; the first row holds the heads."""
        self._sheet.autofilter(first_row - 1, 0, last_row - 1, last_column - 1)

    def blank(self, row: int, column: int, style: str) -> None:
        """Give an empty cell its look."""
        self._sheet.write_blank(row - 1, column - 1, None, self._format(style))

    def height(self, row: int, *, lines: int) -> None:
        """Make a row high enough for so many lines; not every program does that by itself."""
        if lines > 1:
            self._sheet.set_row(row - 1, LINE_HEIGHT * min(lines, MOST_LINES))

    def widths(self, *widths: float) -> None:
        """Set the widths of the columns from the first on, in digits."""
        for column, width in enumerate(widths):
            self._sheet.set_column(column, column, width)

    def freeze(self, *, rows: int, columns: int) -> None:
        """Keep the first rows and columns in view."""
        self._sheet.freeze_panes(rows, columns)

    def page(
        self,
        *,
        header: tuple[str, str],
        footer: str,
        last_row: int,
        last_column: int,
        repeat_rows: tuple[int, int] | None = None,
        paper: Paper = Paper.A4,
    ) -> None:
        """Set the sheet up for print: landscape, one page wide; header left and right, page numbers below.

        ``repeat_rows`` are the first and the last of those that every page begins with.
        """
        sheet = self._sheet
        sheet.set_landscape()
        sheet.set_paper(paper)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.6, right=0.6, top=0.9, bottom=0.8)
        sheet.print_area(0, 0, last_row - 1, last_column - 1)
        if repeat_rows:
            sheet.repeat_rows(repeat_rows[0] - 1, repeat_rows[1] - 1)
        left, right = (_header_text(part, 100) for part in header)
        sheet.set_header(f"&L&9{left}&R&9{right}")
        sheet.set_footer(f"&L&9{_header_text(footer, 180)}&R&9&P / &N")

    def _format(self, style: str) -> xlsxwriter.format.Format:
        if style not in self._formats:
            self._formats[style] = self._book.format(style, decimals=self.decimals)
        return self._formats[style]

    def _altered(self, row: int, column: int, text: Text) -> None:
        self._book.alterations.append(Alteration(self.name, address(row, column), text))


def writable(text: str) -> tuple[str, list[Text]]:
    """Give the text as a workbook can hold it, and what had to be done to it: never silently."""
    if text.isprintable() and len(text) <= LONGEST_TEXT // 2:
        return text, []
    alterations = []
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    kept, replaced = _NOT_IN_A_FILE.subn("\N{REPLACEMENT CHARACTER}", kept)
    if replaced:
        alterations.append(
            Text("Usynlige tegn, som Excel ikke kan gemme: %(count)s. De er erstattet af �.", count=replaced)
        )
    if len(kept) > LONGEST_TEXT // 2 and _utf16_units(kept) > LONGEST_TEXT:
        units = kept.encode("utf-16-le")[: 2 * (LONGEST_TEXT - len(CUT_MARK))]
        kept = units.decode("utf-16-le", errors="ignore") + CUT_MARK
        alterations.append(Text("Teksten er længere end de 32.767 tegn, en celle kan have, og er skåret af."))
    return kept, alterations


def has_too_many_digits(number: Number) -> bool:
    """Tell whether Excel, which keeps fifteen digits, would round the number."""
    if isinstance(number, int):
        return abs(number) >= FIRST_TOO_LONG
    return len(number.normalize().as_tuple().digits) > MOST_DIGITS


def lines_needed(text: str, width: float) -> int:
    """Tell how many lines a wrapped text takes in a column so wide, counted in digits."""
    if len(text) <= width and "\n" not in text:
        return 1
    room = max(1, int(width * LETTERS_PER_DIGIT))
    return sum(_wrapped(line, room) for line in text.split("\n"))


def number_format(decimals: int, *, signed: bool = False, nil: bool = False) -> str:
    """Build the number format with thousands marked, in Danish; with ``nil`` nothing is a dash."""
    # Excel writes numbers by the rules of the machine; LibreOffice and others follow the language named here.
    number = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    if not signed and not nil:
        return f"[$-406]{number}"
    return f'[$-406]{"+" if signed else ""}{number};[$-406]"{MINUS}"{number};"{NIL}"'


def one_line(text: str, longest: int) -> str:
    """Put a text on one line, cut where it is too long for its place."""
    line = " ".join(writable(text)[0].split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def address(row: int, column: int) -> str:
    """Say a cell's address in Excel's own words."""
    return str(xl_rowcol_to_cell(row - 1, column - 1))


def cell_range(first_row: int, first_column: int, last_row: int, last_column: int) -> str:
    """Say a rectangle of cells in Excel's own words."""
    return f"{address(first_row, first_column)}:{address(last_row, last_column)}"


def _wrapped(line: str, room: int) -> int:
    lines, left = 1, room
    for word in line.split(" "):
        if len(word) > left and left < room:
            lines, left = lines + 1, room
        broken = max(0, len(word) - 1) // room
        lines, left = lines + broken, left - (len(word) - broken * room) - 1
    return lines


def _header_text(text: str, longest: int) -> str:
    # An ampersand opens a code in headers and footers; doubled it stands for itself.
    escaped = one_line(text, longest).replace("&", "&&")
    return escaped if len(escaped) <= longest else escaped[:longest].rstrip("&")


def _utf16_units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
