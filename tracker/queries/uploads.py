"""Reading uploaded files: those that wait to be confirmed, and those that were read in."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.domain.refusals import NotFound
from tracker.domain.texts import Text
from tracker.models.budget import ActionPlan
from tracker.models.decisions import Decision
from tracker.models.people import Person
from tracker.models.published_tables import PublishedTable
from tracker.models.uploads import ImportPreview, StoredFile


@dataclass(frozen=True)
class WaitingFile:
    """A file that somebody uploaded and hasn't confirmed, with what was asked of it."""

    token: str
    name: str
    stored_name: str
    sha256: str
    size_bytes: int
    plan_id: int | None
    plan_title: str
    sheet: str
    unit: str
    created_at: datetime


@dataclass(frozen=True)
class ImportedTable:
    """A table that a file became, with the decision it was posted under."""

    plan_slug: str
    plan_title: str
    sheet: str
    decision_id: int | None
    decided_on: date | None


@dataclass(frozen=True)
class ImportedFile:
    """A file that was read in: who, when, and what it became."""

    id: int
    name: str
    sha256: str
    size_bytes: int
    stored_at: datetime
    stored_by: str
    tables: tuple[ImportedTable, ...]


@dataclass(frozen=True)
class FileToSend:
    """Where a file lies and what its owner calls it."""

    name: str
    stored_name: str


def waiting_file(session: Session, token: str, *, person_id: int) -> WaitingFile:
    """Find a preview of this person's; another's doesn't exist for them. Raises NotFound."""
    preview = session.get(ImportPreview, token)
    if preview is None or preview.person_id != person_id:
        raise NotFound(
            Text("Indlæsningen findes ikke længere. Se under Indlæste filer, om den er bekræftet, eller begynd forfra.")
        )
    return _waiting(preview)


def waiting_files(session: Session, *, person_id: int) -> tuple[WaitingFile, ...]:
    """List what this person has uploaded and not yet confirmed or cancelled, the newest first."""
    rows = session.execute(
        select(ImportPreview)
        .where(col(ImportPreview.person_id) == person_id)
        .order_by(col(ImportPreview.created_at).desc())
    ).scalars()
    return tuple(_waiting(row) for row in rows)


def imported_files(session: Session) -> tuple[ImportedFile, ...]:
    """List the files that were read in, the newest first, each with what it became."""
    tables: dict[int, list[ImportedTable]] = {}
    for file_id, *values in session.execute(
        select(
            col(PublishedTable.file_id),
            col(ActionPlan.slug),
            col(ActionPlan.title),
            col(PublishedTable.sheet),
            col(PublishedTable.decision_id),
            col(Decision.decided_on),
        )
        .join(ActionPlan, col(ActionPlan.id) == col(PublishedTable.plan_id))
        .join(Decision, col(Decision.id) == col(PublishedTable.decision_id), isouter=True)
        .order_by(col(PublishedTable.id))
    ):
        tables.setdefault(file_id, []).append(ImportedTable(*values))
    rows = session.execute(
        select(
            col(StoredFile.id),
            col(StoredFile.name),
            col(StoredFile.sha256),
            col(StoredFile.size_bytes),
            col(StoredFile.stored_at),
            col(Person.name),
        )
        .join(Person, col(Person.id) == col(StoredFile.stored_by_id))
        .order_by(col(StoredFile.id).desc())
    )
    return tuple(
        ImportedFile(file_id or 0, name, sha256, size, stored_at, stored_by, tuple(tables.get(file_id or 0, ())))
        for file_id, name, sha256, size, stored_at, stored_by in rows
    )


def file_to_send(session: Session, file_id: int) -> FileToSend:
    """Find a file that was read in, to give it back as it was; raises NotFound."""
    file = session.get(StoredFile, file_id)
    if file is None:
        raise NotFound(Text("Filen findes ikke. Se listen under Indlæste filer."))
    return FileToSend(file.name, file.stored_name)


def became_of(session: Session, sha256: str) -> ImportedTable | None:
    """Tell what a file's content became when it was read in, or None where it never was."""
    row = session.execute(
        select(
            col(ActionPlan.slug),
            col(ActionPlan.title),
            col(PublishedTable.sheet),
            col(PublishedTable.decision_id),
            col(Decision.decided_on),
        )
        .join(PublishedTable, col(PublishedTable.plan_id) == col(ActionPlan.id))
        .join(StoredFile, col(StoredFile.id) == col(PublishedTable.file_id))
        .join(Decision, col(Decision.id) == col(PublishedTable.decision_id), isouter=True)
        .where(col(StoredFile.sha256) == sha256)
        .order_by(col(PublishedTable.id).desc())
        .limit(1)
    ).first()
    return ImportedTable(*row) if row else None


def is_filed(session: Session, stored_name: str) -> bool:
    """Tell whether a stored file is in the register."""
    return (
        session.execute(select(col(StoredFile.id)).where(col(StoredFile.stored_name) == stored_name)).first()
        is not None
    )


def _waiting(preview: ImportPreview) -> WaitingFile:
    return WaitingFile(
        token=preview.token,
        name=preview.name,
        stored_name=preview.stored_name,
        sha256=preview.sha256,
        size_bytes=preview.size_bytes,
        plan_id=preview.plan_id,
        plan_title=preview.plan_title,
        sheet=preview.sheet,
        unit=preview.unit,
        created_at=preview.created_at,
    )
