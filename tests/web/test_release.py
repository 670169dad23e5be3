"""The mark of the code: another one as soon as anything that pages are made of is another."""

from pathlib import Path

import pytest

from tracker.web.release import code_mark


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small project with a page, a catalogue and a file that no page is made of."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "tracker").mkdir()
    (tmp_path / "templates" / "page.html").write_text("<p>Budget</p>", encoding="utf-8")
    (tmp_path / "tracker" / "messages.mo").write_bytes(b"Budget")
    (tmp_path / "tracker" / "notes.txt").write_text("notes", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", ["templates/page.html", "templates/new.html", "tracker/messages.mo", "tracker/new.py"])
def test_a_changed_or_new_file_makes_another_mark(root: Path, name: str) -> None:
    before = code_mark(root)
    (root / name).write_text("Plan", encoding="utf-8")
    code_mark.cache_clear()
    assert code_mark(root) != before


def test_a_file_that_no_page_is_made_of_leaves_the_mark(root: Path) -> None:
    before = code_mark(root)
    (root / "tracker" / "notes.txt").write_text("more notes", encoding="utf-8")
    code_mark.cache_clear()
    assert code_mark(root) == before
