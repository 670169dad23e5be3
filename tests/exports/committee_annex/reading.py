"""The annex as python-docx reads it back."""

from datetime import datetime
from io import BytesIO

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table

from exports.committee_annex import write_annex
from tests.budget_books import Book
from tests.exports.tables import MADE_AT
from tracker.database import Database
from tracker.queries.annexes import Annex, annex
from tracker.queries.plans import plan_by_id

TEXT = qn("w:t")


def read(database: Database, book: Book, *ids: int) -> Annex:
    with database.reading() as session:
        return annex(session, plan_by_id(session, book.plan_id), ids, actor=None)


def written(found: Annex, *, made_at: datetime = MADE_AT) -> bytes:
    file = BytesIO()
    write_annex(found, destination=file, made_at=made_at)
    return file.getvalue()


def opened(found: Annex) -> Document:
    return docx.Document(BytesIO(written(found)))


def text_of(element: object) -> str:
    """Give all text of an element, that of fields too, with an amount's spaces as plain ones."""
    texts = (part.text or "" for part in element.iter(TEXT))  # type: ignore[attr-defined]  # an element of lxml
    return "".join(texts).replace("\N{NO-BREAK SPACE}", " ")


def paragraphs(document: Document) -> list[tuple[str, str]]:
    """Give style and text of what stands outside the tables."""
    return [
        (paragraph.style.name if paragraph.style else "", text_of(paragraph._p))  # noqa: SLF001 - see text_of
        for paragraph in document.paragraphs
    ]


def texts(document: Document, style: str) -> list[str]:
    return [text for name, text in paragraphs(document) if name == style]


def cells(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]
