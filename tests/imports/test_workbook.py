"""A workbook is read in a child process whose limits hold, and each way in which that can fail has its sentence."""

import hashlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from imports.cells import Cell, Range, ValueKind
from imports.guard.reading_slots import reading_slot
from imports.workbook import read_workbook, sha256_of
from tests.imports.hostile_workbooks import FAMILIES
from tests.imports.workbook_bytes import SHEET, STYLES, TEXTS, WORKBOOK, book, book_of, sheet, styles, texts, workbook
from tracker.domain.published_tables import Severity
from tracker.domain.refusals import FileRefused

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def upload(tmp_path: Path) -> Callable[[bytes], Path]:
    """Give a function that stores what a user uploads."""

    def store(content: bytes) -> Path:
        path = tmp_path / "budget.xlsx"
        path.write_bytes(content)
        return path

    return store


Upload = Callable[[bytes], Path]


def refusal_of(path: Path) -> tuple[str, str]:
    """Read a file that must be refused, and give the code and the sentence."""
    with pytest.raises(FileRefused) as refused:
        read_workbook(path)
    return refused.value.code, str(refused.value)


def test_a_small_table_comes_back_cell_by_cell(upload: Upload) -> None:
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
        '<row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3"><v>3300.1</v></c><c r="C3"><f>B3</f><v>3300.1</v></c></row>'
        '<row r="4"><c r="A4" s="1"><v>43466</v></c><c r="B4" t="e"><v>#REF!</v></c><c r="C4"><f>B4</f></c></row>'
        '<row r="5"><c r="A5" t="b"><v>1</v></c></row>'
    )
    changed = {
        SHEET: sheet(rows, after='<mergeCells><mergeCell ref="A1:C1"/></mergeCells>'),
        TEXTS: texts("<t>Testplan</t>", "<t>Testindsats</t>"),
    }
    read = read_workbook(upload(book(changed)))

    (only,) = read.sheets
    assert only.name == "Ark1"
    assert only.merges == (Range(1, 1, 1, 3),)
    assert dict(only.cells) == {
        (1, 1): Cell(1, 1, ValueKind.TEXT, "Testplan"),
        (3, 1): Cell(3, 1, ValueKind.TEXT, "Testindsats"),
        (3, 2): Cell(3, 2, ValueKind.NUMBER, Decimal("3300.1")),
        (3, 3): Cell(3, 3, ValueKind.NUMBER, Decimal("3300.1"), formula=True),
        (4, 1): Cell(4, 1, ValueKind.DATE, "2019-01-01"),
        (4, 2): Cell(4, 2, ValueKind.ERROR, "#REF!"),
        (4, 3): Cell(4, 3, ValueKind.UNCALCULATED, "=B4", formula=True),
        (5, 1): Cell(5, 1, ValueKind.BOOLEAN, value=True),
    }


def test_what_is_hidden_or_odd_is_told_with_its_place(upload: Upload) -> None:
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>3300000</v></c></row>'
        '<row r="2" hidden="1"><c r="A2"><v>1</v></c></row>'
        '<row r="3" hidden="1"><c r="C3" t="e"><v>#N/A</v></c></row>'
    )
    changed = {
        WORKBOOK: workbook('<sheet name="Budget" sheetId="1" state="hidden" r:id="rId1"/>'),
        STYLES: styles("#,##0,"),
        TEXTS: texts("<t>3\u200b300</t>"),
        SHEET: sheet(
            rows,
            before='<cols><col min="2" max="3" hidden="1"/></cols>',
            after='<mergeCells><mergeCell ref="A1:A2"/></mergeCells>',
        ),
    }
    read = read_workbook(upload(book(changed)))

    assert [(problem.sheet, problem.cell, str(problem.text)) for problem in read.problems] == [
        ("Budget", "", "Arket er skjult i Excel. Vis det, og se efter, om det skal bruges."),
        ("Budget", "A1", "Celler, hvor usynlige tegn er fjernet: 1, den første er A1."),
        (
            "Budget",
            "B1",
            (
                "Celler, hvis talformat viser dem i tusinder eller millioner, så tallet i cellen er større end det, "
                "man ser: 1, den første er B1. Se efter, om enheden passer."
            ),
        ),
        ("Budget", "C3", "Celler med en fejl som #REF!: 1, den første er C3. Ret dem i Excel."),
        ("Budget", "A2", "Skjulte rækker i Excel: 2-3. De er læst med. Se efter, om de hører til tabellen."),
        ("Budget", "B1", "Skjulte kolonner i Excel: B-C. De er læst med. Se efter, om de hører til tabellen."),
        ("Budget", "A1", "Flettede områder: 1, det første er A1:A2. Indholdet regnes til første celle."),
        ("Budget", "A2", "Cellen A2 har indhold, som en fletning skjuler i Excel. Ophæv fletningen, og se efter."),
    ]
    assert {problem.severity for problem in read.problems} == {Severity.WARNING}
    assert read.sheets[0].hidden
    assert read.sheets[0].hidden_rows == {2, 3}
    assert read.sheets[0].hidden_columns == {2, 3}


def test_a_file_of_300_000_cells_is_read_whole(upload: Upload) -> None:
    letters = "ABCDEFGHIJKLMNO"
    rows = "".join(
        f'<row r="{row}">' + "".join(f'<c r="{letter}{row}"><v>{row}.5</v></c>' for letter in letters) + "</row>"
        for row in range(1, 20_001)
    )
    read = read_workbook(upload(book_of(rows)))

    cells = read.sheets[0].cells
    assert len(cells) == 300_000
    assert sum(cell.value for cell in cells.values() if isinstance(cell.value, Decimal)) == 15 * (200_010_000 + 10_000)


def test_the_same_bytes_have_the_same_hash(upload: Upload) -> None:
    content = book()

    assert sha256_of(upload(content)) == hashlib.sha256(content).hexdigest()


def test_a_file_that_is_too_large_is_refused_by_its_size_unread(upload: Upload) -> None:
    path = upload(b"")
    with path.open("r+b") as file:
        file.truncate(12_345_678)

    assert refusal_of(path) == (
        "file-too-large",
        "Filen budget.xlsx fylder 13 MB; grænsen er 10 MB. Gem kun arket med tabellen i en ny fil.",
    )


def test_a_missing_file_a_folder_and_a_pipe_are_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")

    assert refusal_of(tmp_path / "nowhere.xlsx")[0] == "file-missing"
    assert refusal_of(tmp_path)[0] == "file-unreadable"
    assert refusal_of(tmp_path / "pipe.xlsx")[0] == "file-unreadable"


def test_the_users_own_name_for_the_file_stands_in_the_sentence_made_harmless(upload: Upload) -> None:
    with pytest.raises(FileRefused) as refused:
        read_workbook(upload(b"%PDF-1.7"), name="budget\n\x1b[31m2019.xlsx")

    assert str(refused.value).startswith("Filen budget??[31m2019.xlsx er en PDF.")


def _played_by(script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let another program play the child."""
    path = tmp_path / "child.py"
    path.write_text(script)
    monkeypatch.setattr("imports.workbook._CHILD", path)


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("raise SystemExit(3)", "reader-failed"),
        ("print('{')", "reader-failed"),
        ("print('[]')", "reader-failed"),
        ('print(\'{"refused": "made-up", "values": {}}\')', "reader-failed"),
        ("print('[' * 100_000)", "reader-failed"),
        ("import os; os.abort()", "reader-failed"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "reader-failed"),
        ("import json; print(json.dumps({'workbook': {'sheets': [], 'texts': []}}))", "reader-failed"),
        ("while True: print('x' * 1_000_000)", "answer-too-large"),
        ("import time; print('{}', flush=True); time.sleep(60)", "too-much-time"),
        ("import os, time; os.close(1); time.sleep(60)", "too-much-time"),
        ("import resource as r; r.setrlimit(r.RLIMIT_CPU, (0, 5))\nwhile True: pass", "too-much-time"),
    ],
)
def test_a_child_that_fails_ends_in_a_refusal(
    script: str, code: str, upload: Upload, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _played_by(script, tmp_path, monkeypatch)
    monkeypatch.setattr("imports.workbook.MAX_WALL_S", 1.5)

    assert refusal_of(upload(book()))[0] == code


def test_an_answer_with_fewer_cells_than_were_seen_is_refused(
    upload: Upload, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists = {"rows": [1], "columns": [1], "kinds": "n", "values": ["1"], "formulas": [], "grouped": [], "merges": []}
    answer = {"name": "Ark1", "hidden": False, "seen": 3, "empty": 1, "hidden_rows": [], "hidden_columns": [], **lists}
    _played_by(
        f"print({json.dumps({'workbook': {'sheets': [answer], 'texts': [], 'notes': []}})!r})", tmp_path, monkeypatch
    )

    assert refusal_of(upload(book())) == (
        "cells-lost",
        "Filen blev ikke læst helt (2 af 3 celler). Åbn den i Excel, og gem den på ny.",
    )


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a process")
def test_a_file_that_needs_more_memory_than_there_is_is_refused_by_name(
    upload: Upload, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = """
import pathlib, resource, sys
sys.path.insert(0, sys.argv[1])
from imports.guard import workbook_child, workbook_scan
taken = int(pathlib.Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
workbook_child.MAX_MEMORY_BYTES = taken + 12_000_000
workbook_child.main()
"""
    _played_by(script, tmp_path, monkeypatch)

    assert refusal_of(upload(book({TEXTS: texts(*[f"<t>{'x' * 900}</t>"] * 20_000)})))[0] == "too-much-memory"
    assert read_workbook(upload(book())).sheets[0].cells[1, 1].value == 1


def test_the_child_has_no_environment_no_installed_package_and_limits(
    upload: Upload, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///secret.db")
    script = """
import json, os, resource, sys
sys.path.insert(0, sys.argv[1])
from imports.guard.workbook_child import limit_resources
limit_resources()
kinds = ("AS", "CPU", "FSIZE", "NOFILE", "CORE")
found = {
    "environment": sorted(set(os.environ) - {"LC_CTYPE"}),
    "packages": [path for path in sys.path if "site-packages" in path],
    "limits": {kind: resource.getrlimit(getattr(resource, "RLIMIT_" + kind))[0] for kind in kinds},
    "nice": os.nice(0),
    "folder": os.getcwd(),
}
print(json.dumps({"refused": "part-missing", "values": {"part": json.dumps(found)}}))
"""
    _played_by(script, tmp_path, monkeypatch)
    sentence = refusal_of(upload(book()))[1]

    found = json.loads(sentence[sentence.index("{") : sentence.rindex("}") + 1])
    assert found == {
        "environment": [],
        "packages": [],
        "limits": {"AS": 768_000_000, "CPU": 10, "FSIZE": 0, "NOFILE": 32, "CORE": 0},
        "nice": min(19, os.nice(0) + 5),
        "folder": "/",
    }


def test_our_own_limits_are_the_same_after_a_reading(upload: Upload) -> None:
    before = resource.getrlimit(resource.RLIMIT_AS), os.nice(0)
    read_workbook(upload(book()))

    assert (resource.getrlimit(resource.RLIMIT_AS), os.nice(0)) == before


@pytest.fixture
def own_slots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the places of this test apart from those of everybody else on the machine."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_never_more_than_two_files_are_read_at_once(
    upload: Upload, own_slots: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    diary = own_slots / "diary"
    script = f"""
import os, time
def note(what):
    with open({str(diary)!r}, "a") as file: file.write(f"{{time.monotonic()}} {{what}}\\n")
note(1); time.sleep(0.1); note(-1)
"""
    _played_by(script, own_slots, monkeypatch)
    path = upload(book())
    threads = [threading.Thread(target=refusal_of, args=(path,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    steps = [
        int(line.split()[1]) for line in sorted(diary.read_text().splitlines(), key=lambda line: float(line.split()[0]))
    ]
    assert len(steps) == 16
    assert max(sum(steps[: at + 1]) for at in range(16)) == 2


def test_who_waits_in_vain_for_a_place_is_told_so(
    own_slots: Path, upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("imports.guard.reading_slots.PATIENCE_S", 0.05)
    path = upload(book())
    with reading_slot(), reading_slot():
        busy = refusal_of(path)

    assert busy == ("busy", "Der læses allerede 2 filer lige nu. Prøv igen om et øjeblik.")
    assert read_workbook(path).sheets


def test_a_place_is_free_again_when_its_holder_is_killed(own_slots: Path) -> None:
    script = (
        "import tempfile, time\n"
        f"tempfile.tempdir = {str(own_slots)!r}\n"
        "from imports.guard.reading_slots import reading_slot\n"
        "with reading_slot(), reading_slot(): print('held', flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(FileRefused), reading_slot(patience_s=0):
            pass
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        with reading_slot(patience_s=5):
            pass


def test_a_folder_of_places_that_somebody_else_made_is_not_trusted(own_slots: Path) -> None:
    (own_slots / f"puljeoverblik-reading-{os.getuid()}").symlink_to(own_slots)

    with pytest.raises(PermissionError), reading_slot(patience_s=0):
        pass


def test_no_child_is_left_behind(upload: Upload, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    marker = tmp_path / "pid"
    _played_by(
        f"import os, time; open({str(marker)!r}, 'w').write(str(os.getpid())); os.close(1); time.sleep(60)",
        tmp_path,
        monkeypatch,
    )
    monkeypatch.setattr("imports.workbook.MAX_WALL_S", 1.0)
    assert refusal_of(upload(book()))[0] == "too-much-time"

    with pytest.raises(ProcessLookupError):
        os.kill(int(marker.read_text()), 0)


def test_files_that_were_refused_leave_nothing_open(upload: Upload) -> None:
    refused = [case for case in FAMILIES["containers"] if case.reason][:10]
    before = len(list(Path("/dev/fd").iterdir()))
    for case in refused:
        refusal_of(upload(case.make()))

    assert len(list(Path("/dev/fd").iterdir())) == before
