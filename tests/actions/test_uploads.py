"""Uploaded files: kept privately, filed once, confirmed once, and removed when nobody refers to them."""

import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlmodel import Session, select

from tests.actions.trail import events_since, last_event_id
from tests.budget_books import add_officer
from tracker.actions.uploads import (
    KeptFile,
    cancel_preview,
    file_away,
    forget_old_previews,
    keep_file,
    open_preview,
    remove_unreferenced_files,
    take_preview,
)
from tracker.database import Database
from tracker.domain.people import Actor
from tracker.domain.refusals import Conflict
from tracker.domain.years import now
from tracker.models.uploads import ImportPreview, StoredFile

TOLD = r"Indlæsningen er allerede bekræftet eller fortrudt\. Se den under Indlæste filer\."


@pytest.fixture
def officer(database: Database) -> Actor:
    """Who uploads."""
    with database.writing() as session:
        return add_officer(session)


def kept(number: int = 1) -> KeptFile:
    return KeptFile(name="Budget æøå.xlsx", stored_name=f"{number}.xlsx", sha256=f"{number:064d}", size_bytes=9)


def preview(session: Session, officer: Actor, file: KeptFile) -> str:
    return open_preview(session, officer, file, plan_id=None, plan_title="Ny plan", sheet="Ark1", unit="tkr")


def test_a_file_is_kept_whole_private_and_under_a_name_that_says_nothing(tmp_path: Path) -> None:
    source = tmp_path / "Løn til CPR 010203-1234.xlsx"
    source.write_bytes(b"PK\x03\x04" * 100_000)
    file = keep_file(source, tmp_path / "files", name=source.name, sha256="a" * 64)
    path = tmp_path / "files" / file.stored_name
    assert path.read_bytes() == source.read_bytes()
    assert (file.name, file.sha256, file.size_bytes) == (source.name, "a" * 64, 400_000)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert "CPR" not in file.stored_name
    assert keep_file(source, tmp_path / "files", name=source.name, sha256="a" * 64).stored_name != file.stored_name


def test_a_file_that_can_not_be_kept_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        keep_file(tmp_path / "gone.xlsx", tmp_path / "files", name="gone.xlsx", sha256="")
    assert list((tmp_path / "files").iterdir()) == []


def test_an_upload_waits_under_a_token_nobody_guesses_and_leaves_one_event(database: Database, officer: Actor) -> None:
    with database.writing() as session:
        before = last_event_id(session)
        token = preview(session, officer, kept())
    with database.reading() as session:
        found = session.get_one(ImportPreview, token)
        (event,) = events_since(session, before)
    assert len(token) >= 32
    assert (found.person_id, found.name, found.plan_title, found.sheet) == (
        officer.id,
        "Budget æøå.xlsx",
        "Ny plan",
        "Ark1",
    )
    assert (event["action"], event["subject"], event["after"]) == (
        "upload",
        f"file {'1'.zfill(64)}",
        {"name": "Budget æøå.xlsx"},
    )


def test_a_preview_is_taken_once_and_the_second_is_told(database: Database, officer: Actor) -> None:
    with database.writing() as session:
        token = preview(session, officer, kept())
    with database.writing() as session:
        take_preview(session, token)
    for second in (take_preview, lambda session, which: cancel_preview(session, officer, which)):
        with pytest.raises(Conflict, match=TOLD), database.writing() as session:
            second(session, token)


def test_a_confirmation_that_fails_can_be_tried_again(database: Database, officer: Actor) -> None:
    with database.writing() as session:
        token = preview(session, officer, kept())
    with pytest.raises(RuntimeError), database.writing() as session:
        take_and_fail(session, token)
    with database.writing() as session:
        take_preview(session, token)


def take_and_fail(session: Session, token: str) -> None:
    take_preview(session, token)
    raise RuntimeError


def test_a_cancelled_preview_names_its_file_and_leaves_one_event(database: Database, officer: Actor) -> None:
    with database.writing() as session:
        token = preview(session, officer, kept())
    with database.writing() as session:
        before = last_event_id(session)
        assert cancel_preview(session, officer, token) == "1.xlsx"
    with database.reading() as session:
        (event,) = events_since(session, before)
        assert session.exec(select(ImportPreview)).all() == []
    assert (event["action"], event["before"]) == ("cancel", {"name": "Budget æøå.xlsx"})


def test_the_same_content_is_filed_once(database: Database, officer: Actor) -> None:
    again = KeptFile(name="Et andet navn.xlsx", stored_name="2.xlsx", sha256=kept().sha256, size_bytes=9)
    with database.writing() as session:
        first = file_away(session, officer, kept())
        assert file_away(session, officer, again) == first
        assert file_away(session, officer, kept(3)) != first
    with database.reading() as session:
        assert [row.name for row in session.exec(select(StoredFile).where(StoredFile.id == first))] == [
            "Budget æøå.xlsx"
        ]


def test_previews_nobody_came_back_to_are_forgotten_after_a_week(database: Database, officer: Actor) -> None:
    with time_machine.travel(now() - timedelta(days=7, minutes=1)), database.writing() as session:
        preview(session, officer, kept(1))
    with time_machine.travel(now() - timedelta(days=6, hours=23)), database.writing() as session:
        preview(session, officer, kept(2))
    with database.writing() as session:
        forget_old_previews(session)
    with database.reading() as session:
        assert [row.stored_name for row in session.exec(select(ImportPreview))] == ["2.xlsx"]


def test_files_without_a_register_are_removed_when_they_are_old_enough(
    database: Database, officer: Actor, tmp_path: Path
) -> None:
    with database.writing() as session:
        file_away(session, officer, kept(1))
        preview(session, officer, kept(2))
    two_hours_ago = (now() - timedelta(hours=2)).timestamp()
    for name in ("1.xlsx", "2.xlsx", "stray.xlsx", "new.xlsx"):
        (tmp_path / name).write_bytes(b"x")
        if name != "new.xlsx":
            os.utime(tmp_path / name, (two_hours_ago, two_hours_ago))
    with database.reading() as session:
        assert remove_unreferenced_files(session, tmp_path) == 1
        assert remove_unreferenced_files(session, tmp_path / "not-there") == 0
    assert sorted(path.name for path in tmp_path.glob("*.xlsx")) == ["1.xlsx", "2.xlsx", "new.xlsx"]
