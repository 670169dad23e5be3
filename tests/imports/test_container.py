"""The outside of a workbook is judged before anything is unpacked, and what is unpacked is counted."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.guard.container import MAX_PART_BYTES, MAX_PARTS, Container, shown
from imports.guard.file_kinds import check_kind
from tests.imports.workbook_bytes import (
    CONTENT_TYPES,
    ROOT_RELATIONS,
    SHEET,
    Entry,
    book,
    entries,
    forged,
    packed,
    parts,
)
from tracker.domain.refusals import FileRefused


def opened(content: bytes) -> Container:
    return Container(BytesIO(content), name="budget.xlsx")


def refusal_of(content: bytes) -> tuple[str, str]:
    """Open a container that must be refused, and give the code and the sentence."""
    with pytest.raises(FileRefused) as refused:
        opened(content)
    return refused.value.code, str(refused.value)


def test_a_sound_container_gives_its_parts_piece_by_piece() -> None:
    container = opened(book())

    assert container.parts() == list(parts())
    assert b"".join(container.chunks(SHEET)) == parts()[SHEET]


def test_parts_are_found_without_regard_to_capitals() -> None:
    container = opened(book())

    assert "XL/Worksheets/SHEET1.xml" in container
    assert b"".join(container.chunks("XL/Worksheets/SHEET1.xml")) == parts()[SHEET]


def test_a_part_that_isnt_there_is_named() -> None:
    with pytest.raises(FileRefused) as refused:
        list(opened(book()).chunks("xl/styles9.xml"))

    assert refused.value.code == "part-missing"
    assert "xl/styles9.xml" in str(refused.value)


def test_a_thousand_parts_are_let_in_and_one_more_is_not() -> None:
    needed = {CONTENT_TYPES: b"<x/>", ROOT_RELATIONS: b"<x/>"}
    fillers = {f"p{at}.xml": b"" for at in range(MAX_PARTS - 2)}

    assert len(opened(packed({**needed, **fillers})).parts()) == 1_000
    assert refusal_of(packed({**needed, **fillers, "one-more.xml": b""}))[0] == "zip-too-many-parts"


def test_a_part_of_64_megabytes_is_let_in_and_a_byte_more_is_not() -> None:
    def of_size(size: int) -> bytes:
        return forged([*entries(), Entry(b"xl/media/a.png", b"", size=size)])

    assert "xl/media/a.png" in opened(of_size(MAX_PART_BYTES))
    assert refusal_of(of_size(MAX_PART_BYTES + 1)) == (
        "zip-part-too-large",
        "Delen xl/media/a.png fylder over 64 MB pakket ud. Gem kun arket med tabellen i en ny fil.",
    )


def test_what_comes_out_is_counted_although_the_directory_says_less() -> None:
    lying = [
        Entry(entry.name, entry.content, size=50) if entry.name == SHEET.encode() else entry for entry in entries()
    ]

    with pytest.raises(FileRefused) as refused:
        list(opened(forged(lying)).chunks(SHEET))
    assert refused.value.code == "zip-damaged"


def test_a_hostile_name_is_shown_printable_and_short() -> None:
    assert shown("xl/\x1b[31m\nrød.xml") == "xl/?[31m?rød.xml"
    assert len(shown("x" * 500)) == 80


def test_a_spreadsheet_of_open_document_is_told_what_to_do() -> None:
    assert refusal_of(packed({"mimetype": b"application/vnd.oasis", "content.xml": b"<x/>"})) == (
        "kind-ods",
        "Filen budget.xlsx er et OpenDocument-regneark (.ods). Gem den som Excel-projektmappe (.xlsx).",
    )


@given(st.binary(max_size=400))
def test_bytes_that_only_begin_like_a_zip_are_refused_by_name(noise: bytes) -> None:
    for content in (b"PK" + noise, b"PK\3\4" + noise, b"PK\3\4" + noise + b"PK\5\6" + b"\0" * 18):
        code, sentence = refusal_of(content)
        assert code.startswith("zip-")
        assert sentence


@given(st.binary(max_size=400).filter(lambda noise: not noise.startswith(b"PK")))
def test_bytes_that_dont_begin_like_a_zip_are_never_let_through(noise: bytes) -> None:
    with pytest.raises(FileRefused) as refused:
        check_kind(noise, name="upload.xlsx")
    assert refused.value.code.startswith(("kind-", "file-empty"))
    assert "upload.xlsx" in str(refused.value)
