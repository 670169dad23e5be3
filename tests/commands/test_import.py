"""``flask import budget``: the contract that scripts rely on, and one line for whatever goes wrong."""

from pathlib import Path

import pytest

from tests.commands.command_line import Answer, Installation
from tests.imports.drawing import draw, xlsx
from tracker.config import PROJECT_ROOT

SAMPLE = PROJECT_ROOT / "samples" / "integrationshandleplan-2019-22-budget.xlsx"
DECISION = ("--decided-on", "2018-12-10", "--body", "BIU")
SMALL = """
Budget
Indsatser (1000 kr.) | 2019 | 2020
Job
Mentorer             | 3.300 | 3300
Kurser               | 800  | -
I alt                | 4.100 | 3.300
"""


def written(folder: Path, picture: str, name: str = "tabel.xlsx") -> Path:
    path = folder / name
    path.write_bytes(xlsx(draw(picture)))
    return path


def one_line(answer: Answer) -> str:
    assert answer.errors.count("\n") == 1, answer.errors
    assert "Traceback" not in answer.errors
    return answer.errors.strip()


def test_check_prints_one_object_and_changes_nothing(office: Installation) -> None:
    answer = office.run("import", "budget", written(office.folder, SMALL), "--check", "--json")
    assert answer.status == 0
    assert answer.data == {
        "file": "tabel.xlsx",
        "tables": [
            {
                "sheet": "Ark1",
                "title": "Budget",
                "unit": "1000 kr.",
                "price_level": None,
                "years": ["2019", "2020"],
                "rows": [
                    row("A3", "section", "Job", None, {}),
                    row("A4", "line", "Mentorer", "Job", {"2019": 330_000_000, "2020": 330_000_000}),
                    row("A5", "line", "Kurser", "Job", {"2019": 80_000_000, "2020": None}),
                    row("A6", "total", "I alt", None, {"2019": 410_000_000, "2020": 330_000_000}),
                ],
                "checks": [check("B6", "2019", 410_000_000), check("C6", "2020", 330_000_000)],
            }
        ],
        "problems": [],
    }
    assert office.run("plans").output == ""
    assert office.files == []


def row(cell: str, kind: str, label: str, section: str | None, amounts: dict[str, int | None]) -> dict[str, object]:
    return {
        "cell": cell,
        "kind": kind,
        "label": label,
        "outline": None,
        "footnote": None,
        "section": section,
        "amounts_oere": amounts,
    }


def check(cell: str, column: str, amount: int) -> dict[str, object]:
    return {
        "cell": cell,
        "label": "I alt",
        "column": column,
        "printed_oere": amount,
        "computed_oere": amount,
        "difference_oere": 0,
        "verdict": "equal",
    }


def test_a_file_with_errors_is_read_and_exits_with_2(office: Installation) -> None:
    file = written(office.folder, SMALL.replace("3.300 | 3300", "ca. 3.300 | 3300"))
    answer = office.run("import", "budget", file, "--check", "--json")
    assert answer.status == 2
    assert [(problem["cell"], problem["severity"]) for problem in answer.data["problems"]] == [("B4", "error")]
    refused = office.run("import", "budget", file, "--title", "Plan", *DECISION)
    assert refused.status == 2
    assert "B4" in refused.errors
    assert office.run("plans").output == ""
    assert office.files == []


@pytest.mark.parametrize(("content", "word"), [(b"%PDF-1.7", "PDF"), (b"a;b", "CSV"), (b"", "tom")])
def test_what_is_no_workbook_exits_with_1_and_says_what_it_looks_like(
    office: Installation, content: bytes, word: str
) -> None:
    file = office.folder / "fil.xlsx"
    file.write_bytes(content)
    answer = office.run("import", "budget", file, "--check", "--json")
    assert (answer.status, answer.output) == (1, "")
    assert word in one_line(answer)


def test_a_workbook_without_a_table_exits_with_1(office: Installation) -> None:
    answer = office.run("import", "budget", written(office.folder, "Kantinens menu | fredag"), "--check")
    assert answer.status == 1


def test_a_table_without_a_unit_is_asked_about_and_answered(office: Installation) -> None:
    file = written(office.folder, SMALL.replace(" (1000 kr.)", ""))
    asked = office.run("import", "budget", file, "--title", "Plan", *DECISION)
    assert asked.status == 2
    assert "--unit" in asked.errors
    answered = office.run("import", "budget", file, "--title", "Plan", "--unit", "mio. kr.", *DECISION)
    assert answered.status == 0
    data = office.run("import", "budget", file, "--unit", "mio. kr.", "--check", "--json").data
    assert data["tables"][0]["rows"][1]["amounts_oere"]["2019"] == 330_000_000_000


def test_the_real_plan_goes_in_once_and_is_listed(office: Installation) -> None:
    first = office.run("import", "budget", SAMPLE, "--title", "Integrationshandleplan 2019-22", *DECISION)
    assert first.status == 0, first.errors
    plan = "integrationshandleplan-2019-22"
    assert office.run("plans").output == f"{plan}\tIntegrationshandleplan 2019-22\t2019\t2022\n"
    again = office.run("import", "budget", SAMPLE, "--title", "En til", *DECISION)
    assert again.status == 1
    assert "allerede indlæst" in one_line(again)
    assert len(office.files) == 1


def test_the_export_comes_back_without_a_difference(office: Installation) -> None:
    plan = "integrationshandleplan-2019-22"
    office.run("import", "budget", SAMPLE, "--title", "Integrationshandleplan 2019-22", *DECISION)
    file = office.folder / "ud.xlsx"
    assert office.run("export", "budget-table", plan, "-o", file).status == 0
    checked = office.run("import", "budget", file, "--plan", plan, "--check")
    assert (checked.status, "Ingen forskelle" in checked.output) == (0, True)
    imported = office.run("import", "budget", file, "--plan", plan, *DECISION)
    assert (imported.status, "Ingen forskelle" in imported.output) == (0, True)
    assert len(office.files) == 1


def test_a_changed_table_moves_only_the_difference_and_the_old_day_stays(office: Installation) -> None:
    office.run("import", "budget", written(office.folder, SMALL), "--title", "Plan", *DECISION)
    changed = written(office.folder, SMALL.replace("800  | -", "700  | 100"), "ny.xlsx")
    changed.write_bytes(xlsx(draw(SMALL.replace("800  | -", "700  | 100").replace("4.100 | 3.300", "4.000 | 3.400"))))
    answer = office.run("import", "budget", changed, "--plan", "plan", "--decided-on", "12.03.2019", "--body", "BIU")
    assert answer.status == 0, answer.errors
    for day, kurser in (
        ("2019-03-11", {"2019": 80_000_000, "2020": None}),
        ("2019-03-12", {"2019": 70_000_000, "2020": 10_000_000}),
    ):
        file = office.folder / f"{day}.xlsx"
        assert office.run("export", "budget-table", "plan", "-o", file, "--as-of", day).status == 0
        rows = office.run("import", "budget", file, "--check", "--json").data["tables"][0]["rows"]
        assert next(row for row in rows if row["label"] == "Kurser")["amounts_oere"] == kurser


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("import", "budget"), "FILE mangler"),
        (("import", "budget", "findes-ikke.xlsx", "--check"), "findes ikke"),
        (("import", "budget", SAMPLE, "--sheets", "A"), "--sheets findes ikke"),
        (("import", "budget", SAMPLE, "--unit"), "--unit er skrevet forkert"),
        (("import", "budget", SAMPLE, SAMPLE), "import budget --help"),
        (("people", "add", "a@b.dk", "--name", "A", "--role", "chef"), "--role skal være en af: reader, "),
        (("import", "mad"), "mad findes ikke"),
        (("import", "budget", SAMPLE, "--unit", "dollar", "--check"), "dollar"),
        (("import", "budget", SAMPLE, "--title", "A", "--plan", "b"), "ikke begge"),
        (("import", "budget", SAMPLE, "--title", "A"), "--decided-on"),
        (("import", "budget", SAMPLE, *DECISION), "--title"),
        (("import", "budget", SAMPLE, "--title", "A", "--decided-on", "13.13.2018", "--body", "BIU"), "13.13.2018"),
        (("import", "budget", SAMPLE, "--plan", "ukendt", *DECISION), "ukendt"),
        (("export", "budget-table", "ukendt", "-o", "ud.xlsx"), "ukendt"),
        (("export", "budget-table", "ukendt"), "--output mangler"),
    ],
)
def test_misuse_is_answered_in_one_line(office: Installation, words: tuple[str, ...], said: str) -> None:
    answer = office.run(*words)
    assert (answer.status, answer.output) == (1, "")
    assert said in one_line(answer)


def test_an_export_that_can_not_be_written_says_why_and_leaves_nothing(office: Installation) -> None:
    office.run("import", "budget", written(office.folder, SMALL), "--title", "Plan", *DECISION)
    answer = office.run("export", "budget-table", "plan", "-o", office.folder / "mangler" / "ud.xlsx")
    assert answer.status == 1
    assert "mangler" in one_line(answer)


@pytest.mark.parametrize(
    "words", [("import", "budget"), ("export", "budget-table"), ("plans",), ("migrate",), ("serve",)]
)
def test_every_command_explains_itself(office: Installation, words: tuple[str, ...]) -> None:
    answer = office.run(*words, "--help")
    assert answer.status == 0
    assert "Usage:" in answer.output


def test_a_table_is_not_read_in_as_decided_on_a_day_that_lies_ahead(office: Installation) -> None:
    file = written(office.folder, SMALL)
    decision = ("--decided-on", "2199-01-01", "--body", "BIU")
    answer = office.run("import", "budget", file, "--title", "Plan", *decision)
    assert (answer.status, answer.output) == (1, "")
    assert "Mødet er ikke holdt endnu. Registrér beslutningen, når den er truffet." in one_line(answer)
    assert office.run("import", "budget", file, "--title", "Plan", *DECISION).status == 0
