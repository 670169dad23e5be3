"""The corpus of hostile and odd workbooks, in families that are tested together."""

from tests.imports import (
    hostile_books,
    hostile_containers,
    hostile_files,
    hostile_markup,
    hostile_sheets,
    large_sheets,
    odd_sheets,
    odd_values,
)
from tests.imports.workbook_cases import Case

FAMILIES: dict[str, list[Case]] = {
    "files": hostile_files.CASES,
    "containers": hostile_containers.CASES,
    "bombs": hostile_containers.BOMBS,
    "markup": hostile_markup.CASES,
    "long markup": hostile_markup.LONG,
    "books": hostile_books.CASES,
    "sheets": hostile_sheets.CASES,
    "large sheets": large_sheets.CASES,
    "numbers": odd_values.NUMBERS,
    "dates": odd_values.DATES,
    "texts": odd_values.TEXTS,
    "oddities": odd_sheets.ODDITIES,
}
