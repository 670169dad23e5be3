"""The parts of a workbook around its sheets: what points where, the sheets' names, the number formats, the texts."""

import posixpath
from dataclasses import dataclass, field

from imports.guard.cell_values import NumberFormat, classify_format, is_visible
from imports.guard.container import Container, shown
from imports.guard.file_refusals import Reason, refused
from imports.guard.markup import MAIN, STRICT, PartReader, parse

MAX_SHEETS = 50
MAX_DEFINED_NAMES = 2_000
MAX_DEFINED_NAME = 2_000
MAX_NUMBER_FORMAT = 2_000
MAX_STYLES = 65_000
MAX_SHARED_STRINGS = 200_000
MAX_TEXT_CHARACTERS = 20_000_000
MAX_CELL_TEXT = 1_000_000
LONGEST_SHEET_NAME = 100

_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships Relationship"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships Relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATION_ID = f"{_OFFICE} id"
_SHEET_KINDS = ("worksheet", "chartsheet", "dialogsheet")
_TRUE = ("1", "true", "on")


def _is_plain(name: str) -> bool:
    """Say whether a name holds nothing that can't be seen on one line; a no-break space may stay."""
    return all(is_visible(letter) and letter not in "\n\t" for letter in name)


@dataclass(frozen=True)
class Relation:
    """A pointer from one part to another: its kind is the last word of its type."""

    kind: str
    target: str
    external: bool


class RelationsReader(PartReader):
    """Reads what a part points to."""

    root = _RELATIONS

    def __init__(self, part: str, folder: str) -> None:
        super().__init__(part)
        self.folder = folder
        self.relations: dict[str, Relation] = {}

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """Take a relation."""
        if name != _RELATION:
            return
        kind = attributes.get("Type", "")
        if kind.startswith(STRICT):
            raise refused(Reason.STRICT_FORMAT)
        identifier = attributes.get("Id", "")
        if identifier in self.relations:
            raise refused(Reason.PART_AMBIGUOUS, part=shown(identifier))
        external = attributes.get("TargetMode", "Internal") != "Internal"
        target = attributes.get("Target", "")
        if not external:
            target = posixpath.normpath(posixpath.join("/", self.folder, target)).lstrip("/")
        self.relations[identifier] = Relation(kind.rpartition("/")[2], target, external)


@dataclass
class SheetEntry:
    """A sheet as the workbook lists it."""

    name: str
    relation_id: str
    hidden: bool


class WorkbookReader(PartReader):
    """Reads the list of sheets, how dates count, and whether values come from other files."""

    root = f"{MAIN}workbook"
    with_text = True

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.sheets: list[SheetEntry] = []
        self.since_1904 = False
        self.recalculates_on_load = False
        self.has_external_links = False
        self._defined_name: str | None = None
        self._defined_names = 0

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """Take what concerns the reading."""
        if name == f"{MAIN}sheet":
            self._open_sheet(attributes)
        elif name == f"{MAIN}workbookPr":
            self.since_1904 = attributes.get("date1904", "0") in _TRUE
        elif name == f"{MAIN}calcPr":
            self.recalculates_on_load = attributes.get("fullCalcOnLoad", "0") in _TRUE
        elif name == f"{MAIN}externalReference":
            self.has_external_links = True
        elif name == f"{MAIN}definedName":
            self._defined_name = attributes.get("name", "")
            self._defined_names += 1
            self.pieces.clear()

    def closed(self, name: str) -> None:
        """Judge a defined name by its length: some readers run a slow pattern over it."""
        if name != f"{MAIN}definedName" or self._defined_name is None:
            return
        if self._defined_names > MAX_DEFINED_NAMES:
            raise refused(Reason.NAMES_TOO_MANY, limit=MAX_DEFINED_NAMES)
        if max(len(self._defined_name), sum(map(len, self.pieces))) > MAX_DEFINED_NAME:
            raise refused(Reason.NAME_TOO_LONG, defined_name=shown(self._defined_name), limit=MAX_DEFINED_NAME)

    def _open_sheet(self, attributes: dict[str, str]) -> None:
        if len(self.sheets) == MAX_SHEETS:
            raise refused(Reason.SHEETS_TOO_MANY, limit=MAX_SHEETS)
        name = attributes.get("name", "")
        taken = {sheet.name.lower() for sheet in self.sheets}
        if not name.strip() or len(name) > LONGEST_SHEET_NAME or not _is_plain(name) or name.lower() in taken:
            raise refused(Reason.SHEET_NAME, sheet=shown(name))
        hidden = attributes.get("state", "visible") != "visible"
        self.sheets.append(SheetEntry(name, attributes.get(_RELATION_ID, ""), hidden))


class StylesReader(PartReader):
    """Reads which cell formats show a number as a date, scaled, or not at all."""

    root = f"{MAIN}styleSheet"

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.formats: list[NumberFormat] = []
        self._custom: dict[str, NumberFormat] = {}
        self._inside_cell_formats = False
        self._styles = 0

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """Take number formats and cell formats."""
        if name == f"{MAIN}numFmt":
            code = attributes.get("formatCode", "")
            if len(code) > MAX_NUMBER_FORMAT:
                raise refused(Reason.NUMBER_FORMAT_TOO_LONG, limit=MAX_NUMBER_FORMAT)
            self._custom[attributes.get("numFmtId", "")] = classify_format(code)
        elif name == f"{MAIN}cellXfs":
            self._inside_cell_formats = True
        elif name == f"{MAIN}xf":
            self._styles += 1
            if self._styles > MAX_STYLES:
                raise refused(Reason.STYLES_TOO_MANY, limit=MAX_STYLES)
            if self._inside_cell_formats:
                self.formats.append(self._format(attributes.get("numFmtId", "0")))

    def closed(self, name: str) -> None:
        """Leave the list of cell formats."""
        if name == f"{MAIN}cellXfs":
            self._inside_cell_formats = False

    def _format(self, number: str) -> NumberFormat:
        if number in self._custom:
            return self._custom[number]
        built_in = number.isascii() and number.isdigit() and len(number) <= 9  # noqa: PLR2004 - fits any integer
        return classify_format(int(number)) if built_in else NumberFormat.PLAIN


class TextsReader(PartReader):
    """Reads the table of texts that cells point to, without the phonetic guides of East Asian text."""

    root = f"{MAIN}sst"
    with_text = True

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.texts: list[str] = []
        self._runs: list[str] = []
        self._inside_phonetic = False
        self._characters = 0

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """Begin a text, or a run of one."""
        del attributes
        if name == f"{MAIN}t":
            self.pieces.clear()
        elif name == f"{MAIN}si":
            self._runs.clear()
        elif name == f"{MAIN}rPh":
            self._inside_phonetic = True

    def closed(self, name: str) -> None:
        """Finish a run, or a whole text."""
        if name == f"{MAIN}t":
            if not self._inside_phonetic:
                self._characters += sum(map(len, self.pieces))
                if self._characters > MAX_TEXT_CHARACTERS:
                    raise refused(Reason.TEXT_TOO_MUCH, limit=MAX_TEXT_CHARACTERS)
                self._runs.append("".join(self.pieces))
        elif name == f"{MAIN}si":
            if len(self.texts) == MAX_SHARED_STRINGS:
                raise refused(Reason.SHARED_STRINGS_TOO_MANY, limit=MAX_SHARED_STRINGS)
            self.texts.append("".join(self._runs))
        elif name == f"{MAIN}rPh":
            self._inside_phonetic = False


@dataclass
class Book:
    """Everything that the sheets of one workbook share, and where each of them lies."""

    sheets: list[tuple[SheetEntry, str | None]]
    since_1904: bool
    recalculates_on_load: bool
    has_external_links: bool
    formats: list[NumberFormat] = field(default_factory=lambda: [NumberFormat.PLAIN])
    texts: list[str] = field(default_factory=list)
    read_parts: set[str] = field(default_factory=set)


def read_book(container: Container) -> Book:
    """Read all parts but the sheets. A sheet without a part is a chart: it has nothing to read."""
    read_parts = {"_rels/.rels"}
    part = _only(_relations(container, "", read_parts), "officeDocument")
    if part is None:
        raise refused(Reason.PART_MISSING, part="xl/workbook.xml")
    workbook = WorkbookReader(part)
    read_parts.add(part.lower())
    parse(container.chunks(part), workbook)
    if not workbook.sheets:
        raise refused(Reason.SHEETS_NONE)
    relations = _relations(container, part, read_parts)
    book = Book(
        sheets=_place_sheets(workbook.sheets, relations),
        since_1904=workbook.since_1904,
        recalculates_on_load=workbook.recalculates_on_load,
        has_external_links=workbook.has_external_links
        or any(relation.kind == "externalLink" for relation in relations.values()),
    )
    if styles_part := _only(relations, "styles"):
        styles = StylesReader(styles_part)
        parse(container.chunks(styles_part), styles)
        book.formats = styles.formats or book.formats
        read_parts.add(styles_part.lower())
    if texts_part := _only(relations, "sharedStrings"):
        texts = TextsReader(texts_part)
        parse(container.chunks(texts_part), texts)
        book.texts = texts.texts
        read_parts.add(texts_part.lower())
    book.read_parts = read_parts
    return book


def _relations(container: Container, part: str, read_parts: set[str]) -> dict[str, Relation]:
    folder, _, name = part.rpartition("/")
    reader = RelationsReader(posixpath.join(folder, "_rels", f"{name}.rels"), folder)
    parse(container.chunks(reader.part), reader)
    read_parts.add(reader.part.lower())
    return reader.relations


def _only(relations: dict[str, Relation], kind: str) -> str | None:
    """Give the one part of this kind, or None. Two would let two programs see two different workbooks."""
    targets = {relation.target for relation in relations.values() if relation.kind == kind and not relation.external}
    if len(targets) > 1:
        raise refused(Reason.PART_AMBIGUOUS, part=kind)
    return targets.pop() if targets else None


def _place_sheets(sheets: list[SheetEntry], relations: dict[str, Relation]) -> list[tuple[SheetEntry, str | None]]:
    placed: list[tuple[SheetEntry, str | None]] = []
    taken: set[str] = set()
    for sheet in sheets:
        relation = relations.get(sheet.relation_id)
        if relation is None:
            raise refused(Reason.PART_MISSING, part=shown(sheet.name))
        if relation.external:
            raise refused(Reason.SHEET_EXTERNAL, sheet=sheet.name)
        if relation.kind in {"xlMacrosheet", "xlIntlMacrosheet"}:
            raise refused(Reason.MACROS)
        if relation.target.lower() in taken:
            raise refused(Reason.SHEET_SHARED_PART, sheet=sheet.name)
        if relation.kind not in _SHEET_KINDS:
            raise refused(Reason.PART_STRUCTURE, part=sheet.name, element=shown(relation.kind))
        taken.add(relation.target.lower())
        placed.append((sheet, relation.target if relation.kind == "worksheet" else None))
    return placed
