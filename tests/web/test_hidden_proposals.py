"""What a draft says stays with its owner, the budget officers and finance: no page, file or sum gives it away."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.budget_books import post
from tests.web.entry_forms import TKR
from tests.web.samples import Place, places
from tests.web.site import Site
from tracker.actions import scenarios
from tracker.actions.budget_names import LineWords, edit_line
from tracker.actions.entries import enter, rewrite_proposal
from tracker.actions.initiatives import Profile, add_alias, edit_profile
from tracker.actions.proposals import Adoption, adopt, hand_over, move
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, NewDecision, ProposalState
from tracker.domain.entries import Entry, EntryLine, EntryTransfer
from tracker.domain.people import Actor, Role

# Nothing else in the book is called so, or comes to these amounts: what is given, and what it leaves of the pool.
CANARIES = ("kanariefugl", "735.791", "735791", "264.209", "264209")
NOBODYS = 987_654
OUTSIDERS = (Role.READER, Role.PROJECT_LEAD, Role.ADMINISTRATOR)
INSIDERS = (Role.BUDGET_OFFICER, Role.FINANCE)


@pytest.fixture(autouse=True)
def pool(site: Site) -> None:
    """1.000.000 (1.000 kr.) in the pool of 2020."""
    with site.database.writing() as session:
        post(session, site.book, (2020, site.book.source, site.book.reserve, 1_000_000 * TKR))


def officer(site: Site) -> Actor:
    return Actor(site.people[Role.BUDGET_OFFICER], "Budgetkonsulent", frozenset({Role.BUDGET_OFFICER}))


def hidden_draft(site: Site, *, dropped: bool = False) -> int:
    """Enter a draft with canaries in everything it says, and with a line of its own."""
    book, canary = site.book, "kanariefugl"
    new = NewDecision(
        DecisionKind.ALLOCATION,
        "Kanariefugleudvalget",
        None,
        title=f"Flere {canary}e",
        reason=canary,
        plan_for_use=canary,
        targets_touched=canary,
        case_number=canary,
        link=f"https://{canary}.example",
    )
    made = EntryLine("ny-1", f"Hold for {canary}e", LineRole.INITIATIVE, book.theme_id)
    entry = Entry(new, (EntryTransfer(0, 2020, book.reserve, "ny-1", 735_791 * TKR),), (made,))
    with site.database.writing() as session:
        number = enter(session, officer(site), book.plan_id, entry)
    write_about_its_line(site, number)
    with site.database.writing() as session:
        if dropped:
            move(session, officer(site), number, ProposalState.DROPPED, reason=canary, seen_version=1)
        return number


def write_about_its_line(site: Site, number: int) -> None:
    """Give a draft's line another title, another name and a profile, all with canaries."""
    line = int(str(site.value("SELECT id FROM budget_line WHERE introduced_by_id = :id", id=number)))
    title, theme = f"Flere hold for kanariefugle, {number}", site.book.theme_id
    words = LineWords(title=title, outline="9.9", role=LineRole.INITIATIVE, theme_id=theme, place=None)
    with site.database.writing() as session:
        edit_line(session, officer(site), line, words=words, seen_version=1)
        add_alias(session, actor=officer(site), line_id=line, title="Kanariefugleholdet")
        profile = Profile(purpose="Kanariefugle i bur.")
        edit_profile(session, actor=officer(site), line_id=line, profile=profile, seen_version=0)


def given_up(site: Site, *, adopted: bool) -> int:
    """Enter a draft with canaries, write all of it anew without them, and send it to the committee."""
    book, number = site.book, hidden_draft(site)
    new = NewDecision(DecisionKind.ALLOCATION, "BIU", None, title="Mere sprog")
    entry = Entry(new, (EntryTransfer(0, 2020, book.reserve, book.language, 100 * TKR),))
    with site.database.writing() as session:
        rewrite_proposal(session, officer(site), number, entry, seen_version=1)
        move(session, officer(site), number, ProposalState.SENT, seen_version=2)
    if adopted:
        with site.database.writing() as session:
            adopt(session, officer(site), number, Adoption("BIU", date(2020, 11, 15)), seen_version=3)
    return number


def addresses(site: Site) -> list[str]:
    """Give an address for everything that can be read, and those by which budgets with proposals are asked for."""
    of_places = [place.address(site, site.everything) for place in readable(site)]
    plan = plan_address(site)
    asked = [
        f"{plan}?forslag=1",
        f"{plan}?forslag=1&kolonner=2020",
        f"{plan}/budget.xlsx?forslag=1",
        f"{plan}/posteringer?forslag=1&aar=2020",
        f"{plan}/posteringer?fra_dato=01.01.2020&til_forslag=1",
        f"{plan}/bro?fra_dato=01.01.2020&til_forslag=1&alle=1",
        "/beslutninger?status=draft&status=sent&status=dropped&status=adopted",
        "/beslutninger?tekst=kanariefugl&status=draft&status=dropped",
        "/beslutninger/hent.xlsx?status=draft&status=sent&status=dropped&status=adopted",
        f"{plan}/historik?status=draft&status=dropped",
        "/administration/log?subject=decision",
        "/administration/log?subject=budget_line",
    ]
    return [*of_places, *asked]


def plan_address(site: Site) -> str:
    slug = site.value("SELECT slug FROM action_plan")
    return f"/handleplaner/{slug}"


def readable(site: Site) -> Iterator[Place]:
    return (place for place in places(site, methods=frozenset({"GET"})) if place.endpoint != "static")


def words(answer: TestResponse) -> str:
    """Give all that an answer says, of a workbook or document every part of it."""
    if answer.data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(answer.data)) as file:
            return "\n".join(file.read(name).decode(errors="replace") for name in sorted(file.namelist()))
    return answer.text


def same_for_everybody(text: str) -> str:
    """Take out what differs from one answer to the next: keys of forms, moments, and the count of all changes."""
    text = re.sub(r'(name="(?:csrf_token|submission_key)"[^>]*value=)"[^"]*"', r"\1", text)
    text = re.sub(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]+Z", "", text)
    return re.sub(r"(Dataenes udgave</t></si><si><t>)[0-9]+", r"\1", text)


def found_canaries(client: FlaskClient, all_addresses: list[str]) -> list[str]:
    return [
        f"{address}: {canary}"
        for address in all_addresses
        # A form's key is drawn anew each time, and its digits may be anything.
        for said in [same_for_everybody(words(client.get(address, buffered=True))).casefold()]
        for canary in CANARIES
        # What was asked for may stand in the field again.
        if canary in said.replace('value="kanariefugl"', "").replace("tekst=kanariefugl", "")
    ]


@pytest.mark.parametrize("role", OUTSIDERS)
def test_no_page_and_no_file_says_anything_of_it(site: Site, role: Role) -> None:
    asked = addresses(site)
    for dropped in (False, True):
        hidden_draft(site, dropped=dropped)
    assert found_canaries(site.browser(site.people[role]), asked) == []


@pytest.mark.parametrize("role", INSIDERS)
def test_those_who_may_see_it_find_it_in_many_places(site: Site, role: Role) -> None:
    """The negative control: the very same search finds it where it may be seen."""
    asked = addresses(site)
    hidden_draft(site)
    found = {entry.partition(": ")[0] for entry in found_canaries(site.browser(site.people[role]), asked)}
    assert len(found) >= 12, sorted(found)


@pytest.mark.parametrize("adopted", [False, True])
@pytest.mark.parametrize("role", OUTSIDERS)
def test_what_a_draft_gave_up_stays_hidden_once_it_is_sent_or_adopted(site: Site, role: Role, *, adopted: bool) -> None:
    asked = addresses(site)
    number = given_up(site, adopted=adopted)
    line = site.value("SELECT slug FROM budget_line WHERE introduced_by_id = :id", id=number)
    asked += [f"/beslutninger/{number}", f"/beslutninger/{number}/bilag.docx", "/beslutninger?tekst=kanariefugl"]
    client = site.browser(site.people[role])
    assert found_canaries(client, asked) == []
    assert client.get(f"{plan_address(site)}/linjer/{line}").status_code == 404
    page = client.get(f"/beslutninger/{number}").text
    assert "Mere sprog" in page
    assert "tilbageført" not in page


@pytest.mark.parametrize("role", INSIDERS)
def test_those_who_see_drafts_see_what_was_given_up(site: Site, role: Role) -> None:
    number = given_up(site, adopted=True)
    asked = [f"/beslutninger/{number}", "/beslutninger/hent.xlsx"]
    found = {entry.partition(": ")[0] for entry in found_canaries(site.browser(site.people[role]), asked)}
    assert found == set(asked)


def test_the_owner_of_a_draft_sees_what_was_given_up_in_it(site: Site) -> None:
    number = given_up(site, adopted=False)
    with site.database.writing() as session:
        hand_over(session, officer(site), number, owner_id=site.people[Role.PROJECT_LEAD], seen_version=3)
    owner, reader = (site.browser(site.people[role]) for role in (Role.PROJECT_LEAD, Role.READER))
    page = f"/beslutninger/{number}"
    assert found_canaries(owner, [page]) != []
    assert found_canaries(reader, [page]) == []


@pytest.mark.parametrize("role", [Role.READER, Role.PROJECT_LEAD])
def test_every_page_is_the_same_to_the_letter_with_and_without_it(site: Site, role: Role) -> None:
    asked = addresses(site)
    client = site.browser(site.people[role])
    client.get("/")
    before = [same_for_everybody(words(client.get(address, buffered=True))) for address in asked]
    for dropped in (False, True):
        hidden_draft(site, dropped=dropped)
    after = [same_for_everybody(words(client.get(address, buffered=True))) for address in asked]
    different = [address for address, one, two in zip(asked, before, after, strict=True) if one != two]
    assert different == []


@pytest.mark.parametrize("role", OUTSIDERS)
def test_asked_for_by_its_number_or_its_line_it_is_as_if_it_did_not_exist(site: Site, role: Role) -> None:
    number = hidden_draft(site)
    line = str(site.value("SELECT slug FROM budget_line WHERE introduced_by_id = :id", id=number))
    plan = plan_address(site)
    client = site.browser(site.people[role])
    asked = [
        "/beslutninger/{number}",
        "/beslutninger/{number}/bilag.docx",
        "/beslutninger/{number}/rediger",
        "/beslutninger/{number}/ret",
        "/beslutninger/{number}/vedtag",
        "{plan}?med={number}",
        "{plan}?beslutning={number}",
        "{plan}/budget.xlsx?med={number}",
        "{plan}/posteringer?med={number}",
        "{plan}/posteringer?linje={line}",
        "{plan}/posteringer?fra_dato=01.01.2020&til_med={number}",
        "{plan}/bro?fra_dato=01.01.2020&til_med={number}",
        "{plan}/bro?fra_beslutning={number}",
        "{plan}/bro?linje={line}",
        "{plan}/bilag.docx?forslag={number}",
        "{plan}/linjer/{line}",
        "{plan}/historik?linje={line}",
        "/beslutninger?plan=handleplan-for-oevelser&linje={line}",
    ]

    def ask(address: str, number: int, line: str) -> tuple[int, str]:
        answer = client.get(address.format(plan=plan, number=number, line=line), buffered=True)
        # What was asked for stands in the page again: in its address, and in quotation marks.
        again = rf"(?<=[/=»])({number}|{line})(?![0-9])"
        return answer.status_code, re.sub(again, "#", same_for_everybody(words(answer)))

    told = [address for address in asked if ask(address, number, line) != ask(address, NOBODYS, "findes-slet-ikke")]
    assert told == []


def test_a_scenario_says_that_it_holds_more_and_nothing_else(site: Site) -> None:
    number = hidden_draft(site)
    with site.database.writing() as session:
        held = scenarios.ScenarioWords("Mere af det hele", "", frozenset({number}))
        scenario = scenarios.new_scenario(session, officer(site), site.book.plan_id, held)
    plan = plan_address(site)
    asked = [
        f"{plan}/scenarier",
        f"{plan}/scenarier/sammenlign?vis={scenario}&aar=alle",
        f"{plan}/scenarier/hent.xlsx?vis={scenario}",
        f"{plan}/bilag.docx?scenarie={scenario}",
    ]
    for role in OUTSIDERS:
        client = site.browser(site.people[role])
        assert found_canaries(client, asked) == []
        assert "1 forslag kan du ikke se. Det er ikke regnet med." in client.get(asked[1]).text
