"""Uploaded files and their previews: kept until they are confirmed or cancelled, then filed or gone."""

import os
import secrets
import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import delete, select
from sqlmodel import Session, col

from tracker.actions.audit import record
from tracker.actions.budget import identity
from tracker.config import make_private_folder
from tracker.domain.people import Actor
from tracker.domain.refusals import Conflict
from tracker.domain.texts import Text
from tracker.domain.years import now
from tracker.models.uploads import ImportPreview, StoredFile

PREVIEWS_ARE_KEPT = timedelta(days=7)


@dataclass(frozen=True)
class KeptFile:
    """A file in the private folder, under a name that says nothing; ``name`` is what its owner calls it."""

    name: str
    stored_name: str
    sha256: str
    size_bytes: int


def keep_file(source: Path, files_dir: Path, *, name: str, sha256: str) -> KeptFile:
    """Copy a file into the private folder and see it safely on the disk."""
    make_private_folder(files_dir)
    stored_name = f"{secrets.token_hex(16)}.xlsx"
    path = files_dir / stored_name
    try:
        with path.open("xb") as target, source.open("rb") as original:
            os.fchmod(target.fileno(), 0o600)
            shutil.copyfileobj(original, target)
            target.flush()
            os.fsync(target.fileno())
        _see_on_disk(files_dir)
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return KeptFile(name=name, stored_name=stored_name, sha256=sha256, size_bytes=path.stat().st_size)


def _see_on_disk(folder: Path) -> None:
    """Let the folder's own entries reach the disk; a file whose name was lost with the power is no file."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def open_preview(
    session: Session,
    actor: Actor,
    file: KeptFile,
    *,
    plan_id: int | None,
    plan_title: str,
    sheet: str = "",
    unit: str = "",
) -> str:
    """Let a file wait for confirmation; gives the preview's token."""
    token = secrets.token_urlsafe(24)
    session.add(
        ImportPreview(
            token=token,
            person_id=actor.id,
            sha256=file.sha256,
            name=file.name,
            stored_name=file.stored_name,
            size_bytes=file.size_bytes,
            plan_id=plan_id,
            plan_title=plan_title,
            sheet=sheet,
            unit=unit,
            created_at=now(),
        )
    )
    record(
        session, person_id=actor.id, action="upload", subject="file", subject_id=file.sha256, after={"name": file.name}
    )
    return token


def take_preview(session: Session, token: str) -> None:
    """Use a preview up; of two confirmations at once only one gets it, the other is told."""
    taken = session.execute(delete(ImportPreview).where(col(ImportPreview.token) == token))
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(Text("Indlæsningen er allerede bekræftet eller fortrudt. Se den under Indlæste filer."))


def cancel_preview(session: Session, actor: Actor, token: str) -> str:
    """Drop a preview; gives the stored name of the file, which the caller removes after the transaction."""
    preview = session.get(ImportPreview, token)
    if preview is None:
        raise Conflict(Text("Indlæsningen er allerede bekræftet eller fortrudt. Se den under Indlæste filer."))
    stored_name, name, sha256 = preview.stored_name, preview.name, preview.sha256
    take_preview(session, token)
    record(session, person_id=actor.id, action="cancel", subject="file", subject_id=sha256, before={"name": name})
    return stored_name


def file_away(session: Session, actor: Actor, file: KeptFile) -> int:
    """Register a file for good (five years, as vouchers are); the same content is registered once. Gives its id."""
    known = session.execute(
        select(col(StoredFile.id)).where(col(StoredFile.sha256) == file.sha256)
    ).scalar_one_or_none()
    if known is not None:
        return identity(known)
    row = StoredFile(
        sha256=file.sha256,
        name=file.name,
        stored_name=file.stored_name,
        size_bytes=file.size_bytes,
        stored_at=now(),
        stored_by_id=actor.id,
    )
    session.add(row)
    session.flush()
    return identity(row.id)


def forget_old_previews(session: Session) -> None:
    """Drop previews that nobody came back to."""
    session.execute(delete(ImportPreview).where(col(ImportPreview.created_at) < now() - PREVIEWS_ARE_KEPT))


def remove_unreferenced_files(session: Session, files_dir: Path) -> int:
    """Remove the files that no preview and no register knows, as a crash may leave them; gives how many."""
    if not files_dir.is_dir():
        return 0
    known = set(session.execute(select(col(StoredFile.stored_name))).scalars())
    known |= set(session.execute(select(col(ImportPreview.stored_name))).scalars())
    oldest_in_use = (now() - timedelta(hours=1)).timestamp()
    strays = [path for path in files_dir.iterdir() if path.name not in known and path.stat().st_mtime < oldest_in_use]
    for path in strays:
        path.unlink(missing_ok=True)
    return len(strays)
