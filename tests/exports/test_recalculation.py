"""LibreOffice, which knows nothing of us, calculates the same sums and prints the table on one page."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from tests.exports.tables import NIL, PLAN_2019_22, budget_table, workbook_of
from tests.recalculation import converted, with_wrong_stored_value
from tracker.domain.money import MILLION_KR
from tracker.domain.published_tables import SubtotalPlace
from tracker.queries.printed_subtotals import PrintedSubtotal

pytestmark = pytest.mark.libreoffice
CANARY = "424242"


def test_recalculated_sums_are_the_stored_ones(soffice: Path, tmp_path: Path) -> None:
    content = workbook_of(budget_table(PLAN_2019_22, has_row_total=True))
    poisoned = with_wrong_stored_value(content, right="11000", wrong=CANARY)
    assert _values(poisoned)["B21"] == int(CANARY)
    recalculated = _values(converted(soffice, poisoned, folder=tmp_path))
    assert recalculated["B21"] == 11000, "the canary survived: LibreOffice didn't calculate"
    assert recalculated == _values(content)


def test_sums_of_decimals_negatives_and_nothings_recalculate_to_the_stored_ones(soffice: Path, tmp_path: Path) -> None:
    content = workbook_of(
        budget_table(
            {"": {"Praktik": (995, -10, NIL)}, "Job": {"Kurser": (5, -90, NIL), "Mentor": (10, NIL, NIL)}},
            years=(2019, 2020, 2021),
            unit=MILLION_KR,
            one_is_oere=1_000_000,
            head="Indsatser i mio. kr.",
            has_row_total=True,
        )
    )
    poisoned = with_wrong_stored_value(content, right="10.1", wrong=CANARY)
    recalculated = _values(converted(soffice, poisoned, folder=tmp_path))
    assert [recalculated[cell] for cell in ("B10", "C10", "D10", "E10")] == [10.1, -1, 0, 9.1]


def test_a_total_over_subtotals_counts_no_line_twice(soffice: Path, tmp_path: Path) -> None:
    table = budget_table(
        {"Job": {"Praktik": (100,), "Kurser": (50,)}, "Samfund": {"Dialog": (7,)}}, years=(2019,), has_row_total=True
    )
    places = (
        PrintedSubtotal("Job", "Job i alt", SubtotalPlace.BELOW),
        PrintedSubtotal("Samfund", "Samfund", SubtotalPlace.HEADING),
    )
    poisoned = with_wrong_stored_value(workbook_of(table, subtotals=places), right="157", wrong=CANARY)
    recalculated = _values(converted(soffice, poisoned, folder=tmp_path))
    assert [recalculated[cell] for cell in ("B7", "B9", "B12", "C12")] == [150, 7, 157, 157]


def test_without_the_setting_the_canary_survives_so_the_tests_above_can_fail(soffice: Path, tmp_path: Path) -> None:
    poisoned = with_wrong_stored_value(workbook_of(budget_table()), right="11000", wrong=CANARY)
    shown = _values(converted(soffice, poisoned, folder=tmp_path, recalculate=False))
    assert shown["B21"] == int(CANARY)


def test_amounts_are_written_the_danish_way_whatever_language_the_office_speaks(soffice: Path, tmp_path: Path) -> None:
    content = workbook_of(budget_table(PLAN_2019_22, has_row_total=True))
    page = converted(soffice, content, folder=tmp_path, kind="html").decode()
    assert ">3.300<" in page
    assert ">13.200<" in page
    assert "3,300" not in page


def test_table_and_om_print_on_one_page_each(soffice: Path, tmp_path: Path) -> None:
    pdf = converted(soffice, workbook_of(budget_table()), folder=tmp_path, kind="pdf")
    assert pdf.count(b"/Type/Page\n") + pdf.count(b"/Type/Page/") == 2


def _values(content: bytes) -> dict[str, object]:
    sheet = openpyxl.load_workbook(BytesIO(content), data_only=True)["Budget"]
    return {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}
