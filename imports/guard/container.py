"""The outside of an uploaded workbook: the checks of its zip container, and its parts unpacked under limits."""

import contextlib
import zipfile
import zlib
from collections.abc import Generator, Iterator
from typing import BinaryIO

from imports.guard.file_refusals import Reason, refused

MAX_PARTS = 1_000
MAX_PART_BYTES = 64_000_000
MAX_TOTAL_BYTES = 100_000_000
CHUNK_BYTES = 131_072

_FIRST_SIGNATURE = b"PK\x03\x04"
_LAST_SIGNATURE = b"PK\x05\x06"
_DIRECTORY_SIGNATURE = b"PK\x01\x02"
_LAST_RECORD_BYTES = 22
_SEARCHED_BYTES = 70_000
_LOCAL_HEADER_BYTES = 30
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_SHOWN_NAME = 80

# What the standard library raises on damaged containers, found by feeding it thousands of them.
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError, IndexError)

_FOREIGN_KINDS = (
    ("xl/workbook.bin", Reason.KIND_BINARY_WORKBOOK),
    ("word/document.xml", Reason.KIND_WORD),
    ("ppt/presentation.xml", Reason.KIND_PRESENTATION),
    ("index/document.iwa", Reason.KIND_NUMBERS),
    ("content.xml", Reason.KIND_ODS),
)


class Container:
    """The parts of a workbook, found by name without regard to case, as the format demands.

    Opening it makes all checks that need no unpacking; ``chunks`` unpacks one part and counts what comes out.
    """

    def __init__(self, file: BinaryIO, *, name: str) -> None:
        _check_ends(file)
        try:
            self._zip = zipfile.ZipFile(file)
        except _DAMAGE as error:
            raise refused(Reason.ZIP_DAMAGED) from error
        entries = self._zip.infolist()
        _check_entries(entries)
        self._entries = {entry.filename.lower(): entry for entry in entries if not entry.is_dir()}
        self._unpacked_bytes = 0
        self._check_kind(name)

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._entries

    def parts(self) -> list[str]:
        """List the names of all parts, as they are written in the file."""
        return [entry.filename for entry in self._entries.values()]

    def chunks(self, part: str) -> Iterator[bytes]:
        """Unpack one part piece by piece; refuse a missing, damaged or too large one."""
        entry = self._entries.get(part.lower())
        if entry is None:
            raise refused(Reason.PART_MISSING, part=shown(part))
        part_bytes = 0
        with contextlib.closing(self._pieces(entry)) as pieces:
            for piece in pieces:
                part_bytes += len(piece)
                self._unpacked_bytes += len(piece)
                _check_sizes(part, part_bytes=part_bytes, total_bytes=self._unpacked_bytes)
                yield piece
        if part_bytes != entry.file_size:
            raise refused(Reason.ZIP_DAMAGED)

    def _pieces(self, entry: zipfile.ZipInfo) -> Generator[bytes, None, None]:
        """Unpack an entry; only the unpacking stands inside ``try``, never the work of whoever takes the pieces."""
        try:
            with self._zip.open(entry) as stream:
                piece = stream.read(CHUNK_BYTES)
                while piece:
                    yield piece
                    piece = stream.read(CHUNK_BYTES)
        except _DAMAGE as error:
            raise refused(Reason.ZIP_DAMAGED) from error

    def _check_kind(self, name: str) -> None:
        """Refuse what is a zip file but not a workbook, by what it is instead."""
        for part, code in _FOREIGN_KINDS:
            if part in self._entries:
                raise refused(code, name=name)
        if "[content_types].xml" not in self._entries and "_rels/.rels" not in self._entries:
            raise refused(Reason.KIND_ARCHIVE, name=name)
        if any(part.endswith("vbaproject.bin") for part in self._entries):
            raise refused(Reason.MACROS)
        for part in ("[Content_Types].xml", "_rels/.rels"):
            if part not in self:
                raise refused(Reason.PART_MISSING, part=part)


def shown(name: str) -> str:
    """Make a name out of a hostile file fit for a sentence: printable and short."""
    return "".join(letter if letter.isprintable() else "?" for letter in name[:_SHOWN_NAME])


def _check_ends(file: BinaryIO) -> None:
    """Demand that the zip fills the file from the first byte to the last, so that it can't be two kinds at once."""
    file.seek(0)
    head = file.read(len(_FIRST_SIGNATURE))
    size_bytes = file.seek(0, 2)
    if size_bytes < _LAST_RECORD_BYTES:
        raise refused(Reason.ZIP_DAMAGED)
    file.seek(size_bytes - _LAST_RECORD_BYTES)
    last_record = file.read(_LAST_RECORD_BYTES)
    if last_record[:4] != _LAST_SIGNATURE or last_record[20:] != b"\0\0":
        file.seek(max(0, size_bytes - _SEARCHED_BYTES))
        # A whole last record further up has something behind it; one that is cut off, or none, is damage.
        whole = _LAST_SIGNATURE in file.read()[: -_LAST_RECORD_BYTES + len(_LAST_SIGNATURE)]
        raise refused(Reason.ZIP_FOREIGN_DATA if whole else Reason.ZIP_DAMAGED)
    if head in (_DIRECTORY_SIGNATURE, _LAST_SIGNATURE):
        raise refused(Reason.ZIP_DAMAGED)
    if head != _FIRST_SIGNATURE:
        raise refused(Reason.ZIP_FOREIGN_DATA)


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if not entries:
        raise refused(Reason.ZIP_DAMAGED)
    if len(entries) > MAX_PARTS:
        raise refused(Reason.ZIP_TOO_MANY_PARTS, count=len(entries), limit=MAX_PARTS)
    names: set[str] = set()
    total_bytes = 0
    for entry in entries:
        _check_entry(entry)
        if entry.filename.lower() in names:
            raise refused(Reason.ZIP_DUPLICATE_PART, part=shown(entry.filename))
        names.add(entry.filename.lower())
        total_bytes += entry.file_size
        _check_sizes(entry.filename, part_bytes=entry.file_size, total_bytes=total_bytes)
    _check_places(entries)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename
    steps = name.removesuffix("/").split("/")
    if "" in steps or ".." in steps or "." in steps or "\\" in name or ":" in name or not name.isprintable():
        raise refused(Reason.ZIP_UNSAFE_NAME, part=shown(name))
    if entry.flag_bits & _ENCRYPTED:
        raise refused(Reason.ZIP_ENCRYPTED, part=shown(name))
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise refused(Reason.ZIP_COMPRESSION, part=shown(name))


def _check_places(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse entries that share bytes, and anything in front of the first one."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < 0:
            raise refused(Reason.ZIP_DAMAGED)
        if end == 0 and entry.header_offset != 0:
            raise refused(Reason.ZIP_FOREIGN_DATA)
        if entry.header_offset < end:
            raise refused(Reason.ZIP_OVERLAP)
        end = entry.header_offset + _LOCAL_HEADER_BYTES + len(entry.orig_filename) + entry.compress_size


def _check_sizes(part: str, *, part_bytes: int, total_bytes: int) -> None:
    if part_bytes > MAX_PART_BYTES:
        raise refused(Reason.ZIP_PART_TOO_LARGE, part=shown(part), limit_mb=MAX_PART_BYTES // 1_000_000)
    if total_bytes > MAX_TOTAL_BYTES:
        raise refused(Reason.ZIP_TOTAL_TOO_LARGE, limit_mb=MAX_TOTAL_BYTES // 1_000_000)
