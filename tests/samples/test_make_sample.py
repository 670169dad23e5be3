"""The sample workbook in the repository is the one that its script makes."""

import tomllib
import zipfile
from pathlib import Path

import openpyxl

from imports.sample import DESCRIPTION
from samples.make_sample import WORKBOOK, make


def parts_of(file: Path) -> dict[str, bytes]:
    """Unpack a workbook; the same content may be packed differently by another version of zlib."""
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_script_and_file_agree(tmp_path: Path) -> None:
    make(tmp_path / "made.xlsx")
    assert parts_of(tmp_path / "made.xlsx") == parts_of(WORKBOOK)


def test_the_file_has_the_oddities_that_the_reader_must_cope_with() -> None:
    stored = openpyxl.load_workbook(WORKBOOK, data_only=True)["Budget 2019-22"]
    formulas = openpyxl.load_workbook(WORKBOOK)["Budget 2019-22"]
    assert [cell.value for cell in stored[4]] == ["Indsatser (opgjort i 1000 kr.)", 2019, 2020, 2021, "2022"]
    assert [cell.value for cell in stored[7]] == [
        "Særlig virksomhedsrettet indsats for kvinder, med fokus",
        *(None, None, None, None),
    ]
    assert [cell.value for cell in stored[8]] == ["på helbredsafklaring", 2500, 2900, 2500, "2.500"]
    assert [cell.value for cell in stored[24]] == ["I alt", 11000, 11000, 11000, "11.000"]
    assert formulas["B24"].value == "=SUM(B5:B23)"
    assert len(stored.merged_cells.ranges) == 4


def test_the_description_names_every_initiative_of_the_workbook_and_only_roles_as_people() -> None:
    description = tomllib.loads(DESCRIPTION.read_text(encoding="utf-8"))
    assert description["plan"]["workbook"] == WORKBOOK.name
    assert len(description["initiatives"]) == 7
    profile = {"purpose", "target_group", "basis", "activities", "follow_up", "policy_goals", "use_of_money"}
    for initiative in description["initiatives"]:
        assert {name for name in profile if initiative.get(name, "").strip()} == profile
    emails = {person["email"] for person in description["people"]}
    assert all(email.endswith("@puljeoverblik.example") for email in emails)
    assert {email for initiative in description["initiatives"] for email in initiative["responsible"]} <= emails
