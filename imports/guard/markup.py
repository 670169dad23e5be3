"""Streaming, guarded parsing of the XML parts of a workbook: no DOCTYPE, only UTF-8, nothing without a limit."""

import pyexpat
from collections.abc import Callable, Iterable

from imports.guard.container import shown
from imports.guard.file_refusals import Reason, refused

MAX_DEPTH = 64
MAX_TOKEN_BYTES = 1_000_000
MAX_NAMES = 5_000
TEXT_PIECE_BYTES = 65_536

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
STRICT = "http://purl.oclc.org/ooxml/"

_UTF_16_STARTS = (b"\xff\xfe", b"\xfe\xff", b"\0<", b"<\0")
_UTF_8_NAMES = ("utf-8", "utf8", "us-ascii", "ascii")
_OUT_OF_MEMORY = 1


class PartReader:
    """The ground for readers: depth, the root that the part must have, and the text since it was last cleared."""

    root = ""
    with_text = False

    def __init__(self, part: str) -> None:
        self.part = part
        self.depth = 0
        self.pieces: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Count the depth and check the root, then let ``opened`` work."""
        self.depth += 1
        if self.depth == 1:
            self.check_root(name)
        elif self.depth > MAX_DEPTH:
            raise refused(Reason.PART_TOO_DEEP, part=self.part)
        self.opened(name, attributes)

    def end(self, name: str) -> None:
        """Let ``closed`` work, then leave the element."""
        self.closed(name)
        self.depth -= 1

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """Take the start of an element, at ``self.depth``."""

    def closed(self, name: str) -> None:
        """Take the end of an element, at ``self.depth``."""

    def check_root(self, name: str) -> None:
        """Refuse a part that begins with another element, or in another dialect, than it must."""
        if not self.root or name == self.root:
            return
        if name.startswith(STRICT):
            raise refused(Reason.STRICT_FORMAT)
        if name.rpartition(" ")[2] == self.root.rpartition(" ")[2]:
            raise refused(Reason.PART_FOREIGN, part=shown(self.part))
        raise self.misbuilt(name)

    def misbuilt(self, name: str) -> Exception:
        """Build the refusal for an element that can't stand where it stands."""
        return refused(Reason.PART_STRUCTURE, part=shown(self.part), element=shown(name.rpartition(" ")[2]))


def parse(chunks: Iterable[bytes], reader: PartReader, *, utf_8_only: bool = True) -> None:
    """Feed a part to its reader under the limits. What can't be read is refused by name."""
    part = shown(reader.part)
    names: dict[str, str] = {}
    parser = pyexpat.ParserCreate("utf-8" if utf_8_only else None, " ", names)
    parser.buffer_size = TEXT_PIECE_BYTES
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    if reader.with_text:
        parser.CharacterDataHandler = reader.pieces.append
    parser.StartDoctypeDeclHandler = _refuse_doctype(part)
    if utf_8_only:
        parser.XmlDeclHandler = _refuse_other_encodings(part)
    try:
        _feed(parser, chunks, names, part=part, utf_8_only=utf_8_only)
    except pyexpat.ExpatError as error:
        if error.code == _OUT_OF_MEMORY:
            raise refused(Reason.TOO_MUCH_MEMORY) from error
        raise refused(Reason.PART_MALFORMED, part=part, line=error.lineno) from error


def _feed(
    parser: pyexpat.XMLParserType, chunks: Iterable[bytes], names: dict[str, str], *, part: str, utf_8_only: bool
) -> None:
    fed_bytes = 0
    for chunk in chunks:
        if not fed_bytes and utf_8_only and chunk.startswith(_UTF_16_STARTS):
            raise refused(Reason.PART_ENCODING, part=part)
        parser.Parse(chunk, False)  # noqa: FBT003 - pyexpat takes it by position only
        fed_bytes += len(chunk)
        # An unfinished token is scanned again for every chunk: without a limit the time grows with its square.
        if fed_bytes - parser.CurrentByteIndex > MAX_TOKEN_BYTES:
            raise refused(Reason.PART_FIELD_TOO_LONG, part=part)
        if len(names) > MAX_NAMES:
            raise refused(Reason.PART_TOO_MANY_NAMES, part=part)
    parser.Parse(b"", True)  # noqa: FBT003 - pyexpat takes it by position only


def _refuse_doctype(part: str) -> Callable[..., None]:
    def refuse(*_declared: object) -> None:
        raise refused(Reason.PART_DOCTYPE, part=part)

    return refuse


def _refuse_other_encodings(part: str) -> Callable[[str, str | None, int], None]:
    def refuse(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in _UTF_8_NAMES:
            raise refused(Reason.PART_ENCODING, part=part)

    return refuse
