"""One sheet's XML while it streams by: rows and cells in order and in place, merged ranges, what is hidden."""

import re

from imports.cells import column_letters
from imports.guard.book_parts import MAX_CELL_TEXT
from imports.guard.container import shown
from imports.guard.file_refusals import Reason, refused
from imports.guard.markup import MAIN, MAX_DEPTH, PartReader
from imports.guard.sheet_cells import MAX_COLUMNS, MAX_ROWS, SharedContent, SheetCells

MAX_CELLS = 500_000
MAX_RANGES = 5_000
LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

# The depths at which a worksheet has its elements; the same names anywhere else are a forgery.
_DATA_DEPTH, _ROW_DEPTH, _CELL_DEPTH, _VALUE_DEPTH = 2, 3, 4, 5

_DATA, _ROW, _CELL = f"{MAIN}sheetData", f"{MAIN}row", f"{MAIN}c"
_VALUE, _FORMULA, _COLUMNS = f"{MAIN}v", f"{MAIN}f", f"{MAIN}col"
_INLINE, _TEXT, _PHONETIC = f"{MAIN}is", f"{MAIN}t", f"{MAIN}rPh"
_EXTENSIONS = frozenset([f"{MAIN}extLst", f"{MAIN}ext"])
_RANGES = frozenset(f"{MAIN}{name}" for name in ("mergeCell", "hyperlink", "dataValidation", "cfRule"))
_LETTERS = re.compile("[A-Z]{1,3}")
_ROW_NUMBER = re.compile("[1-9][0-9]{0,6}")
_COLUMN_NUMBER = re.compile("[1-9][0-9]{0,4}")
_CORNERS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})(?::\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6}))?")
_TRUE = ("1", "true")
_MAX_PIECES = 40


class SheetReader(PartReader):
    """Reads a worksheet into ``cells``; ``seen`` counts every cell element, whether it holds something or not."""

    root = f"{MAIN}worksheet"
    with_text = True

    def __init__(self, part: str, *, sheet: str, shared: SharedContent) -> None:
        super().__init__(part)
        self.sheet = sheet
        self.cells = SheetCells(sheet=sheet, shared=shared)
        self.seen = 0
        self.merges: list[tuple[int, int, int, int]] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: set[int] = set()
        self._cells_left = MAX_CELLS - shared.seen
        self._column_numbers: dict[str, int] = {}
        self._ranges = 0
        self._row, self._row_digits, self._column = 0, "0", 0
        self._inside_data = self._data_seen = self._inside_row = self._inside_leaf = False
        self._inside_inline = self._inside_phonetic = False
        self._attributes: dict[str, str] | None = None
        self._value: str | None = None
        self._formula: str | None = None
        self._inline: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the start of an element; the questions stand in the order of how often they are answered yes."""
        self.depth += 1
        if self._inside_leaf:
            raise self.misbuilt(name)
        if name in (_VALUE, _FORMULA):
            if self.depth != _VALUE_DEPTH or self._attributes is None:
                raise self.misbuilt(name)
            self._start_leaf()
        elif name == _CELL:
            self._start_cell(attributes)
        elif name == _ROW:
            self._start_row(attributes)
        else:
            self._start_other(name, attributes)

    def end(self, name: str) -> None:
        """Take the end of an element."""
        self.depth -= 1
        if name == _VALUE:
            self._value = self._end_leaf(self._value)
        elif name == _CELL:
            self._end_cell()
        elif name == _FORMULA:
            self._formula = self._end_leaf(self._formula)
        elif name == _ROW:
            self._inside_row = False
        elif self._attributes is not None:
            self._end_inside_cell(name)
        elif name == _DATA:
            self._inside_data = False

    def _start_row(self, attributes: dict[str, str]) -> None:
        if not self._inside_data or self.depth != _ROW_DEPTH:
            raise self.misbuilt(_ROW)
        digits = attributes.get("r") or str(self._row + 1)
        if not _ROW_NUMBER.fullmatch(digits) or int(digits) > LAST_ROW:
            raise refused(Reason.ROW_ADDRESS, sheet=self.sheet, row=shown(digits))
        row = int(digits)
        if row <= self._row:
            raise refused(Reason.ROWS_OUT_OF_ORDER, sheet=self.sheet, row=row)
        self._row, self._row_digits, self._column, self._inside_row = row, digits, 0, True
        if row <= MAX_ROWS and (attributes.get("hidden") in _TRUE or attributes.get("ht") == "0"):
            self.hidden_rows.append(row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if not self._inside_row or self.depth != _CELL_DEPTH:
            raise self.misbuilt(_CELL)
        self.seen += 1
        if self.seen > self._cells_left:
            raise refused(Reason.CELLS_TOO_MANY, limit=MAX_CELLS)
        address = attributes.get("r")
        column = self._column + 1 if address is None else self._column_of(address)
        if column <= self._column:
            raise refused(Reason.CELLS_OUT_OF_ORDER, sheet=self.sheet, cell=shown(address or ""))
        if column > LAST_COLUMN:
            raise refused(Reason.CELL_ADDRESS, sheet=self.sheet, cell=shown(address or str(column)))
        self._column = column
        self._attributes = attributes
        self._value = self._formula = self._inline = None

    def _column_of(self, address: str) -> int:
        """Read a cell's column from its address, which must name the row that the cell stands in."""
        letters = address[: -len(self._row_digits)]
        column = self._column_numbers.get(letters)
        if column is None:
            if not _LETTERS.fullmatch(letters):
                raise refused(Reason.CELL_ADDRESS, sheet=self.sheet, cell=shown(address))
            column = self._column_numbers[letters] = column_number(letters)
        if not address.endswith(self._row_digits):
            raise refused(Reason.CELL_ADDRESS, sheet=self.sheet, cell=shown(address))
        return column

    def _end_cell(self) -> None:
        attributes, self._attributes = self._attributes, None
        if attributes is None:
            raise self.misbuilt(_CELL)
        value = self._value
        if self._inline is not None:
            if value is not None or attributes.get("t") != "inlineStr":
                raise self.misbuilt(_INLINE)
            value = "".join(self._inline)
        self.cells.take(self._row, self._column, attributes, value, self._formula)

    def _start_other(self, name: str, attributes: dict[str, str]) -> None:
        if self.depth == 1:
            self.check_root(name)
        elif self.depth > MAX_DEPTH:
            raise refused(Reason.PART_TOO_DEEP, part=shown(self.part))
        elif self._attributes is not None:
            self._start_inside_cell(name)
        elif not self._inside_data:
            self._start_beside_data(name, attributes)
        elif name.startswith(MAIN) and name not in _EXTENSIONS:
            raise self.misbuilt(name)

    def _start_inside_cell(self, name: str) -> None:
        """Let through an inline text and its runs; anything else of Excel's in a cell would be read by nobody."""
        if name == _INLINE:
            if self._inline is not None or self.depth != _VALUE_DEPTH:
                raise self.misbuilt(name)
            self._inline = []
            self._inside_inline = True
        elif name == _TEXT and self._inside_inline:
            self._start_leaf()
        elif name == _PHONETIC and self._inside_inline:
            self._inside_phonetic = True
        elif not self._inside_inline and name.startswith(MAIN) and name not in _EXTENSIONS:
            raise self.misbuilt(name)

    def _end_inside_cell(self, name: str) -> None:
        if name == _TEXT and self._inline is not None:
            text = self._end_leaf(None)
            if not self._inside_phonetic:
                self._inline.append(text)
        elif name == _PHONETIC:
            self._inside_phonetic = False
        elif name == _INLINE:
            self._inside_inline = False

    def _start_leaf(self) -> None:
        """Begin an element that may hold text and nothing else."""
        self._inside_leaf = True
        self.pieces.clear()

    def _end_leaf(self, before: str | None) -> str:
        """Give the text of the leaf, judged for its length before it is put together; a second one is refused."""
        self._inside_leaf = False
        if before is not None:
            raise self.misbuilt(_VALUE)
        pieces = self.pieces
        if len(pieces) == 1:
            return pieces[0]
        if len(pieces) > _MAX_PIECES or sum(map(len, pieces)) > MAX_CELL_TEXT:
            address = f"{column_letters(self._column)}{self._row}"
            raise refused(Reason.CELL_TEXT_TOO_LONG, sheet=self.sheet, cell=address, limit=MAX_CELL_TEXT)
        return "".join(pieces)

    def _start_beside_data(self, name: str, attributes: dict[str, str]) -> None:
        if name == _DATA:
            if self._data_seen or self.depth != _DATA_DEPTH:
                raise self.misbuilt(name)
            self._inside_data = self._data_seen = True
        elif name == _COLUMNS:
            self._start_columns(attributes)
        elif name in _RANGES:
            self._ranges += 1
            if self._ranges > MAX_RANGES:
                raise refused(Reason.RANGES_TOO_MANY, sheet=self.sheet, limit=MAX_RANGES)
            if name.endswith(" mergeCell"):
                self.merges.append(self._corners(attributes.get("ref", "")))

    def _corners(self, reference: str) -> tuple[int, int, int, int]:
        corners = _CORNERS.fullmatch(reference)
        if corners is None:
            raise refused(Reason.MERGES, sheet=self.sheet, cell=shown(reference))
        first_row, first_column = int(corners[2]), column_number(corners[1])
        last_row, last_column = int(corners[4] or corners[2]), column_number(corners[3] or corners[1])
        if not (first_row <= last_row <= LAST_ROW and first_column <= last_column <= LAST_COLUMN):
            raise refused(Reason.MERGES, sheet=self.sheet, cell=shown(reference))
        return first_row, first_column, last_row, last_column

    def _start_columns(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") not in _TRUE and attributes.get("width") != "0":
            return
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if not _COLUMN_NUMBER.fullmatch(first) or not _COLUMN_NUMBER.fullmatch(last):
            raise self.misbuilt(_COLUMNS)
        self.hidden_columns.update(range(int(first), min(int(last), MAX_COLUMNS) + 1))


def column_number(letters: str) -> int:
    """Turn Excel's letters into a column's number, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
