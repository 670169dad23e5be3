"""The grid of an entry without a script: rows and amounts as they are typed, and lines that are made on the way."""

import pytest
from flask.testing import FlaskClient

from tests.web.entry_forms import (
    PREVIEW,
    RECORD,
    address_of,
    allocation,
    fill_pool,
    left_in_pool,
)
from tests.web.form_fields import chosen, fields, press
from tests.web.page_text import main_text, tables
from tests.web.site import Site
from tracker.actions.budget import add_line
from tracker.domain.budget import LineRole
from tracker.domain.people import Role


@pytest.fixture
def officer(site: Site) -> FlaskClient:
    """A budget officer before a plan with 600 in the pool of 2020 and 1.000 in that of 2021."""
    fill_pool(site)
    return site.browser(site.people[Role.BUDGET_OFFICER])


@pytest.mark.parametrize(
    ("step", "row"),
    [
        ("add-row", {"row-3-to": "", "row-3-2020": ""}),
        ("add-rows-2", {"row-4-to": "", "row-4-2021": ""}),
        ("preview", {"row-2-2021": "1,2 mio. kr."}),
    ],
)
def test_every_button_keeps_what_was_typed(site: Site, officer: FlaskClient, step: str, row: dict[str, str]) -> None:
    address = address_of(site)
    typed = allocation(site, row_2_2021="1,2 mio. kr.", reason="Gode\nresultater", link="kk.dk", body="Et udvalg")
    before = site.rows()
    answer = press(officer, address, officer.get(address).text, step, **typed)
    kept = fields(answer.text)
    assert answer.status_code == 200
    assert {name: kept[name if name in kept else name.replace("_", "-")] for name in typed} == typed
    assert row.items() <= kept.items()
    assert site.rows() == before


def test_a_new_row_takes_the_money_where_all_the_others_do(site: Site, officer: FlaskClient) -> None:
    address, pool = address_of(site), str(site.book.reserve)
    from_pool = press(officer, address, officer.get(address).text, "add-row")
    mixed = press(officer, address, from_pool.text, "add-row", row_1_from=str(site.book.mentors))
    assert (fields(from_pool.text)["row-3-from"], fields(mixed.text)["row-4-from"]) == (pool, "")


def test_an_amount_below_zero_is_told_once_and_moves_nothing(site: Site, officer: FlaskClient) -> None:
    address = address_of(site)
    answer = press(officer, address, officer.get(address).text, PREVIEW, **allocation(site, row_0_2020="-100"))
    said = main_text(answer.text)
    assert said.count("Beløbet skal være større end 0. Byt om på Fra og Til") == 1
    assert "rækker ikke" not in said


@pytest.mark.parametrize("nothing", ["0", "-", "–"])
def test_what_is_written_for_nothing_moves_nothing(site: Site, officer: FlaskClient, nothing: str) -> None:
    address = address_of(site)
    before = left_in_pool(site)
    typed = allocation(site, row_0_2020=nothing, row_0_2021="20")
    assert press(officer, address, officer.get(address).text, RECORD, **typed).status_code == 303
    assert left_in_pool(site) == (*before[:2], before[2] - 20)


def test_a_row_in_the_middle_is_removed_and_the_others_move_up(site: Site, officer: FlaskClient) -> None:
    address = address_of(site)
    typed = {f"row_{number}_2020": str(number + 1) for number in range(3)}
    answer = press(officer, address, officer.get(address).text, "remove-row-1", **typed)
    kept = fields(answer.text)
    assert [kept[f"row-{number}-2020"] for number in range(2)] == ["1", "3"]
    assert "row-2-2020" not in kept


def test_the_last_row_that_is_removed_leaves_an_empty_one(site: Site, officer: FlaskClient) -> None:
    page = officer.get(address_of(site)).text
    for _row in range(4):
        page = press(officer, address_of(site), page, "remove-row-0").text
    assert fields(page)["row-0-2020"] == ""


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1.5", "»1.5« har punktum eller komma et forkert sted. Skriv fx 1.500 eller 1,5."),
        ("1,200", "Mener du 1.200 eller 1,2? Skriv det ene."),
        ("12 000,5.3", "»12 000,5.3« er ikke sikkert ét beløb. Skriv fx 1.200 eller 1,2 mio. kr."),
        ("-600", "Beløbet skal være større end 0. Byt om på Fra og Til, hvis pengene går den anden vej."),
        ("0,0", "Beløbet skal være større end 0. Byt om på Fra og Til, hvis pengene går den anden vej."),
        ("1.001", "Pulje til senere udmøntning rækker ikke: i 2021 ville der mangle 1 (1.000 kr.)"),
    ],
)
@pytest.mark.parametrize("step", [PREVIEW, RECORD])
def test_an_amount_that_will_not_do_is_told_at_its_field(
    site: Site, officer: FlaskClient, step: str, typed: str, said: str
) -> None:
    address = address_of(site)
    answer = press(officer, address, officer.get(address).text, step, **allocation(site, row_0_2021=typed))
    kept = fields(answer.text)
    assert answer.status_code == (400 if step == RECORD else 200)
    assert said in main_text(answer.text)
    marked = answer.text.partition('name="row-0-2021"')[2].partition(">")[0]
    assert 'aria-invalid="true"' in marked
    assert 'aria-describedby="row-0-problems"' in marked
    assert (kept["row-0-2020"], kept["row-0-2021"]) == ("600", typed)
    assert left_in_pool(site) == (1, 600, 1000)
    assert ('href="#row-0-2021"' in answer.text) == (step == RECORD), "the summary leads to the field"


@pytest.mark.parametrize("typed", ["0,6 mio. kr.", "600.000 kr.", "600 t.kr.", "600,0", " 600 "])
def test_an_amount_may_name_its_own_unit(site: Site, officer: FlaskClient, typed: str) -> None:
    address = address_of(site)
    press(officer, address, officer.get(address).text, RECORD, **allocation(site, row_0_2020=typed))
    assert left_in_pool(site) == (1, 0, 0)


def test_a_row_without_a_line_or_without_an_amount_is_asked_about(site: Site, officer: FlaskClient) -> None:
    address = address_of(site)
    rows = {"row_0_to": "", "row_1_to": str(site.book.language)}
    answer = press(officer, address, officer.get(address).text, RECORD, **allocation(site, **rows))
    words = main_text(answer.text)
    assert "Række 1: Vælg, både hvor pengene kommer fra, og hvor de går hen." in words
    assert "Række 2: Skriv et beløb, eller fjern rækken." in words
    assert 'href="#row-0-to"' in answer.text


def test_a_line_of_another_plan_is_not_taken(site: Site, officer: FlaskClient) -> None:
    address = address_of(site)
    answer = press(officer, address, officer.get(address).text, RECORD, **allocation(site, row_0_to="2147483646"))
    assert answer.status_code == 400
    assert "Linjen findes ikke i planen. Vælg en linje på listen." in answer.text


def test_a_new_initiative_is_made_in_the_same_step(site: Site, officer: FlaskClient) -> None:
    address = address_of(site)
    page = press(officer, address, officer.get(address).text, "add-line", row_0_2020="600").text
    assert fields(page)["row-0-2020"] == "600"
    assert chosen(page, "Ny linje 1") == "ny-1"
    page = press(officer, address, page, PREVIEW, ny_1_title="Lektiehjælp", row_0_to="ny-1").text
    assert chosen(page, "Lektiehjælp") == "ny-1"
    assert "Lektiehjælp | – | – | – | – | +600 | – | – | 600 | –" in tables(page)[-1]
    answer = press(officer, address, page, RECORD, decided_on="15.11.2020", ny_1_theme=str(site.book.theme_id))
    assert answer.status_code == 303
    made = "SELECT {} FROM budget_line WHERE title = 'Lektiehjælp'"
    assert site.value(made.format("theme_id")) == site.book.theme_id
    assert site.value(made.format("role")) == "initiative"
    assert left_in_pool(site) == (1, 0, 1000)


def test_a_new_line_outside_the_themes_is_shown_where_the_table_will_have_it(site: Site, officer: FlaskClient) -> None:
    address = address_of(site)
    page = press(officer, address, officer.get(address).text, "add-line").text
    typed = allocation(site, row_0_to="ny-1", ny_1_title="Sprogcafé")
    shown = press(officer, address, page, PREVIEW, **typed)
    rows = tables(shown.text)[-1].splitlines()
    assert rows[2].startswith("Sprogcafé |")


def test_a_supplement_is_covered_by_a_source_of_its_own_name(site: Site, officer: FlaskClient) -> None:
    address = address_of(site)
    page = press(officer, address, officer.get(f"{address}?art=supplementary").text, "add-line").text
    typed = {
        "ny_1_title": "Integrationspuljen",
        "ny_1_role": "source",
        "row_0_from": "ny-1",
        "row_0_to": str(site.book.mentors),
        "row_0_2020": "1.000",
        "decided_on": "15.11.2020",
    }
    shown = tables(press(officer, address, page, PREVIEW, **typed).text)[-1]
    assert "Integrationspuljen uden for planen |  | – | −1.000 | – | " in shown
    assert press(officer, address, page, RECORD, **typed).status_code == 303
    assert site.value("SELECT role FROM budget_line WHERE title = 'Integrationspuljen'") == "source"


def test_a_new_line_is_asked_for_its_name_and_goes_again_with_its_rows(site: Site, officer: FlaskClient) -> None:
    address = address_of(site)
    page = press(officer, address, officer.get(address).text, "add-line").text
    typed = allocation(site, row_0_to="ny-1", ny_1_theme="999")
    refused = press(officer, address, page, RECORD, **typed).text
    assert "Skriv, hvad den nye linje hedder." in refused
    assert 'href="#ny-1-title"' in refused
    without = fields(press(officer, address, refused, "remove-line-ny-1").text)
    assert without["row-0-to"] == ""
    assert without["row-0-2020"] == "600"
    assert "ny-1-title" not in without


def test_a_new_line_that_gets_no_money_is_asked_about(site: Site, officer: FlaskClient) -> None:
    address = address_of(site)
    page = press(officer, address, officer.get(address).text, "add-line").text
    answer = press(officer, address, page, RECORD, **allocation(site, ny_1_title="Lektiehjælp"))
    assert answer.status_code == 400
    assert "Lektiehjælp får ingen penge. Vælg den i en række, eller fjern den igen." in answer.text
    assert site.value("SELECT count(*) FROM budget_line WHERE title = 'Lektiehjælp'") == 0


def test_many_rows_offer_fewer_lines_and_all_of_them_on_demand(site: Site, officer: FlaskClient) -> None:
    address = address_of(site)
    page = officer.get(address).text
    for _time in range(4):
        page = press(officer, address, page, "add-rows-200", row_0_to=str(site.book.mentors)).text
    filled = page.partition('id="row-0-to"')[2].partition("</select>")[0]
    empty = page.partition('id="row-1-to"')[2].partition("</select>")[0]
    assert ("Mentorer" in filled, "Sprog på jobbet" in filled, "Pulje" in filled) == (True, False, True)
    assert "Sprog på jobbet" in empty
    assert "Sprog på jobbet" in page.partition('<template id="entry-lines">')[2].partition("</template>")[0]
    assert fields(page)["row-0-to"] == str(site.book.mentors)


def test_in_a_long_plan_only_what_is_touched_is_shown(site: Site, officer: FlaskClient) -> None:
    book = site.book
    with site.database.writing() as session:
        for number in range(60):
            add_line(session, book.plan_id, theme_id=book.theme_id, title=f"Hold {number}", role=LineRole.INITIATIVE)
    address = address_of(site)
    shown = press(officer, address, officer.get(address).text, PREVIEW, **allocation(site)).text
    assert [line.partition(" | ")[0] for line in tables(shown)[-1].splitlines()[2:]] == [
        "Job og uddannelse",
        "Mentorer",
        "Øvrige midler",
        "Pulje til senere udmøntning",
        "I alt",
    ]
    assert "62 linjer er uændrede." in main_text(shown)


@pytest.mark.parametrize(
    ("many", "sentence"),
    [
        ({f"row-{number}-2020": "x" for number in range(10_000)}, "højst 5.000 rækker"),
        ({f"ny-{number}-title": "x" for number in range(51)}, "højst 50 nye linjer"),
        ({"ny-1-title": "x" * 900_000}, "Brug højst 300 tegn."),
    ],
)
def test_more_than_a_decision_can_have_is_refused_in_one_sentence(
    site: Site, officer: FlaskClient, many: dict[str, str], sentence: str
) -> None:
    address = address_of(site)
    before = site.rows()
    for step in (PREVIEW, RECORD):
        answer = officer.post(address, data={**fields(officer.get(address).text), **many, "step": step})
        assert answer.status_code == 400
        assert sentence in main_text(answer.text)
        assert len(answer.data) < 20_000
    assert site.rows() == before


def test_the_fiftieth_new_line_is_the_last_one_and_the_form_says_so(site: Site, officer: FlaskClient) -> None:
    address = address_of(site)
    lines = {f"ny-{number}-title": f"Hold {number}" for number in range(1, 50)}
    typed = {**lines, "row-0-2020": "60", "reason": "Mange hold"}
    full = officer.post(address, data={**fields(officer.get(address).text), **typed, "step": "add-line"})
    # Once more, as from a page that still has the button.
    for page in (full, officer.post(address, data={**fields(full.text), "step": "add-line"})):
        kept = fields(page.text)
        assert page.status_code == 200
        assert {name: kept[name] for name in typed} == typed
        assert ("ny-50-title" in kept, "ny-51-title" in kept, 'value="add-line"' in page.text) == (True, False, False)
        assert "En beslutning kan have højst 50 nye linjer. Del den i flere." in main_text(page.text)
    assert 'value="add-line"' in officer.post(address, data={**fields(full.text), "step": "remove-line-ny-7"}).text


def test_rows_are_added_only_as_far_as_a_decision_can_have_them(site: Site, officer: FlaskClient) -> None:
    address = address_of(site)
    rows = {f"row-{row}-2021": "7" for row in range(4_990)}
    full = officer.post(address, data={**fields(officer.get(address).text), **rows, "step": "add-rows-20"})
    assert full.status_code == 200
    assert full.text.count('value="7"') == 4_990
    assert ('id="row-4999-2021"' in full.text, 'id="row-5000-2021"' in full.text) == (True, False)
    assert 'value="add-row"' not in full.text
    assert "En beslutning kan have højst 5.000 rækker. Del den i flere." in full.text


def test_a_new_line_with_a_name_that_is_too_long_is_named_by_its_number_in_the_lists(
    site: Site, officer: FlaskClient
) -> None:
    address = address_of(site)
    page = press(officer, address, officer.get(address).text, "add-line").text
    name = "Sprogcafé " * 40
    shown = press(officer, address, page, RECORD, **allocation(site, row_0_to="ny-1", ny_1_title=name)).text
    assert "Brug højst 300 tegn." in main_text(shown)
    assert shown.count(name.strip()) == 2, "in its field and in the table of the effect"
    assert fields(shown)["ny-1-title"] == name.strip()


@pytest.mark.parametrize("line", ["2147483648", "9999999999", "-1", "0", "1e3", "\N{ARABIC-INDIC DIGIT THREE}"])
def test_a_line_with_an_impossible_number_is_asked_for_again(any_site: Site, line: str) -> None:
    site = any_site
    fill_pool(site)
    client = site.browser(site.people[Role.BUDGET_OFFICER])
    answer = press(
        client, address_of(site), client.get(address_of(site)).text, RECORD, **allocation(site, row_0_to=line)
    )
    assert answer.status_code == 400
    assert "Vælg, både hvor pengene kommer fra, og hvor de går hen." in answer.text


def test_an_amount_of_a_million_signs_is_told_at_its_field(site: Site, officer: FlaskClient) -> None:
    address = address_of(site)
    for amount in ("9" * 1_000_000, "1" + ".000" * 250_000, "1 " * 500_000):
        answer = press(officer, address, officer.get(address).text, RECORD, **allocation(site, row_0_2020=amount))
        assert answer.status_code == 400
        assert "2020: " in main_text(answer.text)
        assert len(answer.data) < 1_100_000
