"""Files are put in their place whole, or not at all."""

from pathlib import Path

import pytest

from exports.files import put_in_place


def test_a_file_that_cannot_be_put_in_place_leaves_nothing_behind(tmp_path: Path) -> None:
    in_the_way = tmp_path / "budget.xlsx"
    in_the_way.mkdir()
    with pytest.raises(OSError, match=r"budget\.xlsx"):
        put_in_place(b"content", in_the_way)
    assert list(tmp_path.iterdir()) == [in_the_way]


def test_a_file_in_a_folder_that_does_not_exist_is_refused_by_its_path(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        put_in_place(b"content", tmp_path / "nowhere" / "budget.xlsx")
