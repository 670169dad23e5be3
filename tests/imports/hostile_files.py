"""Files that aren't workbooks at all, whatever their names say."""

import bz2
import gzip
import lzma

from imports.guard.file_refusals import Reason
from tests.imports.workbook_bytes import book, packed
from tests.imports.workbook_cases import Case, refuses

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def _text(reason: Reason, name: str, content: str, encoding: str = "utf-8") -> Case:
    return refuses(reason, name, lambda: content.encode(encoding))


def _bytes(reason: Reason, name: str, content: bytes) -> Case:
    return refuses(reason, name, lambda: content)


def _zip(reason: Reason, name: str, **parts: bytes) -> Case:
    return refuses(reason, name, lambda: packed({part.replace("__", "/"): content for part, content in parts.items()}))


CASES = [
    _bytes(Reason.FILE_EMPTY, "an empty file", b""),
    _bytes(Reason.KIND_TEXT, "one letter", b"x"),
    _bytes(Reason.KIND_TEXT, "a single new line", b"\n"),
    _bytes(Reason.KIND_UNKNOWN, "a single NUL", b"\0"),
    _bytes(Reason.KIND_UNKNOWN, "only NULs", b"\0" * 5_000),
    _bytes(Reason.KIND_UNKNOWN, "noise", bytes(range(256)) * 20),
    _bytes(Reason.KIND_UNKNOWN, "a program for Linux", b"\x7fELF\2\1\1\0" + b"\0" * 64),
    _bytes(Reason.KIND_UNKNOWN, "a program for Windows", b"MZ\x90\0\3\0\0\0"),
    _bytes(Reason.KIND_UNKNOWN, "a database of SQLite", b"SQLite format 3\0" + b"\0" * 64),
    _bytes(Reason.KIND_OLD_EXCEL, "an .xls", _OLE + b"\0" * 504 + "Workbook".encode("utf-16-le")),
    _bytes(Reason.KIND_OLD_EXCEL, "an .xls of Excel 5", _OLE + b"\0" * 504 + "Book".encode("utf-16-le")),
    _bytes(Reason.KIND_OLD_EXCEL, "eight bytes of an .xls", _OLE),
    _bytes(
        Reason.KIND_PROTECTED, "a file with a password", _OLE + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le")
    ),
    _bytes(
        Reason.KIND_PROTECTED, "a password far inside", _OLE + b"\0" * 90_001 + "EncryptedPackage".encode("utf-16-le")
    ),
    _bytes(Reason.KIND_PDF, "a PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"),
    _bytes(Reason.KIND_PICTURE, "a PNG", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
    _bytes(Reason.KIND_PICTURE, "a JPEG", b"\xff\xd8\xff\xe0\0\x10JFIF\0"),
    _bytes(Reason.KIND_PICTURE, "a GIF", b"GIF89a\1\0\1\0"),
    _bytes(Reason.KIND_PICTURE, "a bitmap", b"BM\x46\0\0\0\0\0"),
    _bytes(Reason.KIND_PICTURE, "a TIFF of a scanner", b"II*\0\x08\0\0\0"),
    _bytes(Reason.KIND_PICTURE, "a TIFF of a mac", b"MM\0*\0\0\0\x08"),
    _text(Reason.KIND_HTML, "a table saved as a web page", "<html><body><table><tr><td>1"),
    _text(Reason.KIND_HTML, "a web page after blank lines", "\r\n \r\n<HTML>"),
    _text(Reason.KIND_HTML, "a web page with a byte order mark", "\ufeff<!DOCTYPE html><html>"),
    _text(Reason.KIND_HTML, "a bare table of a reporting system", "<table border=1><tr><td>Budget"),
    _text(Reason.KIND_HTML, "an XHTML page", '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">'),
    _text(
        Reason.KIND_XML,
        "a workbook in XML of 2003",
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook>',
    ),
    _text(Reason.KIND_XML, "the workbook part alone", "<workbook/>"),
    _text(Reason.KIND_TEXT, "a CSV with semicolons", "Indsats;2019;2020\r\nTestindsats;3300;3300\r\n"),
    _text(Reason.KIND_TEXT, "a CSV with commas", "Indsats,2019\nTestindsats,3300\n"),
    _text(Reason.KIND_TEXT, "a CSV with tabs", "Indsats\t2019\nTestindsats\t3300\n"),
    _text(Reason.KIND_TEXT, "a CSV in Latin-1", "Måltal;år\r\nÆblerød;2019\r\n", "latin-1"),
    _text(Reason.KIND_TEXT, "a CSV in UTF-16", "Indsats\t2019\r\n", "utf-16"),
    _text(Reason.KIND_TEXT, "a letter in RTF", r"{\rtf1\ansi Budget}"),
    _text(Reason.KIND_TEXT, "a JSON file", '{"years": [2019, 2020]}'),
    _bytes(Reason.KIND_ARCHIVE, "a workbook in gzip", gzip.compress(book())),
    _bytes(Reason.KIND_ARCHIVE, "a workbook in bzip2", bz2.compress(book())),
    _bytes(Reason.KIND_ARCHIVE, "a workbook in xz", lzma.compress(book())),
    _bytes(Reason.KIND_ARCHIVE, "a 7z archive", bytes.fromhex("377abcaf271c0004")),
    _bytes(Reason.KIND_ARCHIVE, "a RAR archive", b"Rar!\x1a\7\1\0"),
    _zip(Reason.KIND_ARCHIVE, "a zip with a CSV in it", **{"tabel.csv": b"1;2"}),
    _zip(Reason.KIND_ARCHIVE, "a zip with a workbook in it", **{"budget.xlsx": book()}),
    _zip(Reason.KIND_ODS, "a spreadsheet of OpenDocument", mimetype=b"application/x", **{"content.xml": b"<x/>"}),
    _zip(Reason.KIND_WORD, "a letter of Word", **{"word/document.xml": b"<x/>", "[Content_Types].xml": b"<x/>"}),
    _zip(Reason.KIND_PRESENTATION, "slides", **{"ppt/presentation.xml": b"<x/>", "[Content_Types].xml": b"<x/>"}),
    _zip(
        Reason.KIND_BINARY_WORKBOOK, "a binary workbook", **{"xl/workbook.bin": b"\0", "[Content_Types].xml": b"<x/>"}
    ),
    _zip(Reason.KIND_NUMBERS, "a document of Numbers", **{"Index/Document.iwa": b"\0", "preview.jpg": b"\xff"}),
    refuses(Reason.FILE_TOO_LARGE, "ten megabytes and a byte", lambda: book() + b"\0" * 10_000_001),
    refuses(Reason.FILE_TOO_LARGE, "ten megabytes of text", lambda: b"1;" * 5_000_001),
]
