"""In English no Danish is left where decisions are prepared, compared, taken, explained and put right."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from tests.budget_books import close_year, post
from tests.web.entry_forms import CORRECT, PREVIEW, RECORD, SAVE, fill_pool
from tests.web.form_fields import fields, press
from tests.web.reader_texts import danish_in, danish_parts, page_says, workbook_says
from tests.web.samples import PARAMETERS
from tests.web.site import Site
from tracker.actions import powers, rates, years
from tracker.actions.decisions import reverse_transfer
from tracker.actions.entries import correct, enter
from tracker.actions.proposals import Adoption, adopt, hand_over, move
from tracker.actions.scenarios import ScenarioWords, new_scenario, put_away
from tracker.domain.budget import LineRole
from tracker.domain.decisions import BodyLevel, DecisionKind, NewDecision, ProposalState
from tracker.domain.entries import Entry, EntryLine, EntryTransfer, LineRef
from tracker.domain.people import Actor, Role
from tracker.domain.powers import Matter, Power, mark
from tracker.queries.powers import powers_of

TKR = 100_000
PLAN = "/handleplaner/handleplan-for-oevelser"
NEW = f"{PLAN}/beslutninger/ny"
MEETING = date(2020, 1, 8)

Left = Callable[[str], list[str]]


@dataclass(frozen=True)
class Office:
    """An office at work: its proposals, decisions and scenarios by number, and a browser that may do everything."""

    site: Site
    client: FlaskClient
    draft: int
    sent: int
    dropped: int
    adopted: int
    of_lead: int
    corrected: int
    scenarios: tuple[int, ...]

    def read(self, left: Left, *addresses: str, client: FlaskClient | None = None) -> str:
        """Read pages: none may have any Danish left; gives all that they say."""
        said = []
        for address in addresses:
            answer = (client or self.client).get(address, follow_redirects=True)
            assert answer.mimetype == "text/html", address
            assert (address, left(answer.text)) == (address, [])
            said.append(page_says(answer.text))
        return " ".join(said)

    def press(self, left: Left, address: str, step: str, **typed: str) -> str:
        """Press a button of a form: what it answers may have no Danish left; gives what it says."""
        answer = press(self.client, address, self.client.get(address).text, step, **typed)
        if answer.status_code == 303:
            answer = self.client.get(answer.location)
        assert ((address, typed), left(answer.text)) == ((address, typed), [])
        return page_says(answer.text)


@pytest.fixture
def office(english: Site) -> Office:
    """Make every kind of decision and proposal, in English words."""
    site = english
    fill_pool(site)
    book = site.book
    actor = Actor(site.everything, "Everything", frozenset(Role))

    def propose(title: str, *rows: tuple[int, LineRef, int], lines: tuple[EntryLine, ...] = ()) -> int:
        new = NewDecision(
            DecisionKind.ALLOCATION, "BIU", None, title=title, reason="Good results.", targets_touched="More jobs."
        )
        moved = tuple(
            EntryTransfer(number, year, book.reserve, line, amount * TKR)
            for number, (year, line, amount) in enumerate(rows)
        )
        with site.database.writing() as session:
            return enter(session, actor, book.plan_id, Entry(new, moved, lines))

    draft = propose("Longer groups", (2020, book.language, 400), (2021, book.language, 1000))
    visits = EntryLine("ny", "Company visits", LineRole.INITIATIVE, book.theme_id)
    sent = propose("Something new", (2021, "ny", 350), lines=(visits,))
    dropped, adopted, of_lead = (propose(f"Mentors {number}", (2020, book.mentors, 100)) for number in range(3))
    nameless = propose("", (2019, book.mentors, 1))
    with site.database.writing() as session:
        move(session, actor, sent, to=ProposalState.SENT, reason="", seen_version=1)
        move(session, actor, sent, to=ProposalState.DRAFT, reason="", seen_version=2)
        move(session, actor, sent, to=ProposalState.SENT, reason="", seen_version=3)
        move(session, actor, dropped, to=ProposalState.DROPPED, reason="Too expensive.", seen_version=1)
        move(session, actor, of_lead, to=ProposalState.DROPPED, reason="Not now.", seen_version=1)
        move(session, actor, of_lead, to=ProposalState.DRAFT, reason="", seen_version=2)
        hand_over(session, actor, of_lead, owner_id=site.people[Role.PROJECT_LEAD], seen_version=3)
        adopt(session, actor, adopted, Adoption("BIU", MEETING, "7", "2020-0001", ""), seen_version=1)
        pair = ((2019, book.mentors, book.source, 100_000), (2020, book.source, book.mentors, 100_000))
        post(session, book, *pair, kind=DecisionKind.CARRY_OVER, decided_on=MEETING, body="BR")
        post(session, book, (2020, book.source, book.mentors, 4_50), kind=DecisionKind.INDEXATION, decided_on=MEETING)
        corrected = post(session, book, (2020, book.source, book.survey, 300 * TKR), decided_on=MEETING)
    with site.database.writing() as session:
        right = (EntryTransfer(0, 2020, book.source, book.survey, 200 * TKR),)
        correct(session, actor, corrected, right, reason="200 was meant.", seen_version=1)
    wrong = int(str(site.value("SELECT max(id) FROM transfer WHERE decision_id = :id", id=corrected)))
    with site.database.writing() as session:
        reverse_transfer(session, actor, wrong, reason="None was meant.")
        held = (frozenset({draft, sent, adopted, nameless}), frozenset({dropped}), frozenset[int]())
        scenarios = tuple(
            new_scenario(session, actor, book.plan_id, ScenarioWords(f"Scenario {number}", "For the meeting", ids))
            for number, ids in enumerate(held)
        )
        put_away(session, actor, scenarios[2], away=True, seen_version=1)
    client = site.browser(site.everything)
    return Office(site, client, draft, sent, dropped, adopted, of_lead, corrected, scenarios)


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
        "reversal : 200 was meant.",
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


ENTRIES: Mapping[str, tuple[str, dict[str, str], str]] = {
    "nothing": (
        RECORD,
        {"body": ""},
        "Write the date of the meeting, for example 15.11.2020, or save",
    ),
    "an amount with a comma": (PREVIEW, {"row_0_2020": "1,200"}, "do you mean 1.200 or 1,2? Write one of them."),
    "an amount in words": (PREVIEW, {"row_0_2020": "some"}, "“some” isn’t an amount."),
    "an amount in euros": (PREVIEW, {"row_0_2020": "12 mia. kr."}, "“12 mia. kr.” names a unit that isn’t used here."),
    "parts of an øre": (PREVIEW, {"row_0_2020": "1,123456"}, "isn’t a whole number of øre. Write fewer decimals."),
    "two amounts": (PREVIEW, {"row_0_2020": "12 (13)"}, "“12 (13)” may not be a single amount."),
    "a share": (PREVIEW, {"row_0_2020": "12 %"}, "“12 %” is a percentage, not an amount."),
    "less than nothing": (PREVIEW, {"row_0_2020": "-5"}, "Swap From and To if the money goes the other way."),
    "too much": (PREVIEW, {"row_0_2020": "5.000"}, "in 2020, 4,500 (1,000 kr.) would be missing from"),
    "a closed year": (PREVIEW, {"row_0_2019": "1"}, "2019 is closed. Ask an administrator to reopen the year"),
    "no line": (PREVIEW, {"row_0_to": ""}, "Choose both where the money comes from and where it goes."),
    "a day ahead": (RECORD, {"decided_on": "12.12.2099"}, "The meeting hasn’t been held yet. Save it as a proposal."),
    "no day": (RECORD, {"decided_on": "32.12.2019"}, "Write the date as day, month and year, for example 15.11.2020."),
    "an address of its own": (SAVE, {"link": "ftp://x"}, "Write a complete address that begins with https://."),
    "no title": (SAVE, {"title": ""}, "Write a heading that the proposal can be known by."),
    "who may not": (PREVIEW, {"body": "BIF", "row_0_2020": "300"}, "BIF can’t decide it."),
    "no amount": (SAVE, {"row_0_2020": ""}, "Write an amount, or remove the row."),
}


@pytest.mark.parametrize(("step", "typed", "sentence"), ENTRIES.values(), ids=ENTRIES.keys())
def test_an_entry_is_judged_in_english(
    office: Office, left: Left, step: str, typed: dict[str, str], sentence: str
) -> None:
    with office.site.database.writing() as session:
        close_year(session, office.site.book, 2019)
    usual = {"row_0_to": str(office.site.book.language), "row_0_2020": "10", "title": "More language", "body": "BIU"}
    said = office.press(left, f"{NEW}?art=allocation", step, **{**usual, **typed})
    assert sentence in said


@pytest.mark.parametrize("kind", DecisionKind)
def test_what_fits_a_kind_is_said_in_english(office: Office, left: Left, kind: DecisionKind) -> None:
    book = office.site.book
    inside, outside = str(book.language), str(book.source)
    ends = {
        DecisionKind.ADOPTION: (inside, outside),
        DecisionKind.ALLOCATION: (inside, str(book.reserve)),
        DecisionKind.REALLOCATION: (outside, inside),
        DecisionKind.SUPPLEMENTARY: (inside, outside),
        DecisionKind.CUT: (outside, inside),
        DecisionKind.CARRY_OVER: (inside, outside),
        DecisionKind.INDEXATION: (inside, str(book.survey)),
    }
    giver, taker = ends[kind]
    typed = {"kind": kind.value, "row_0_from": giver, "row_0_to": taker, "row_0_2020": "1"}
    said = office.press(left, f"{NEW}?art={kind.value}", PREVIEW, **typed)
    assert "Error:" in said


def test_an_entry_with_a_new_line_is_saved_in_english(office: Office, left: Left) -> None:
    address = f"{NEW}?art=allocation"
    client = office.client
    page = press(client, address, client.get(address).text, "add-line").text
    assert left(page) == []
    refused = press(client, address, page, SAVE, title="Visits", row_0_to="ny-1", row_0_2021="1").text
    assert "Write what the new line is called." in page_says(refused)
    assert left(refused) == []
    typed = {"ny_1_title": "Visits", "row_0_to": "ny-1", "row_0_2021": "0,25 mio. kr.", "decided_on": "12.12.2020"}
    done = client.get(press(client, address, refused, RECORD, **typed).location).text
    assert "The decision of 12.12.2020 has been recorded, and the budget has changed." in page_says(done)
    assert left(done) == []


def test_a_draft_that_two_rewrite_is_compared_in_english(office: Office, left: Left) -> None:
    address = f"/beslutninger/{office.draft}/rediger"
    opened = office.client.get(address).text
    assert left(opened) == []
    assert "The proposal has been edited." in office.press(left, address, SAVE, title="Longer groups for all")
    second = press(office.client, address, opened, SAVE, row_0_2020="300").text
    assert left(second) == []
    assert "Somebody else" in page_says(second)
    assert "From Line" in page_says(second)


def test_a_typing_error_is_put_right_in_english(office: Office, left: Left) -> None:
    address = f"/beslutninger/{office.adopted}/ret"
    assert "Nothing yet. Correct an amount or a line above." in office.read(left, address)
    assert "Nothing has been corrected." in office.press(left, address, CORRECT, reason="None")
    refused = office.press(left, address, CORRECT, row_0_2020="5.000", reason="")
    assert "Write what was typed wrongly." in refused
    assert "The decision has been corrected." in office.press(left, address, CORRECT, row_0_2020="90", reason="90")


def test_a_project_lead_is_told_in_english_what_can_be_proposed(office: Office, left: Left) -> None:
    site = office.site
    lead = site.browser(site.people[Role.PROJECT_LEAD])
    assert "You can propose what touches your own initiatives" in office.read(left, NEW, client=lead)
    page = lead.get(f"{NEW}?art=allocation").text
    refused = press(
        lead, NEW, page, SAVE, title="For others", body="BIU", row_0_to=str(site.book.language), row_0_2020="1"
    ).text
    assert left(refused) == []
    assert "Each row of your proposal must touch an initiative you are responsible for." in page_says(refused)
    with site.database.writing() as session:
        session.execute(text("DELETE FROM responsibility"))
    assert "You aren’t responsible for an initiative in the plan" in office.read(left, NEW, client=lead)


def test_what_is_worked_out_is_in_english(office: Office, left: Left) -> None:
    site, book = office.site, office.site.book
    assert "There are no rates to index by yet" in office.read(left, f"{NEW}/pl-regulering")
    PARAMETERS["rate_id"](site, 0)
    lines = "".join(f"&linje={line}" for line in book.lines)
    spent = f"brugt-{book.mentors}"
    carried = f"overfoeres-{book.mentors}"
    with site.database.writing() as session:
        close_year(session, book, 2019)
    said = office.read(
        left,
        f"{NEW}/pl-regulering",
        f"{NEW}/pl-regulering?valgt=1&sats=1&afrunding=kr&aar=2020&linje={book.mentors}",
        f"{NEW}/pl-regulering?valgt=1&trin=fortsaet",
        f"{NEW}/pl-regulering?valgt=1&sats=1&afrunding=kr&aar=2019&trin=fortsaet{lines}",
        f"{NEW}/pl-regulering?valgt=1&sats=1&afrunding=kr&aar=2020&aar=2021&trin=fortsaet{lines}",
        f"{NEW}/pl-regulering?valgt=1&sats=1&afrunding=tkr&aar=2021&trin=fortsaet&linje={book.survey}",
        f"{NEW}/overfoersel?fra=2020&til=2021",
        f"{NEW}/overfoersel?fra=2021&til=2020",
        f"{NEW}/overfoersel?fra=2019&til=2020",
        f"{NEW}/overfoersel?fra=2020&til=2021&trin=fortsaet",
        f"{NEW}/overfoersel?fra=2020&til=2021&trin=fortsaet&{spent}=-1&{carried}=1,200",
        f"{NEW}/overfoersel?fra=2020&til=2021&trin=fortsaet&{spent}=50&{carried}=5.000&forklaring=x&plan=y",
        f"{NEW}/overfoersel?fra=2020&til=2021&trin=fortsaet&{spent}=50&{carried}=10&forklaring=x&plan=y",
    )
    for sentence in (
        "isn’t indexed",
        "Choose at least one year.",
        "Indexation of 2020 and 2021 by 1.85 per cent, from price and wage level 2019 to 2020.",
        "The rate gives none of the lines anything.",
        "2019 is closed. Ask an administrator to reopen the year, or untick it.",
        "Write the spending, and choose Work out",
        "Money is carried forward in time. Choose a year after 2021.",
        "Write an amount without a minus.",
        "has only ",
    ):
        assert sentence in said, said


def test_rates_rules_and_years_are_administered_in_english(office: Office, left: Left) -> None:
    site, book = office.site, office.site.book
    administrator = Actor(site.everything, "Everything", frozenset(Role))
    withdrawn, rate = (int(str(PARAMETERS["rate_id"](site, 0))) for _number in range(2))
    with site.database.writing() as session:
        rates.withdraw_rate(session, administrator, withdrawn, seen_version=1)
        standing = powers_of(session, book.plan_id)
        own = {
            Matter.ALLOCATION: Power(Matter.ALLOCATION, BodyLevel.FINANCE_COMMITTEE, 10_000_000, 1_050),
            Matter.CUT: Power(Matter.CUT, BodyLevel.COUNCIL, 50_000_000),
            Matter.REALLOCATION: Power(Matter.REALLOCATION, BodyLevel.COMMITTEE, None, 1_000),
        }
        powers.set_powers(session, administrator, book.plan_id, {**standing, **own}, seen_mark=mark(standing))
        years.close_year(session, administrator, book.plan_id, 2019, reason="The accounts are approved.")
        years.reopen_year(session, administrator, book.plan_id, 2019, reason="An error.")
        years.close_year(session, administrator, book.plan_id, 2021, reason="Nothing more.")
    said = office.read(
        left,
        "/administration/satser",
        "/administration/satser/ny",
        f"/administration/satser/{withdrawn}",
        f"/administration/satser/{rate}",
        "/administration/regler",
        "/administration/regler/handleplan-for-oevelser",
        "/administration/regler/handleplan-for-oevelser/rediger",
        "/administration/budgetaar",
        "/administration/budgetaar/handleplan-for-oevelser/2019/luk",
        "/administration/budgetaar/handleplan-for-oevelser/2021/aabn",
        "/administration/log",
        "/",
    )
    for sentence in (
        "Allocation of the pool of at most 100,000 kr. or 10.5 per cent of the line’s budget in the year",
        "Cut over 500,000 kr. in the year: The City Council decides.",
        "Reallocation of at most 10 per cent of the line’s budget in the year: the administration decides.",
        "The rate has been withdrawn",
        "reopened a budget year",
        "corrected a typing error in",
        "changed the status of",
        "Sent to the committee",
        "“Something new” has been sent to BIU and awaits a decision.",
        "project_lead proposes “Mentors 2”.",
        "the pool can’t cover it",
    ):
        assert sentence in said, said
    address = "/administration/regler/handleplan-for-oevelser/rediger"
    form = fields(office.client.get(address).text)
    for wrong in ({"allocation_kr": "-1"}, {"cut_pct": "101"}, {"cut_pct": "1.5"}, {"indexation_kr": "5"}):
        answer = office.client.post(address, data={**form, **wrong})
        assert left(answer.text) == []
        assert answer.status_code == 400
    for amount in ("x", "1.85", "1,85555555", "101"):
        answer = office.client.post("/administration/satser/ny", data={**_rate_form(office), "rate": amount})
        assert left(answer.text) == []
        assert answer.status_code == 400


def _rate_form(office: Office) -> dict[str, str]:
    form = fields(office.client.get("/administration/satser/ny").text)
    return {**form, "from_year": "2020", "to_year": "2019", "source": "x", "published_on": "15.06.2019"}


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
