"""Zip containers that lie, hide something, or grow beyond all bounds when they are unpacked."""

import bz2
import struct
import zipfile
import zlib
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO

from imports.guard.file_refusals import Reason
from tests.imports.workbook_bytes import (
    BOOK_RELATIONS,
    CONTENT_TYPES,
    ROOT_RELATIONS,
    SHEET,
    STYLES,
    TEXTS,
    WORKBOOK,
    WORKBOOK_RELATIONS,
    Entry,
    book,
    entries,
    forged,
    packed,
    parts,
    relation,
    relations,
    sheet,
)
from tests.imports.workbook_cases import reads, refuses

_ONE = {"A1": Decimal(1)}
_MACROS = {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}


def _added(name: str | bytes, content: bytes = b"x", *, method: int = 8, flags: int = 0) -> Callable[[], bytes]:
    """Make a sound workbook with one more part."""
    raw = name.encode() if isinstance(name, str) else name
    return lambda: forged([*entries(), Entry(raw, content, method=method, flags=flags)])


def _lying(part: str, **lies: object) -> Callable[[], bytes]:
    """Make a sound workbook in which the entry of one part lies."""

    def make() -> bytes:
        listed = entries()
        for entry in listed:
            if entry.name == part.encode():
                for figure, lie in lies.items():
                    setattr(entry, figure, lie)
        return forged(listed)

    return make


def _without(part: str) -> Callable[[], bytes]:
    return lambda: book({part: None})


def _cut(share: float) -> Callable[[], bytes]:
    return lambda: book()[: int(len(book()) * share)]


def _patched(signature: bytes, at: int, value: bytes) -> Callable[[], bytes]:
    """Make a sound workbook and write over some bytes of the last record that begins with the signature."""

    def make() -> bytes:
        content = bytearray(book())
        place = content.rfind(signature) + at
        content[place : place + len(value)] = value
        return bytes(content)

    return make


def _overlapping() -> bytes:
    """Let two entries share one body, the way the smallest zip bombs multiply themselves."""
    listed = entries()
    return forged([*listed, Entry(b"xl/again.xml", listed[-1].content, offset=0, without_body=True)])


def _same_body_many_times() -> bytes:
    body = Entry(b"xl/media/image0.bin", b"\0" * 1_000_000)
    again = [
        Entry(f"xl/media/image{at}.bin".encode(), body.content, offset=0, without_body=True) for at in range(1, 90)
    ]
    return forged([body, *entries(), *again])


def _zip64() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in parts().items():
            with container.open(name, "w", force_zip64=True) as stream:
                stream.write(content)
    return file.getvalue()


def _streamed() -> bytes:
    """Write a zip whose sizes stand behind the parts, as programs do that can't go back in their output."""

    class Pipe(BytesIO):
        def seekable(self) -> bool:
            return False

    file = Pipe()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in parts().items():
            container.writestr(name, content)
    return file.getvalue()


def _renamed(old: str, new: str) -> Callable[[], bytes]:
    return lambda: packed({new if name == old else name: content for name, content in parts().items()})


def _bomb(name: str, size_bytes: int, *, fill: bytes = b" ", times: int = 1) -> Callable[[], bytes]:
    """Add parts of one repeated byte. The same packed megabyte again and again makes them in no time."""

    def make() -> bytes:
        block = fill * 1_000_000
        deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed_block = deflate.compress(block) + deflate.flush(zlib.Z_FULL_FLUSH)
        body = packed_block * (size_bytes // len(block)) + deflate.flush()
        crc = 0
        for _ in range(min(size_bytes, 64_000_000) // len(block)):
            crc = zlib.crc32(block, crc)
        bombs = [
            Entry(name.format(at).encode(), b"", crc=crc, size=size_bytes, packed_content=body) for at in range(times)
        ]
        return forged([entry for entry in entries() if entry.name != bombs[0].name] + bombs)

    return make


def _bzip2_bomb() -> bytes:
    content = b" " * 64_000_000
    listed = [entry for entry in entries() if entry.name != SHEET.encode()]
    return forged([*listed, Entry(SHEET.encode(), content, method=12, packed_content=bz2.compress(content))])


def _lying_bomb() -> bytes:
    """Pack 20 MB, and say in the directory that it is a hundred bytes."""
    content = sheet().encode() + b" " * 20_000_000
    listed = [entry for entry in entries() if entry.name != SHEET.encode()]
    return forged([*listed, Entry(SHEET.encode(), content, size=100)])


CASES = [
    refuses(Reason.ZIP_DAMAGED, "the two letters that zip files begin with", lambda: b"PK"),
    refuses(Reason.ZIP_DAMAGED, "an empty zip", lambda: forged([])),
    *[
        refuses(Reason.ZIP_DAMAGED, f"cut off at {share:.0%}", _cut(share))
        for share in (0.05, 0.2, 0.4, 0.6, 0.8, 0.95)
    ],
    refuses(Reason.ZIP_DAMAGED, "the last byte cut off", lambda: book()[:-1]),
    refuses(Reason.ZIP_DAMAGED, "only the directory", lambda: book()[book().find(b"PK\1\2") :]),
    refuses(Reason.ZIP_DAMAGED, "a wrong checksum", _lying(SHEET, crc=1)),
    refuses(Reason.ZIP_DAMAGED, "a wrong checksum in a part that nobody reads", _lying(CONTENT_TYPES, crc=1)),
    refuses(Reason.ZIP_DAMAGED, "a part that is no deflate stream", _lying(SHEET, packed_content=b"\xff" * 50)),
    refuses(Reason.ZIP_DAMAGED, "a directory that says less than there is", _lying(SHEET, size=10)),
    refuses(Reason.ZIP_DAMAGED, "a directory that says more than there is", _lying(SHEET, size=100_000)),
    refuses(Reason.ZIP_DAMAGED, "another name before the part than in the directory", _lying(SHEET, local_name=b"x")),
    refuses(Reason.ZIP_DAMAGED, "a part that lies behind the end", _lying(SHEET, offset=2**31)),
    refuses(
        Reason.ZIP_DAMAGED, "a directory that lies behind the end", lambda: forged(entries(), directory_offset=2**31)
    ),
    refuses(Reason.ZIP_DAMAGED, "a directory of the wrong size", _patched(b"PK\5\6", 12, struct.pack("<L", 2**31))),
    refuses(Reason.ZIP_DAMAGED, "a signature in the directory that is none", _patched(b"PK\1\2", 0, b"XX")),
    refuses(Reason.ZIP_FOREIGN_DATA, "a byte behind the end", lambda: book() + b"\0"),
    refuses(Reason.ZIP_FOREIGN_DATA, "a script behind the end", lambda: book() + b"<script>alert(1)</script>"),
    refuses(Reason.ZIP_FOREIGN_DATA, "60 kB behind the end", lambda: book() + b"\0" * 60_000),
    refuses(Reason.ZIP_DAMAGED, "100 kB behind the end", lambda: book() + b"\0" * 100_000),
    refuses(Reason.ZIP_FOREIGN_DATA, "a comment behind the directory", _patched(b"PK\5\6", 20, b"\1\0")),
    refuses(Reason.KIND_PDF, "a PDF that is a workbook as well", lambda: b"%PDF-1.7\n" + book()),
    refuses(Reason.ZIP_FOREIGN_DATA, "a zip before the workbook", lambda: packed({"a.txt": b"x"}) + book()),
    refuses(Reason.ZIP_FOREIGN_DATA, "a program that unpacks itself", lambda: b"PK\0\0" + b"\0" * 600 + book()),
    refuses(Reason.ZIP_OVERLAP, "two parts with one body", _overlapping),
    refuses(Reason.ZIP_OVERLAP, "a body that is listed ninety times", _same_body_many_times),
    refuses(Reason.ZIP_DUPLICATE_PART, "a sheet twice", lambda: forged([*entries(), *entries()[-1:]])),
    refuses(Reason.ZIP_DUPLICATE_PART, "a sheet twice but for capitals", _added("xl/worksheets/SHEET1.xml")),
    refuses(Reason.ZIP_TOO_MANY_PARTS, "1,001 parts", lambda: packed({f"p{at}": b"" for at in range(1_001)})),
    *[
        refuses(Reason.ZIP_UNSAFE_NAME, f"a part named {name!a}", _added(name))
        for name in (
            "../../etc/cron.d/job",
            "xl/../../outside.xml",
            "/etc/passwd",
            "//server/share.xml",
            "C:/windows/system.ini",
            "xl\\worksheets\\sheet9.xml",
            "xl//sheet9.xml",
            "./sheet9.xml",
            "xl/sheet\n9.xml",
            "xl/sheet\x1b[31m.xml",
            "xl/sheet9.xml\0.txt",
            "",
        )
    ],
    refuses(Reason.ZIP_ENCRYPTED, "an encrypted part", _lying(SHEET, flags=1)),
    refuses(Reason.ZIP_ENCRYPTED, "a part with strong encryption", _lying(SHEET, flags=0x41)),
    refuses(Reason.ZIP_ENCRYPTED, "an encrypted directory", _lying(SHEET, flags=0x2000)),
    *[
        refuses(Reason.ZIP_COMPRESSION, f"a part packed by {name}", _lying(SHEET, method=method))
        for name, method in (
            ("shrinking", 1),
            ("imploding", 6),
            ("deflate64", 9),
            ("bzip2", 12),
            ("lzma", 14),
            ("zstandard", 93),
            ("xz", 95),
            ("AES", 99),
            ("a method that doesn't exist", 65_535),
        )
    ],
    refuses(Reason.MACROS, "a workbook with macros", lambda: book(_MACROS)),
    refuses(Reason.MACROS, "macros in another folder", lambda: book({"xl/hidden/VBAProject.bin": b"\0"})),
    *[
        refuses(Reason.PART_MISSING, f"without {part}", _without(part))
        for part in (CONTENT_TYPES, ROOT_RELATIONS, WORKBOOK, WORKBOOK_RELATIONS, SHEET, STYLES, TEXTS)
    ],
    refuses(
        Reason.PART_MISSING,
        "a sheet outside the file's folders",
        lambda: book({WORKBOOK_RELATIONS: relations(relation("rId1", "worksheet", "../../../../etc/passwd"))}),
    ),
    refuses(
        Reason.PART_AMBIGUOUS,
        "two workbooks in one file",
        lambda: book(
            {
                ROOT_RELATIONS: relations(
                    relation("rId1", "officeDocument", WORKBOOK), relation("rId2", "officeDocument", "xl/other.xml")
                )
            }
        ),
    ),
    refuses(
        Reason.PART_AMBIGUOUS,
        "two tables of texts",
        lambda: book({WORKBOOK_RELATIONS: relations(*BOOK_RELATIONS, relation("rId4", "sharedStrings", "others.xml"))}),
    ),
    refuses(
        Reason.PART_AMBIGUOUS,
        "two relations with one name",
        lambda: book({WORKBOOK_RELATIONS: relations(*BOOK_RELATIONS, BOOK_RELATIONS[0])}),
    ),
    reads("a zip with 64-bit sizes", _zip64, _ONE),
    reads("a zip that was streamed", _streamed, _ONE),
    reads("parts that aren't packed", lambda: forged([Entry(e.name, e.content, method=0) for e in entries()]), _ONE),
    reads("folders as entries of their own", lambda: forged([*entries(), Entry(b"xl/empty/", b"", method=0)]), _ONE),
    reads("a sheet's part in capitals", _renamed(SHEET, "xl/worksheets/Sheet1.XML"), _ONE),
    reads("a picture", lambda: book({"xl/media/image1.png": b"\x89PNG" + bytes(range(256)) * 40}), _ONE),
    reads(
        "a note in another encoding from a records system",
        lambda: book({"customXml/item1.xml": "<x/>".encode("utf-16")}),
        _ONE,
    ),
    reads(
        "a sheet by its whole path",
        lambda: book({WORKBOOK_RELATIONS: relations(relation("rId1", "worksheet", "/" + SHEET), *BOOK_RELATIONS[1:])}),
        _ONE,
    ),
    reads(
        "a workbook under another name",
        lambda: book(
            {
                ROOT_RELATIONS: relations(relation("rId1", "officeDocument", "xl/workbook2.xml")),
                "xl/workbook2.xml": parts()[WORKBOOK],
                "xl/_rels/workbook2.xml.rels": parts()[WORKBOOK_RELATIONS],
            }
        ),
        _ONE,
    ),
]

BOMBS = [
    refuses(Reason.ZIP_PART_TOO_LARGE, "a sheet of 65 MB of blanks", _bomb(SHEET, 65_000_000)),
    refuses(Reason.ZIP_PART_TOO_LARGE, "a sheet of 1 GB of blanks", _bomb(SHEET, 1_000_000_000)),
    refuses(Reason.ZIP_PART_TOO_LARGE, "a picture of 1 GB that nothing shows", _bomb("xl/media/a.png", 1_000_000_000)),
    refuses(Reason.ZIP_TOTAL_TOO_LARGE, "two pictures of 60 MB", _bomb("xl/media/{}.png", 60_000_000, times=2)),
    refuses(Reason.ZIP_TOTAL_TOO_LARGE, "900 pictures of 1 MB", _bomb("xl/media/{}.png", 1_000_000, times=900)),
    refuses(Reason.PART_FIELD_TOO_LONG, "texts of 60 MB of the same letter", _bomb(TEXTS, 60_000_000, fill=b"a")),
    refuses(Reason.PART_MALFORMED, "relations of 60 MB of brackets", _bomb(ROOT_RELATIONS, 60_000_000, fill=b"<")),
    refuses(Reason.PART_MALFORMED, "types of 60 MB of nothing", _bomb(CONTENT_TYPES, 60_000_000)),
    refuses(Reason.ZIP_COMPRESSION, "a few bytes of bzip2 that become 64 MB", _bzip2_bomb),
    refuses(Reason.ZIP_DAMAGED, "20 MB that are said to be a hundred bytes", _lying_bomb),
]
