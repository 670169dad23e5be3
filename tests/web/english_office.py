"""An office at work in English: every kind of decision and proposal, and a browser that may do everything."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask.testing import FlaskClient

from tests.budget_books import post
from tests.web.entry_forms import fill_pool
from tests.web.form_fields import press
from tests.web.reader_texts import page_says
from tests.web.site import Site
from tracker.actions.decisions import reverse_transfer
from tracker.actions.entries import correct, enter
from tracker.actions.proposals import Adoption, adopt, hand_over, move
from tracker.actions.scenarios import ScenarioWords, new_scenario, put_away
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, NewDecision, ProposalState
from tracker.domain.entries import Entry, EntryLine, EntryTransfer, LineRef
from tracker.domain.people import Actor, Role

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

    def send(self, left: Left, address: str, body: str) -> str:
        """Send a form as it is encoded: what it answers may have no Danish left; gives what it says."""
        data = f"csrf_token={self.site.token(self.client)}&{body}"
        answer = self.client.post(address, data=data, content_type="application/x-www-form-urlencoded")
        assert (address, body, left(answer.text)) == (address, body, [])
        return page_says(answer.text)

    def press(self, left: Left, address: str, step: str, **typed: str) -> str:
        """Press a button of a form: what it answers may have no Danish left; gives what it says."""
        answer = press(self.client, address, self.client.get(address).text, step, **typed)
        if answer.status_code == 303:
            answer = self.client.get(answer.location)
        assert ((address, typed), left(answer.text)) == ((address, typed), [])
        return page_says(answer.text)


def open_office(site: Site) -> Office:
    """Make every kind of decision and proposal, in English words."""
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
