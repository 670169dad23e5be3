"""The cells of one sheet as they are gathered: each value judged by its type, its number format and the limits."""

from collections.abc import Callable
from dataclasses import dataclass, field

from imports.cells import column_letters
from imports.guard.book_parts import MAX_TEXT_CHARACTERS
from imports.guard.cell_values import (
    MAX_TEXT,
    NumberFormat,
    clean_text,
    date_of_iso,
    date_of_serial,
    exact_number,
    loses_characters,
)
from imports.guard.file_refusals import Reason, refused

MAX_ROWS = 20_000
MAX_COLUMNS = 256
LONGEST_FORMULA = 200
LONGEST_SPOILT = 80

_LONGEST_INDEX = 9


@dataclass
class SharedContent:
    """What the sheets of a workbook share: texts and formats of the file, and the texts of the answer."""

    source_texts: list[str]
    formats: list[NumberFormat]
    since_1904: bool
    seen: int = 0
    texts: list[str] = field(default_factory=list)
    characters: int = 0
    places: dict[str, int] = field(default_factory=dict)
    cleaned: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)


class SheetCells:
    """The cells that hold something: ``rows``, ``columns``, ``kinds`` and ``values`` run side by side, a cell each.

    Kinds are first letters: (t)ext, (n)umber, (b)oolean, (d)ate, (e)rror, (u)ncalculated. The value of a text, an
    error and an uncalculated formula is its place among the answer's texts.
    """

    def __init__(self, *, sheet: str, shared: SharedContent) -> None:
        self.sheet = sheet
        self.shared = shared
        self.rows: list[int] = []
        self.columns: list[int] = []
        self.kinds: list[str] = []
        self.values: list[str | int] = []
        self.formulas: list[int] = []
        self.grouped: list[int] = []
        self.empty = 0
        self.notes: dict[str, tuple[int, str]] = {}
        self._row = 0
        self._column = 0
        self._style = "0"
        self._formula: str | None = None
        self._takers: dict[str, Callable[[str], None]] = {
            "n": self._take_number,
            "s": self._take_shared_text,
            "str": self._take_text,
            "inlineStr": self._take_text,
            "b": self._take_boolean,
            "d": self._take_date,
            "e": self._take_error,
        }

    def take(self, row: int, column: int, attributes: dict[str, str], value: str | None, formula: str | None) -> None:
        """Take a cell with its stored value and its formula, each None where the file has none."""
        self._row, self._column, self._formula = row, column, formula
        cell_type = attributes.get("t", "n")
        take = self._takers.get(cell_type)
        if take is None:
            raise refused(Reason.CELL_TYPE, sheet=self.sheet, cell=self._address())
        if value is None or (cell_type != "str" and not value.strip()):
            # An empty stored value counts as calculated only where the file says that the result is text.
            self._take_nothing()
            return
        self._style = attributes.get("s", "0")
        take(value)

    def _take_number(self, raw: str) -> None:
        number_format = self._format()
        digits = exact_number(raw)
        if digits is None:
            self._spoil("unreadable-numbers", raw)
        elif number_format is NumberFormat.PLAIN:
            self._add("n", digits)
        elif number_format is NumberFormat.GROUPED:
            self._add("n", digits)
            if len(digits) == len("2019") and digits.startswith(("19", "20")):
                self.grouped.append(len(self.rows) - 1)
        elif number_format is NumberFormat.DATE:
            self._take_moment(raw, date_of_serial(digits, since_1904=self.shared.since_1904))
        elif number_format is NumberFormat.TIME:
            self._spoil("unreadable-dates", raw)
        else:
            self._note("scaled-numbers" if number_format is NumberFormat.SCALED else "hidden-by-format")
            self._add("n", digits)

    def _take_date(self, raw: str) -> None:
        self._take_moment(raw, date_of_iso(raw))

    def _take_moment(self, raw: str, moment: str | None) -> None:
        if moment is None:
            self._spoil("unreadable-dates", raw)
        else:
            self._add("d", moment)

    def _take_shared_text(self, raw: str) -> None:
        texts = self.shared.source_texts
        if not _is_index_below(len(texts), raw):
            raise refused(Reason.CELL_TEXT_MISSING, sheet=self.sheet, cell=self._address())
        self._take_text(texts[int(raw)])

    def _take_text(self, raw: str) -> None:
        cleaned = self.shared.cleaned.get(raw)
        if cleaned is None:
            cleaned = self.shared.cleaned[raw] = _clean(raw)
        text, notes = cleaned
        for code in notes:
            self._note(code)
        if text:
            self._add("t", self._place(text))
        else:
            self.empty += 1

    def _take_boolean(self, raw: str) -> None:
        word = raw.strip().lower()
        if word not in {"0", "1", "false", "true"}:
            raise refused(Reason.CELL_BOOLEAN, sheet=self.sheet, cell=self._address())
        self._add("b", int(word in {"1", "true"}))

    def _take_error(self, raw: str) -> None:
        self._spoil("error-cells", raw)

    def _take_nothing(self) -> None:
        """Take a cell without a value: a formula that nobody calculated, or nothing at all."""
        if self._formula is None:
            self.empty += 1
            return
        self._note("uncalculated-formulas")
        self._add("u", self._place(f"={clean_text(self._formula[:LONGEST_FORMULA])}"))

    def _spoil(self, code: str, raw: str) -> None:
        self._note(code)
        self._add("e", self._place(clean_text(raw.strip()[:LONGEST_SPOILT])))

    def _place(self, text: str) -> int:
        """Give the text's place in the answer; a text that stands in many cells is sent once."""
        shared = self.shared
        place = shared.places.get(text)
        if place is None:
            place = shared.places[text] = len(shared.texts)
            shared.texts.append(text)
            shared.characters += len(text)
            if shared.characters > MAX_TEXT_CHARACTERS:
                raise refused(Reason.TEXT_TOO_MUCH, limit=MAX_TEXT_CHARACTERS)
        return place

    def _add(self, kind: str, value: str | int) -> None:
        if self._row > MAX_ROWS:
            raise refused(Reason.ROWS_TOO_MANY, sheet=self.sheet, cell=self._address(), limit=MAX_ROWS)
        if self._column > MAX_COLUMNS:
            last = column_letters(MAX_COLUMNS)
            raise refused(Reason.COLUMNS_TOO_MANY, sheet=self.sheet, cell=self._address(), limit=last)
        if self._formula is not None:
            self.formulas.append(len(self.rows))
        self.rows.append(self._row)
        self.columns.append(self._column)
        self.kinds.append(kind)
        self.values.append(value)

    def _format(self) -> NumberFormat:
        formats = self.shared.formats
        if not _is_index_below(len(formats), self._style):
            raise refused(Reason.CELL_STYLE_MISSING, sheet=self.sheet, cell=self._address())
        return formats[int(self._style)]

    def _address(self) -> str:
        return f"{column_letters(self._column)}{self._row}"

    def _note(self, code: str) -> None:
        """Count an oddity, and keep the place of the first."""
        count, first = self.notes.get(code, (0, self._address()))
        self.notes[code] = (count + 1, first)


def _is_index_below(length: int, raw: str) -> bool:
    return raw.isdigit() and raw.isascii() and len(raw) <= _LONGEST_INDEX and int(raw) < length


def _clean(raw: str) -> tuple[str, tuple[str, ...]]:
    """Clean a text, and say by their codes what that took out of it."""
    text = clean_text(raw)
    notes = []
    if text != raw and loses_characters(raw):
        notes.append("invisible-characters")
    if len(text) > MAX_TEXT:
        notes.append("text-cut")
    return text[:MAX_TEXT], tuple(notes)
