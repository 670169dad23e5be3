"""A table's way in: sent, previewed, confirmed, in the plan; and everything that can stand in its way."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from tests.web.excel_files import (
    DECISION,
    HEAD,
    JOB,
    OTHER,
    PLAN,
    ROWS,
    changed,
    confirm,
    form_address,
    preview_address,
    read_in,
    send,
    send_confirmation,
    workbook,
)
from tests.web.site import Site
from tracker.domain.people import Role


@pytest.fixture
def officer(site: Site) -> FlaskClient:
    """The browser of a budget officer."""
    return site.browser(site.people[Role.BUDGET_OFFICER])


def words(page: str) -> str:
    """Give the text of a page as it is read, blanks made single."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def kept_files(site: Site) -> int:
    folder = site.app.extensions["settings"].files_dir
    return sum(1 for _ in folder.iterdir()) if folder.is_dir() else 0


def unchanged(site: Site) -> dict[str, str]:
    """Give everything that a refused import must leave as it is."""
    return {name: mark for name, mark in site.rows().items() if name not in {"sign_in", "revision"}}


def test_a_table_is_sent_previewed_confirmed_and_stands_in_the_plan(any_site: Site) -> None:
    client = any_site.browser(any_site.people[Role.BUDGET_OFFICER])
    address = preview_address(send(any_site, client, workbook()))
    assert any_site.count("published_table") == 0
    page = client.get(address).text
    assert "Intet er gemt endnu" in page
    assert "En ny handleplan for 2019-2020 bliver oprettet." in page
    answer = send_confirmation(any_site, client, page)
    assert answer.status_code == 303
    plan = client.get(answer.location)
    assert plan.status_code == 200
    for part in (PLAN, JOB, "Mentorer", "3.300", "Pulje til senere udmøntning", "4.300", "4.000"):
        assert part in plan.text
    assert any_site.value("SELECT body FROM decision ORDER BY id DESC LIMIT 1") == "BIU"
    assert any_site.count("import_preview") == 0


def test_the_preview_shows_the_sheet_by_its_own_addresses_with_the_role_of_each_row(
    site: Site, officer: FlaskClient
) -> None:
    page = officer.get(preview_address(send(site, officer, workbook()))).text
    grid = page[page.index('class="sheet-grid"') : page.index("</table>", page.index('class="sheet-grid"'))]
    assert re.findall(r'<th scope="col">([A-Z]+)</th>', grid) == ["A", "B", "C"]
    rows = re.findall(r'<tr class="grid-(\w+)"><th scope="row">(\d+)</th><td class="grid-kind">([^<]*)</td>', grid)
    assert [row for row in rows if row[0] != "none"] == [
        ("head", "3", "Hoved"),
        ("section", "4", "Overskrift"),
        ("line", "5", "Linje"),
        ("line", "6", "Linje"),
        ("section", "7", "Overskrift"),
        ("line", "8", "Linje"),
        ("total", "9", "I alt"),
    ]


def test_a_printed_total_stands_beside_the_computed_one_with_its_verdict(site: Site, officer: FlaskClient) -> None:
    page = words(officer.get(preview_address(send(site, officer, workbook(changed("I alt", 4400, 4000))))).text)
    assert "B9 I alt 2019 4.400 4.300 +100 Stemmer ikke" in page
    assert "C9 I alt 2020 4.000 4.000 – Stemmer" in page


def test_a_problem_is_listed_by_its_cell_and_marked_in_the_grid(site: Site, officer: FlaskClient) -> None:
    page = officer.get(preview_address(send(site, officer, workbook(changed("Mentorer", "ca. 3300", 3400))))).text
    assert "Ark1!B5</a>" in page
    assert re.search(r'<td class="[^"]*grid-error[^"]*" id="celle-B5"', page)
    assert "bekraeft" not in page


def test_cancelling_leaves_nothing(site: Site, officer: FlaskClient) -> None:
    before = unchanged(site)
    address = preview_address(send(site, officer, workbook()))
    assert kept_files(site) == 1
    answer = officer.post(f"{address}/fortryd", data={"csrf_token": site.token(officer)})
    assert answer.status_code == 303
    assert kept_files(site) == 0
    after = unchanged(site)
    assert {name for name in after if after[name] != before[name]} == {"audit_event", "submission"}
    assert officer.get(address).status_code == 404


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"Indsats;2019;2020\nMentorer;3300;3400\n", "xlsx"),
        (b"", "tom"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600), "xls"),
        (workbook([("Hej", "med"), ("dig", 1)]), "årstal"),
    ],
    ids=["a PDF", "a CSV", "nothing", "an old xls", "no table"],
)
def test_a_file_that_can_not_be_read_is_refused_in_the_form_and_not_kept(
    site: Site, officer: FlaskClient, content: bytes, sentence: str
) -> None:
    before = unchanged(site)
    answer = send(site, officer, content, plan_title="Min titel")
    assert answer.status_code == 400
    assert sentence.casefold() in answer.text.casefold()
    assert 'value="Min titel"' in answer.text
    assert kept_files(site) == 0
    assert unchanged(site) == before


def test_a_form_without_a_file_asks_for_one(site: Site, officer: FlaskClient) -> None:
    answer = officer.post("/excel/indlaes", data={"csrf_token": site.token(officer)})
    assert answer.status_code == 400
    assert "Vælg en fil." in answer.text


def test_more_than_twelve_megabytes_are_refused_before_they_are_read(site: Site, officer: FlaskClient) -> None:
    answer = officer.post("/excel/indlaes", data=bytes(12_500_000), content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413
    assert kept_files(site) == 0


def test_the_same_file_a_second_time_is_refused_with_a_link_to_what_it_became(site: Site, officer: FlaskClient) -> None:
    content = workbook()
    confirm(site, officer, preview_address(send(site, officer, content)))
    decision = site.value("SELECT max(id) FROM decision")
    answer = send(site, officer, content)
    assert answer.status_code == 409
    assert f'href="/beslutninger/{decision}"' in answer.text
    assert kept_files(site) == 1


def test_a_form_that_is_sent_twice_opens_one_preview(site: Site, officer: FlaskClient) -> None:
    key = "k" * 32
    content = workbook()
    first, second = (send(site, officer, content, submission_key=key) for _ in range(2))
    assert first.location == second.location
    assert (site.count("import_preview"), kept_files(site)) == (1, 1)


def test_a_table_without_a_unit_is_imported_once_the_unit_is_answered(site: Site, officer: FlaskClient) -> None:
    rows = [("Indsatser", *tuple(row)[1:]) if tuple(row)[:1] == (HEAD,) else row for row in ROWS]
    address = preview_address(send(site, officer, workbook(rows)))
    page = officer.get(address).text
    assert 'type="radio"' in page[: page.index("gitter")]
    assert "bekraeft" not in page
    page = officer.get(f"{address}?enhed=tkr").text
    assert re.search(r'value="tkr" checked', page)
    assert send_confirmation(site, officer, page).status_code == 303
    assert site.value("SELECT max(amount_oere) FROM published_cell") == 430_000_000


def test_of_several_tables_the_sheet_is_chosen_by_the_address(site: Site, officer: FlaskClient) -> None:
    address = preview_address(send(site, officer, workbook(ROWS, Ark2=changed("Mentorer", 5500, 3400))))
    page = officer.get(address).text
    assert "Vælg arket med tabellen" in page
    assert f'href="{address}?plan=ny&amp;ark=Ark2#celle-B9"' in page
    page = officer.get(f"{address}?ark=Ark2").text
    assert "5500" in page
    assert send_confirmation(site, officer, page).status_code == 303
    assert site.value("SELECT sheet FROM published_table") == "Ark2"


def test_the_role_of_a_new_line_is_the_one_that_was_chosen(site: Site, officer: FlaskClient) -> None:
    read_in(site, officer, **{"role-A6": "other"})
    roles = site.value("SELECT group_concat(role) FROM budget_line WHERE plan_id = 2 ORDER BY id")
    assert roles == "source,initiative,other,reserve"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("decided_on", "", "Skriv mødedatoen"),
        ("decided_on", "06.13.2018", "Skriv datoen som dag, måned og år"),
        ("decided_on", "2018/12/06", "Skriv datoen som dag, måned og år"),
        ("decided_on", "01.01.2199", "Datoen ligger i fremtiden"),
        ("body", " ", "Skriv, hvilket udvalg"),
        ("body", "Forvaltningen", "Forvaltningen kan ikke beslutte det. Vedtagelse af budgettet: udvalget beslutter."),
        ("link", "javascript:alert(1)", "Skriv en hel adresse"),
        ("link", "//kk.dk/x", "Skriv en hel adresse"),
        ("link", "https://kk.dk/a b", "Skriv en hel adresse"),
        ("plan_title", "", "Skriv, hvad den nye handleplan hedder."),
    ],
)
def test_what_is_filled_in_wrong_is_named_and_what_was_typed_stays(
    site: Site, officer: FlaskClient, field: str, value: str, sentence: str
) -> None:
    address = preview_address(send(site, officer, workbook()))
    before = unchanged(site)
    answer = confirm(site, officer, address, **{"reason": "Vedtaget enstemmigt", "role-A6": "other", field: value})
    assert answer.status_code == 400
    assert sentence in answer.text
    assert "Vedtaget enstemmigt" in answer.text
    assert re.search(r'name="role-A6".*?value="other" selected', answer.text, re.DOTALL)
    assert unchanged(site) == before


@pytest.mark.parametrize("day", ["06.12.2018", "2018-12-06"])
def test_a_date_is_taken_day_first_or_in_iso(site: Site, officer: FlaskClient, day: str) -> None:
    read_in(site, officer, decided_on=day)
    assert site.value("SELECT max(decided_on) FROM decision WHERE plan_id = 2") == "2018-12-06"


def test_a_changed_table_shows_before_and_after_and_moves_the_difference(site: Site, officer: FlaskClient) -> None:
    plan = read_in(site, officer)
    slug = plan.rpartition("/")[2]
    address = preview_address(send(site, officer, workbook(changed("Mentorer", 3000, 3400)), plan=slug))
    page = officer.get(address).text
    assert "1 linje får andre beløb." in page
    assert re.search(r"3\.300.*?→.*?3\.000", words(page))
    assert send_confirmation(site, officer, page, kind="cut").status_code == 303
    assert site.value("SELECT kind FROM decision ORDER BY id DESC LIMIT 1") == "cut"
    assert "3.000" in officer.get(plan).text


def test_an_export_read_in_again_shows_no_differences_and_nothing_to_confirm(site: Site, officer: FlaskClient) -> None:
    plan = read_in(site, officer)
    exported = officer.get(f"{plan}/budget.xlsx").data
    slug = plan.rpartition("/")[2]
    page = officer.get(preview_address(send(site, officer, exported, plan=slug))).text
    assert "Ingen forskelle" in page
    assert "bekraeft" not in page


def test_a_new_plan_of_a_known_name_is_pointed_to_the_plan_that_has_it(site: Site, officer: FlaskClient) -> None:
    plan = read_in(site, officer)
    page = officer.get(preview_address(send(site, officer, workbook(changed("Mentorer", 3000, 3400))))).text
    assert "Der er allerede en handleplan med det navn" in page
    assert f"plan={plan.rpartition('/')[2]}" in page


def test_a_ledger_that_moved_since_the_preview_is_shown_again_with_the_new_differences(any_site: Site) -> None:
    client = any_site.browser(any_site.people[Role.BUDGET_OFFICER])
    slug = read_in(any_site, client).rpartition("/")[2]
    address = preview_address(send(any_site, client, workbook(changed("Mentorer", 3000, 3400)), plan=slug))
    seen = client.get(address).text
    other = preview_address(send(any_site, client, workbook(changed("Mentorer", 3100, 3400)), plan=slug))
    assert confirm(any_site, client, other, kind="reallocation").status_code == 303
    decisions = any_site.count("decision")

    answer = send_confirmation(any_site, client, seen, reason="Mit forslag")
    assert answer.status_code == 409
    assert "er ændret, siden du så forskellene" in answer.text
    assert re.search(r"3\.100.*?→.*?3\.000", words(answer.text))
    assert "Mit forslag" in answer.text
    assert any_site.count("decision") == decisions

    assert send_confirmation(any_site, client, answer.text, kind="reallocation").status_code == 303
    assert any_site.count("decision") == decisions + 1


def test_a_ledger_that_moved_to_what_the_file_says_leaves_nothing_to_confirm(site: Site, officer: FlaskClient) -> None:
    slug = read_in(site, officer).rpartition("/")[2]
    rows = changed("Mentorer", 3000, 3400)
    address = preview_address(send(site, officer, workbook(rows), plan=slug))
    seen = officer.get(address).text
    same = preview_address(send(site, officer, workbook(rows, Noter=[("Andet",)]), plan=slug))
    assert confirm(site, officer, same, kind="cut").status_code == 303
    answer = send_confirmation(site, officer, seen, kind="cut")
    assert answer.status_code == 409
    assert "er ændret, siden du så forskellene" in answer.text
    assert "Ingen forskelle" in answer.text


def test_of_two_confirmations_at_once_one_wins_and_the_other_is_told_what_it_became(any_site: Site) -> None:
    person = any_site.people[Role.BUDGET_OFFICER]
    first, second = any_site.browser(person), any_site.browser(person)
    address = preview_address(send(any_site, first, workbook()))
    pages = [(client, client.get(address).text) for client in (first, second)]
    before = any_site.count("decision")
    start = threading.Barrier(2)

    def press(client: FlaskClient, page: str) -> tuple[int, str]:
        start.wait()
        answer = send_confirmation(any_site, client, page)
        return answer.status_code, answer.text

    with ThreadPoolExecutor(2) as both:
        answers = sorted(both.map(lambda pair: press(*pair), pages))
    assert [status for status, _ in answers] == [303, 409]
    assert any_site.count("decision") == before + 1
    decision = any_site.value("SELECT max(id) FROM decision")
    assert f'href="/beslutninger/{decision}"' in answers[1][1]


def test_a_confirmation_that_comes_late_is_told_what_the_file_became(site: Site, officer: FlaskClient) -> None:
    address = preview_address(send(site, officer, workbook()))
    page = officer.get(address).text
    assert send_confirmation(site, officer, page).status_code == 303
    late = send_confirmation(site, officer, page)
    assert late.status_code == 409
    decision = site.value("SELECT max(id) FROM decision")
    assert f'href="/beslutninger/{decision}"' in late.text


def test_a_preview_is_seen_by_nobody_but_who_sent_the_file(site: Site, officer: FlaskClient) -> None:
    address = preview_address(send(site, officer, workbook()))
    other = site.browser(site.everything)
    assert other.get(address).status_code == 404
    assert other.post(f"{address}/fortryd", data={"csrf_token": site.token(other)}).status_code == 404
    confirmed = other.post(f"{address}/bekraeft", data={"csrf_token": site.token(other), **DECISION})
    assert confirmed.status_code == 404
    assert (site.count("import_preview"), kept_files(site)) == (1, 1)


def test_a_form_without_a_mark_of_the_ledger_is_not_taken_for_having_seen_it(site: Site, officer: FlaskClient) -> None:
    slug = read_in(site, officer).rpartition("/")[2]
    address = preview_address(send(site, officer, workbook(changed("Mentorer", 3000, 3400)), plan=slug))
    page = officer.get(address).text
    assert send_confirmation(site, officer, page, ledger_mark="").status_code == 409


def test_looking_at_a_preview_writes_nothing(site: Site, officer: FlaskClient) -> None:
    address = preview_address(send(site, officer, workbook()))
    before = site.rows()
    assert officer.get(f"{address}?enhed=mio&plan=ny&side=1").status_code == 200
    assert site.rows() == before


@pytest.mark.parametrize("step", ["upload", "confirm", "cancel"])
def test_each_step_leaves_one_event(site: Site, officer: FlaskClient, step: str) -> None:
    events = site.count("audit_event")
    address = preview_address(send(site, officer, workbook()))
    if step != "upload":
        events = site.count("audit_event")
        page = officer.get(address).text
        if step == "confirm":
            send_confirmation(site, officer, page)
        else:
            officer.post(f"{address}/fortryd", data={"csrf_token": site.token(officer)})
    assert site.count("audit_event") == events + 1


def test_the_original_comes_back_byte_for_byte_and_may_do_nothing_in_a_browser(
    site: Site, officer: FlaskClient
) -> None:
    content = workbook()
    confirm(site, officer, preview_address(send(site, officer, content, name="../../Tabel æ 2019.xlsx")))
    reader = site.browser(site.people[Role.READER])
    assert "Tabel æ 2019.xlsx" in reader.get("/excel/filer").text
    file = reader.get("/excel/filer/1", buffered=True)
    assert file.data == content
    assert file.headers["Content-Disposition"].startswith("attachment;")
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert file.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert site.browser().get("/excel/filer/1").status_code == 303


def test_the_export_is_a_workbook_with_a_telling_name_and_writes_nothing(site: Site, officer: FlaskClient) -> None:
    plan = read_in(site, officer)
    before = site.rows()
    file = officer.get(f"{plan}/budget.xlsx?dato=15.11.2020")
    assert file.status_code == 200
    assert file.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert "filename=integrationshandleplan-2019-20-budget-2020-11-15.xlsx" in file.headers["Content-Disposition"]
    assert site.rows() == before


def test_an_export_of_a_day_that_does_not_exist_says_so(site: Site, officer: FlaskClient) -> None:
    answer = officer.get(f"{read_in(site, officer)}/budget.xlsx?dato=31.02.2020")
    assert answer.status_code == 400
    assert "31.02.2020" in answer.text


@pytest.mark.parametrize("role", [Role.READER, Role.PROJECT_LEAD, Role.FINANCE])
def test_who_may_not_read_tables_in_sees_only_the_other_two_doors(site: Site, role: Role) -> None:
    client = site.browser(site.people[role])
    page = client.get("/excel").text
    assert "Hent en tabel" in page
    assert "Indlæs en tabel" not in page
    assert client.get("/excel/indlaes").status_code == 403


def test_the_form_leads_where_the_choices_of_the_preview_are_kept(site: Site, officer: FlaskClient) -> None:
    address = preview_address(send(site, officer, workbook()))
    assert form_address(officer.get(f"{address}?ark=Ark1").text).endswith("/bekraeft?plan=ny&ark=Ark1")


def test_the_pool_is_the_new_plans_reserve(site: Site, officer: FlaskClient) -> None:
    read_in(site, officer)
    query = (
        "SELECT t.title FROM budget_line b JOIN theme t ON t.id = b.theme_id WHERE role = 'reserve' AND b.plan_id = 2"
    )
    assert site.value(query) == OTHER


def test_a_long_sheet_comes_in_pages_and_a_problem_leads_to_its_own(site: Site, officer: FlaskClient) -> None:
    rows = [(f"Indsats {number}", number, "ca. 7" if number == 230 else 1) for number in range(1, 251)]
    address = preview_address(send(site, officer, workbook([(HEAD, 2019, 2020), *rows])))
    first = officer.get(address).text
    assert re.findall(r'<th scope="row">(\d+)</th><td class="grid-kind">', first) == [str(n) for n in range(1, 201)]
    link = re.search(r'<a href="([^"]+)#celle-C231">', first)
    assert link
    second = officer.get(link[1].replace("&amp;", "&")).text
    assert 'id="celle-C231"' in second
    assert re.findall(r'<th scope="row">(\d+)</th><td class="grid-kind">', second) == [str(n) for n in range(201, 252)]


def test_many_changed_lines_come_in_pages(site: Site, officer: FlaskClient) -> None:
    rows = [(f"Indsats {number}", 1, 2) for number in range(250)]
    slug = read_in(site, officer, [(HEAD, 2019, 2020), *rows]).rpartition("/")[2]
    more = [(label, before + 1, after) for label, before, after in rows]
    address = preview_address(send(site, officer, workbook([(HEAD, 2019, 2020), *more]), plan=slug))
    pages = [officer.get(f"{address}?plan={slug}&liste={number}").text for number in (1, 2)]
    assert [page.count('class="before"') for page in pages] == [200, 50]
    assert "250 linjer får andre beløb." in pages[0]


def test_a_hidden_sheet_is_named_on_the_preview(site: Site, officer: FlaskClient) -> None:
    book = load_workbook(BytesIO(workbook(ROWS, Skjult=ROWS)))
    book["Skjult"].sheet_state = "hidden"
    file = BytesIO()
    book.save(file)
    page = officer.get(preview_address(send(site, officer, file.getvalue()))).text
    problems = page[page.index('class="problem-list') : page.index("grid-heading")]
    assert "Skjult" in problems


def test_a_label_over_two_rows_is_one_line_that_continues(site: Site, officer: FlaskClient) -> None:
    table = ((HEAD, 2019, 2020), ("Virksomhedsindsats til bekæmpelse af ubevidst",), ("diskrimination", 800, 800))
    page = officer.get(preview_address(send(site, officer, workbook((*table, ("I alt", 800, 800)))))).text
    kinds = re.findall(r'<th scope="row">\d+</th><td class="grid-kind">([^<]*)</td>', page)
    assert kinds == ["Hoved", "Linje", "Linje (fortsat)", "I alt"]
