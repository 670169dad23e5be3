"""What an uploaded file is by its first bytes when it isn't a workbook, so that the user learns what to do with it."""

from imports.guard.file_refusals import Reason, refused

_ZIP = b"PK"
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_SIGNATURES = (
    (b"%PDF", Reason.KIND_PDF),
    (b"\x89PNG", Reason.KIND_PICTURE),
    (b"\xff\xd8\xff", Reason.KIND_PICTURE),
    (b"GIF8", Reason.KIND_PICTURE),
    (b"BM", Reason.KIND_PICTURE),
    (b"II*\0", Reason.KIND_PICTURE),
    (b"MM\0*", Reason.KIND_PICTURE),
    (b"\x1f\x8b", Reason.KIND_ARCHIVE),
    (b"7z\xbc\xaf", Reason.KIND_ARCHIVE),
    (b"Rar!", Reason.KIND_ARCHIVE),
    (b"BZh", Reason.KIND_ARCHIVE),
    (b"\xfd7zXZ", Reason.KIND_ARCHIVE),
)
_HTML_STARTS = (b"<html", b"<!doctype html", b"<table", b"<head", b"<body", b"<meta")
_TEXT_CONTROLS = frozenset(b"\t\n\r\f\x1a")
_LOOKED_AT_BYTES = 4_096
_FIRST_PRINTABLE = 0x20


def check_kind(content: bytes, *, name: str) -> None:
    """Let through what begins like a zip file, and refuse anything else by what it is."""
    if not content:
        raise refused(Reason.FILE_EMPTY, name=name)
    if content.startswith(_ZIP):
        return
    if content.startswith(_OLE):
        raise refused(Reason.KIND_PROTECTED if _ENCRYPTED_PACKAGE in content else Reason.KIND_OLD_EXCEL, name=name)
    for signature, code in _SIGNATURES:
        if content.startswith(signature):
            raise refused(code, name=name)
    raise refused(_kind_of_text(content[:_LOOKED_AT_BYTES]), name=name)


def _kind_of_text(head: bytes) -> Reason:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(_HTML_STARTS):
        return Reason.KIND_HTML
    if start.startswith((b"<?xml", b"<workbook")):
        return Reason.KIND_HTML if b"<html" in start else Reason.KIND_XML
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Reason.KIND_TEXT
    printable = all(byte >= _FIRST_PRINTABLE or byte in _TEXT_CONTROLS for byte in head)
    return Reason.KIND_TEXT if printable else Reason.KIND_UNKNOWN
