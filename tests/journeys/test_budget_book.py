"""A budget officer takes the published table in, sees it, gets it out again, and nothing differs."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import FileChooser, Locator, Page, expect

from tests.journeys.keyboard import go_to, press
from tests.journeys.live import sign_in, table_text
from tests.journeys.sample import TABLE
from tests.recalculation import converted, with_wrong_stored_value
from tests.web.site import PASSWORD, Site
from tracker.config import PROJECT_ROOT
from tracker.domain.people import Role

pytestmark = [pytest.mark.browser, pytest.mark.libreoffice]

SAMPLE = PROJECT_ROOT / "samples" / "integrationshandleplan-2019-22-budget.xlsx"
CANARY = 424242
MOST_TRIES, MOST_WAITS, WAIT_MS = 5, 50, 100


def test_the_real_plan_goes_in_by_upload_and_comes_out_the_same(
    page: Page, address: str, site: Site, soffice: Path, tmp_path: Path
) -> None:
    sign_in(page, address, site, site.people[Role.BUDGET_OFFICER])
    page.get_by_role("link", name="Excel", exact=True).click()
    page.get_by_role("link", name="Indlæs en tabel").click()
    page.get_by_label("Excel-fil").set_input_files(SAMPLE)
    page.get_by_role("button", name="Se tabellen igennem").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Se tabellen igennem")
    expect(page.get_by_text("Beløb i 1.000 kr.", exact=False).first).to_be_visible()
    page.get_by_label("Besluttet af").fill("BIU")
    page.get_by_label("Mødedato").fill("10.12.2018")
    page.get_by_role("button", name="Indlæs tabellen og registrér beslutningen").click()

    page.goto(f"{address}/handleplaner/integrationshandleplan-2019-22")
    assert table_text(page, "table.budget-table") == TABLE

    with page.expect_download() as started:
        page.get_by_role("link", name="Hent som Excel").click()
    exported = Path(started.value.path()).read_bytes()
    folder = tmp_path / "office"
    folder.mkdir()
    poisoned = with_wrong_stored_value(exported, right="11000", wrong=str(CANARY))
    recalculated = openpyxl.load_workbook(BytesIO(converted(soffice, poisoned, folder=folder)), data_only=True)
    sums = {row[0].value: [cell.value for cell in row[1:5]] for row in recalculated["Budget"].iter_rows()}
    assert sums["I alt"] == [11000, 11000, 11000, 11000], "the canary survived, or the sums differ"

    again = tmp_path / "igen.xlsx"
    again.write_bytes(exported)
    page.goto(f"{address}/excel/indlaes")
    page.get_by_label("Excel-fil").set_input_files(again)
    page.get_by_label("Hvor skal tabellen hen?").select_option(label="Integrationshandleplan 2019-22")
    page.get_by_role("button", name="Se tabellen igennem").click()
    expect(page.get_by_text("Ingen forskelle")).to_be_visible()
    expect(page.get_by_role("button", name="Indlæs tabellen og registrér beslutningen")).to_have_count(0)
    page.get_by_role("button", name="Fortryd, og slet filen").click()
    assert site.count("import_preview") == 0
    assert len(list(site.files_dir.iterdir())) == 1


def test_the_same_by_keyboard_alone(page: Page, address: str, site: Site) -> None:
    # Listened for from the start: the browser hands its file dialog over only once it was told to, a moment later.
    page.on("filechooser", lambda _chooser: None)
    page.goto(f"{address}/log-ind")
    go_to(page, page.get_by_label("E-mail"))
    page.keyboard.type(site.email(site.people[Role.BUDGET_OFFICER]))
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "log-ind" not in url)
    press(page, page.get_by_role("link", name="Excel", exact=True))
    press(page, page.get_by_role("link", name="Indlæs en tabel"))
    _choose_file(page, page.get_by_label("Excel-fil"), SAMPLE)
    press(page, page.get_by_role("button", name="Se tabellen igennem"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Se tabellen igennem")

    press(page, page.get_by_role("button", name="Indlæs tabellen og registrér beslutningen"))
    summary = (
        page.get_by_role("alert").filter(has_text="Mødedato").or_(page.locator(".alert-error, .form-error-summary"))
    )
    expect(summary.first).to_be_visible()
    go_to(page, page.get_by_label("Besluttet af"))
    page.keyboard.type("BIU")
    go_to(page, page.get_by_label("Mødedato"))
    page.keyboard.type("10.12.2018")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/excel/indlaes/" not in url)

    press(page, page.get_by_role("link", name="Handleplaner", exact=True).first)
    press(page, page.get_by_role("link", name="Integrationshandleplan 2019-22"))
    assert table_text(page, "table.budget-table") == TABLE
    amount = page.locator("table.budget-table").get_by_role("link", name="2.900")
    press(page, amount)
    expect(page.get_by_text("Budget 2019-22!C8")).to_be_visible()


def _choose_file(page: Page, field: Locator, file: Path) -> None:
    """Open the file dialog from its field with the space bar; once more where the page wasn't ready for it."""
    choosers: list[FileChooser] = []

    def take(chooser: FileChooser) -> None:
        choosers.append(chooser)

    page.on("filechooser", take)
    for _ in range(MOST_TRIES):
        go_to(page, field)
        page.keyboard.press("Space")
        for _ in range(MOST_WAITS):
            page.wait_for_timeout(WAIT_MS)
            if choosers:
                choosers[0].set_files(file)
                return
    message = "the space bar doesn't open the file dialog"
    raise AssertionError(message)
