"""In English no Danish is left where decisions are prepared, compared, taken and explained, nor in their workbooks."""

import secrets

from werkzeug.test import TestResponse

from tests.web.english_office import PLAN, Left, Office
from tests.web.excel_files import read_in
from tests.web.reader_texts import danish_in, danish_parts, page_says, workbook_says
from tracker.actions.budget import create_plan
from tracker.domain.people import Role


def test_the_budget_of_any_day_is_told_in_english(office: Office, left: Left) -> None:
    queries = (
        "forslag=1",
        "offentliggjort=1",
        "dato=01.01.2019&kendt=01.01.2019",
        "dato=01.01.2018",
        "kolonner=2020&enhed=mio",
        f"beslutning={office.corrected}",
        f"med={office.draft}&med={office.sent}",
        f"dato=1.1.2019&beslutning={office.corrected}&offentliggjort=1&kendt=01.01.2019",
        f"dato=99.99.2019&beslutning=99&med={office.dropped}&med=99&kolonner=1900&enhed=x&side=x",
        f"beslutning={office.draft}",
    )
    said = office.read(left, *(f"{PLAN}?{query}" for query in queries))
    for sentence in (
        "The proposals can’t all be adopted",
        "in 2021, 350 (1,000 kr.) will be missing if everything is adopted.",
        "as published (recorded ",
        "as recorded up to and including 01.01.2019",
        "with “Longer groups”, “Something new”",
        "“Longer groups” is a proposal that hasn’t been adopted.",
        "“Mentors 0” has been dropped and isn’t included.",
        "The plan has no decision no. “99”.",
        "Indexation Revised",
        "Without proposals",
    ):
        assert sentence in said, said


def test_the_bridge_between_two_budgets_is_in_english(office: Office, left: Left) -> None:
    first = office.site.value("SELECT min(id) FROM decision")
    queries = (
        "",
        "alle=1&linje=ramme&enhed=kr",
        "aar=2020&linje=line-4",
        f"fra_beslutning={office.corrected}&fra_offentliggjort=1",
        f"fra_beslutning={first}&til_beslutning={first}",
        "til_forslag=1&linje=linje&aar=1900&enhed=x&fra_dato=x",
    )
    said = office.read(left, *(f"{PLAN}/bro?{query}" for query in queries))
    assert "There is no reallocation, supplementary appropriation or cut in between." in said
    assert "Allocations: down" in said
    assert "The two budgets are the same in 2019-2021." in said
    assert "Corrections" in said


def test_a_number_is_explained_in_english(office: Office, left: Left) -> None:
    site = office.site
    line, theme = site.value("SELECT slug FROM budget_line WHERE id = :id", id=site.book.mentors), site.book.theme_id
    queries = (
        "",
        f"linje={line}&aar=2020&art=indexation&art=carry_over",
        f"tema={theme}&enhed=kr",
        "tema=0",
        "rolle=initiative&rolle=reserve",
        f"linje={line}&aar=2021&dato=01.01.2018",
        f"fra_beslutning={office.corrected}&fra_offentliggjort=1&til_forslag=1&rettelser=kun",
        f"fra_beslutning={office.corrected}&til_dato=01.01.2019&rettelser=uden",
        "linje=x&tema=99&aar=1900&art=x&rettelser=x&rolle=x&enhed=x&side=x&noget=x",
    )
    said = office.read(left, *(f"{PLAN}/posteringer?{query}" for query in queries))
    for sentence in (
        "Explain this number",
        "carry-over and indexation",
        "200 was meant.",
        "Show all years",
        "from Line 1 +",
        "The page doesn’t know “noget” in the address.",
        "There are no transfers behind the number.",
    ):
        assert sentence in said, said


def test_scenarios_are_compared_in_english(office: Office, left: Left) -> None:
    both = "&".join(f"vis={number}" for number in office.scenarios)
    said = office.read(
        left,
        f"{PLAN}/scenarier",
        f"{PLAN}/scenarier/nyt",
        f"{PLAN}/scenarier/{office.scenarios[0]}/rediger",
        f"{PLAN}/scenarier/sammenlign?{both}&aar=alle",
        f"{PLAN}/scenarier/sammenlign?vis={office.scenarios[0]}&enhed=kr",
        f"{PLAN}/scenarier/sammenlign?{both}&vis=99&vis=1&vis=2&vis=3&vis=4&vis=5&aar=1900&enhed=x",
    )
    for sentence in (
        "“Scenario 0” can’t be adopted as it is",
        "Is part of the budget today and makes no difference here.",
        "Doesn’t count here.",
        "Allocation, BIU",
        "In bold with a sign: the difference from today.",
        "The plan has no scenario no. “99”.",
        "Scenarios that have been put away",
    ):
        assert sentence in said, said
    lead = office.site.browser(office.site.people[Role.PROJECT_LEAD])
    seen = office.read(left, f"{PLAN}/scenarier", f"{PLAN}/scenarier/sammenlign?{both}", client=lead)
    assert "You can’t see " in seen


def test_the_log_and_every_decision_in_it_are_in_english(office: Office, left: Left) -> None:
    count = office.site.count("decision")
    said = office.read(
        left,
        "/beslutninger?status=draft&status=sent&status=dropped&status=adopted",
        "/beslutninger?fra=x&til=y&fra_dato=x&til_dato=y&art=x&organ=x",
        "/beslutninger?fra=200&til=-100&fra_dato=01.01.2020&til_dato=01.01.2019",
        "/beslutninger?fra=200&til=100",
        "/beslutninger?tekst=nothing+is+called+that",
        f"{PLAN}/historik?aar=2020&enhed=kr",
        *(f"/beslutninger/{number}" for number in range(1, count + 1)),
        f"/beslutninger/{office.sent}/vedtag",
        f"/beslutninger/{office.adopted}/vedtag",
    )
    for sentence in (
        "Write the amount without a minus.",
        "“Amount to” is less than “Amount from”. Swap them.",
        "No decisions fit what you chose.",
        "Typing error corrected: 1 transfer reversed",
        "Taken up again as a draft",
        "Handed over to project_lead",
        "Recorded as adopted on 08.01.2020",
        "Too expensive.",
        "What the proposal moves",
        "The effect if it is adopted today",
    ):
        assert sentence in said, said


def test_a_step_that_is_refused_says_why_in_english(office: Office, left: Left) -> None:
    client, site = office.client, office.site

    def send(address: str, **form: str) -> TestResponse:
        key = {"submission_key": secrets.token_urlsafe(24), "version": "1"}
        return client.post(address, data={**key, "csrf_token": site.token(client), **form}, follow_redirects=True)

    answers = [
        send(f"/beslutninger/{office.draft}/skridt", to="dropped", reason=""),
        send(f"/beslutninger/{office.sent}/skridt", to="sent", reason=""),
        send(f"/beslutninger/{office.sent}/skridt", to="sent", reason="", version="99"),
        send(f"/beslutninger/{office.draft}/ejer", owner_id="99"),
        send(f"/beslutninger/{office.draft}/vedtag", body="BIU", decided_on="12.12.2020", agenda_item="", link=""),
        send(f"/beslutninger/{office.draft}/vedtag", body="BIU", decided_on="12.12.2099", agenda_item="1", link=""),
        send(f"/beslutninger/{office.draft}/vedtag", body="", decided_on="x", link="x"),
        send(f"/beslutninger/{office.of_lead}/vedtag", body="The director", decided_on="12.12.2020", version="4"),
        send(f"/beslutninger/{office.sent}/vedtag", body="BIU", decided_on="12.12.2020", version="4"),
    ]
    assert [left(answer.text) for answer in answers] == [[]] * len(answers)
    said = " ".join(page_says(answer.text) for answer in answers)
    assert "Write why the proposal is dropped." in said
    assert "The meeting hasn’t been held yet." in said
    assert "in 2021, 350 (1,000 kr.) would be missing from" in said


def test_workbooks_are_written_in_english(office: Office) -> None:
    parts = danish_parts()
    both = "&".join(f"vis={number}" for number in office.scenarios[:2])
    queries = {
        "/beslutninger/hent.xlsx?status=draft&status=sent&status=dropped&status=adopted": "Recorded (Danish time)",
        f"/beslutninger/hent.xlsx?plan={PLAN.rpartition('/')[2]}&aar=2020": "Of which in force",
        f"{PLAN}/scenarier/hent.xlsx?{both}": "Check: lines and pool equal the frame",
        f"{PLAN}/budget.xlsx?forslag=1": "with proposals that haven’t been decided",
        f"{PLAN}/budget.xlsx?offentliggjort=1": "as it was recorded",
        f"{PLAN}/budget.xlsx?beslutning={office.adopted}": "Later decisions on the same day",
    }
    for address, sentence in queries.items():
        answer = office.client.get(address)
        assert answer.status_code == 200, address
        said = " ".join(workbook_says(answer.data))
        assert (address, danish_in(said, parts)) == (address, [])
        assert sentence in said, said
    answer = office.client.get("/beslutninger/hent.xlsx?fra=x")
    assert answer.status_code == 400
    assert "Correct it on the page Decisions, and download the file again." in page_says(answer.text)


def test_a_plan_without_lines_or_years_to_come_says_what_to_do_in_english(office: Office, left: Left) -> None:
    with office.site.database.writing() as session:
        create_plan(
            session,
            office.site.book.actor,
            title="New plan",
            first_year=2023,
            last_year=2023,
            committee="BIU",
            administration="BIF",
        )
    pages = (
        "",
        "/bro",
        "/scenarier",
        "/scenarier/nyt",
        "/beslutninger/ny",
        "/beslutninger/ny/overfoersel",
        "/historik",
    )
    said = office.read(left, *(f"/handleplaner/new-plan{page}" for page in pages))
    for sentence in (
        "The plan has no lines yet",
        "The plan has no decisions yet",
        "The plan has no scenarios yet.",
        "The plan has no proposals yet.",
        "The plan has only one year",
    ):
        assert sentence in said


def test_the_cell_that_an_amount_was_read_from_is_named_in_english(office: Office, left: Left) -> None:
    rows = (("Plan for practice",), ("(1000 kr.)", 2019, 2020), ("Mentors", 3300, 3400), ("Total", 3300, 3400))
    plan = read_in(office.site, office.client, rows, plan_title="Plan for practice")
    newest = office.site.value("SELECT max(id) FROM decision")
    said = office.read(left, f"{plan}/posteringer", f"/beslutninger/{newest}", plan)
    assert "in the file " in said
    assert "printed: 3300" in said or "printed: 3,300" in said
    assert "below the amount is the cell in the file it came from" in said
