"""The JSON that other programs rely on, word for word, and the exit status."""

import json
from pathlib import Path

from imports.budget_report import as_json, exit_status
from imports.budget_tables import read_tables
from imports.workbook import read_workbook
from tests.imports.drawing import book, draw, xlsx
from tests.imports.readings import read

PICTURE = """
Udmøntning, 2024 p/l
2.1 Tema (1000 kr.)|2024|2025|I alt
Job
2.1 Fritidsjob*|1.100|-|1.100
Barselsgrupper|0|600|ca. 600
I alt|1.100|700|1.700

* Pilotprojekt
"""


def test_the_json_has_exactly_these_words() -> None:
    reading = read_tables(book(draw(PICTURE, name="Budget")), file_name="plan.xlsx")

    assert as_json(reading) == {
        "file": "plan.xlsx",
        "tables": [
            {
                "sheet": "Budget",
                "title": "Udmøntning, 2024 p/l",
                "unit": "1000 kr.",
                "price_level": "2024 p/l",
                "years": ["2024", "2025"],
                "rows": [
                    {
                        "cell": "A3",
                        "kind": "section",
                        "label": "Job",
                        "outline": None,
                        "footnote": None,
                        "section": None,
                        "amounts_oere": {},
                    },
                    {
                        "cell": "A4",
                        "kind": "line",
                        "label": "Fritidsjob",
                        "outline": "2.1",
                        "footnote": "*",
                        "section": "Job",
                        "amounts_oere": {"2024": 110_000_000, "2025": None},
                    },
                    {
                        "cell": "A5",
                        "kind": "line",
                        "label": "Barselsgrupper",
                        "outline": None,
                        "footnote": None,
                        "section": "Job",
                        "amounts_oere": {"2024": 0, "2025": 60_000_000},
                    },
                    {
                        "cell": "A6",
                        "kind": "total",
                        "label": "I alt",
                        "outline": None,
                        "footnote": None,
                        "section": None,
                        "amounts_oere": {"2024": 110_000_000, "2025": 70_000_000},
                    },
                ],
                "checks": [
                    _check("D4", "Fritidsjob", "I alt", (110_000_000, 110_000_000), "equal"),
                    _check("D5", "Barselsgrupper", "I alt", (None, 60_000_000), "unreadable"),
                    _check("B6", "I alt", "2024", (110_000_000, 110_000_000), "equal"),
                    _check("C6", "I alt", "2025", (70_000_000, 60_000_000), "differs"),
                    _check("D6", "I alt", "I alt", (170_000_000, None), "unreadable"),
                ],
            }
        ],
        "problems": [
            {
                "sheet": "Budget",
                "cell": "D5",
                "severity": "error",
                "code": "amount-unclear",
                "message": "»ca. 600« er ikke sikkert ét beløb. Skriv kun tallet, og flyt resten til en note.",
            },
            {
                "sheet": "Budget",
                "cell": "C6",
                "severity": "warning",
                "code": "sum-differs",
                "message": "Der står 700, men summen er 600 (1000 kr.). Det trykte tal beholdes; skriv gerne hvorfor.",
            },
            {
                "sheet": "Budget",
                "cell": "D6",
                "severity": "warning",
                "code": "sum-across-differs",
                "message": "Der står 1.700, men årene i rækken giver 1.800 (1000 kr.).",
            },
        ],
    }
    assert json.loads(json.dumps(as_json(reading))) == as_json(reading)
    assert exit_status(reading) == 2


def test_the_exit_status_tells_errors_from_warnings() -> None:
    assert exit_status(read("Indsats (1000 kr.)|2019|2020\nFritidsjob|1|1\nI alt|1|2")) == 0
    assert exit_status(read("Indsats|2019|2020\nFritidsjob|1|1")) == 2
    assert exit_status(read("Indsats|Fritidsjob")) == 1


def test_a_real_file_says_the_same_as_its_drawing(tmp_path: Path) -> None:
    sheet = draw(PICTURE.replace("1.100", "1100"), name="Budget", merged=("A1:D1", "A3:D3"))
    file = tmp_path / "plan.xlsx"
    file.write_bytes(xlsx(sheet))

    from_file = read_tables(read_workbook(file), file_name="plan.xlsx")
    drawn = read_tables(book(sheet), file_name="plan.xlsx")

    assert from_file.tables == drawn.tables
    assert {found.code for found in from_file.problems} - {found.code for found in drawn.problems} == {"merged-cells"}


def _check(cell: str, label: str, column: str, oere: tuple[int | None, int | None], verdict: str) -> dict[str, object]:
    printed, computed = oere
    difference = None if printed is None or computed is None else printed - computed
    return {
        "cell": cell,
        "label": label,
        "column": column,
        "printed_oere": printed,
        "computed_oere": computed,
        "difference_oere": difference,
        "verdict": verdict,
    }
