"""In English no Danish is left where entries are typed, worked out and put right, nor where their rules are kept."""

from collections.abc import Mapping

import pytest
from sqlalchemy import text

from tests.budget_books import close_year
from tests.web.english_office import NEW, Left, Office
from tests.web.entry_forms import CORRECT, PREVIEW, RECORD, SAVE
from tests.web.form_fields import fields, press
from tests.web.reader_texts import page_says
from tests.web.samples import PARAMETERS
from tracker.actions import powers, rates, years
from tracker.domain.decisions import BodyLevel, DecisionKind
from tracker.domain.people import Actor, Role
from tracker.domain.powers import Matter, Power, mark
from tracker.queries.powers import powers_of

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
    chosen = "sats=1&afrunding=kr&step=go-on"
    sent = [
        office.send(left, f"{NEW}/pl-regulering", body)
        for body in (
            f"sats=1&afrunding=kr&aar=2020&linje={book.mentors}",
            "step=go-on",
            f"{chosen}&aar=2019{lines}",
            f"{chosen}&aar=2020&aar=2021{lines}",
            f"sats=1&afrunding=tkr&aar=2021&step=go-on&linje={book.survey}",
        )
    ]
    sent += [
        office.send(left, f"{NEW}/overfoersel?fra=2020&til=2021", f"step=go-on&{typed}")
        for typed in (
            "",
            f"{spent}=-1&{carried}=1,200",
            f"{spent}=50&{carried}=5.000&forklaring=x&plan=y",
            f"{spent}=50&{carried}=10&forklaring=x&plan=y",
        )
    ]
    read = office.read(
        left,
        f"{NEW}/pl-regulering",
        f"{NEW}/overfoersel?fra=2020&til=2021",
        f"{NEW}/overfoersel?fra=2021&til=2020",
        f"{NEW}/overfoersel?fra=2019&til=2020",
    )
    said = " ".join((*sent, read))
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
