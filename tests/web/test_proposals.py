"""A proposal's page: what it says and does, its steps, and its adoption, with what was typed kept where it fails."""

import re
from datetime import date
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.budget_books import close_year, post
from tests.web.page_text import main_text, tables
from tests.web.site import Site, field
from tracker.actions.entries import correct, enter
from tracker.actions.proposals import Adoption, adopt, move
from tracker.domain.decisions import DecisionKind, NewDecision, ProposalState
from tracker.domain.entries import Entry, EntryTransfer
from tracker.domain.people import Actor, Role

TKR = 100_000
OFFICER, LEAD, READER = Role.BUDGET_OFFICER, Role.PROJECT_LEAD, Role.READER


@pytest.fixture(autouse=True)
def pool(site: Site) -> None:
    """600 (1.000 kr.) in the pool of 2020 beside what the site has."""
    with site.database.writing() as session:
        post(session, site.book, (2020, site.book.source, site.book.reserve, 600 * TKR))


def person(site: Site, role: Role) -> Actor:
    return Actor(site.people[role], role.value, frozenset({role}))


def draft(site: Site, *, owner: Role = OFFICER, amount: int = 400, title: str = "Flere mentorer") -> int:
    """Enter a draft that takes thousand kroner from the pool of 2020."""
    new = NewDecision(
        kind=DecisionKind.ALLOCATION,
        body="BIU",
        decided_on=None,
        title=title,
        reason="Der er venteliste.",
        plan_for_use="To mentorer mere.",
        targets_touched="Mindst 30 deltagere.",
    )
    entry = Entry(new, (EntryTransfer(0, 2020, site.book.reserve, site.book.mentors, amount * TKR),))
    with site.database.writing() as session:
        return enter(session, person(site, owner), site.book.plan_id, entry)


def page(site: Site, role: Role, number: int, more: str = "") -> str:
    answer = site.browser(site.people[role]).get(f"/beslutninger/{number}{more}")
    assert answer.status_code == 200
    return answer.text


def send(site: Site, role: Role, address: str, form: dict[str, Any]) -> TestResponse:
    """Send a form of the page at an address's decision, with the keys that the page gave it."""
    client = site.browser(site.people[role])
    shown = client.get(address.rsplit("/", 1)[0] if not address.endswith("/vedtag") else address).text
    keys = {"csrf_token": site.token(client), "submission_key": field(shown, "submission_key")}
    return client.post(address, data={**keys, "version": "1", **form})


def state(site: Site, number: int) -> object:
    return site.value("SELECT proposal_state FROM decision WHERE id = :id", id=number)


def test_the_page_tells_what_is_proposed_and_what_it_does_to_the_pool(site: Site) -> None:
    text = main_text(page(site, OFFICER, draft(site)))
    for words in (
        "Flere mentorer",
        "Kladde",
        "tæller ikke med i budgettet",
        "Skal besluttes af BIU",
        "Der er venteliste.",
        "To mentorer mere.",
        "Mindst 30 deltagere.",
        "Tilbage: Pulje til senere udmøntning",
        "før 600",
        "BIU kan beslutte det.",
        "Oprettet som forslag",
    ):
        assert words in text
    effect = tables(page(site, OFFICER, draft(site)))[0]
    assert "Pulje til senere udmøntning | 1 | 600 | – | – | −400 | – | 1 | 200 | –" in effect
    assert "I alt | 3.301 | 600 | – | – | – | – | 3.301 | 600 | –" in effect


def test_what_a_proposal_asks_too_much_is_said_on_its_page(site: Site) -> None:
    text = main_text(page(site, OFFICER, draft(site, amount=700)))
    assert "Pulje til senere udmøntning rækker ikke: i 2020 ville der mangle 100 (1.000 kr.)" in text


def test_a_draft_is_there_for_its_owner_the_officers_and_finance_alone(site: Site) -> None:
    number = draft(site, owner=OFFICER)
    found = {role: site.browser(site.people[role]).get(f"/beslutninger/{number}").status_code for role in Role}
    assert found == {
        Role.READER: 404,
        Role.PROJECT_LEAD: 404,
        Role.BUDGET_OFFICER: 200,
        Role.FINANCE: 200,
        Role.ADMINISTRATOR: 404,
    }
    with site.database.writing() as session:
        move(session, person(site, OFFICER), number, ProposalState.SENT, seen_version=1)
    assert "Sendt til udvalget" in main_text(page(site, READER, number))


def test_a_proposal_goes_its_way_step_by_step_and_the_page_tells_it(site: Site) -> None:
    number = draft(site)
    steps: list[tuple[dict[str, str], object]] = [
        ({"to": "sent", "version": "1"}, "sent"),
        ({"to": "draft", "version": "2"}, "draft"),
        ({"to": "dropped", "reason": "Pengene er brugt.", "version": "3"}, "dropped"),
        ({"to": "draft", "version": "4"}, "draft"),
    ]
    for form, after in steps:
        assert send(site, OFFICER, f"/beslutninger/{number}/skridt", form).status_code == 303
        assert state(site, number) == after
    text = main_text(page(site, OFFICER, number))
    history = text[text.index("Forløb") :]
    places = [
        history.index(words)
        for words in (
            "Oprettet som forslag",
            "Sendt til udvalget",
            "Hentet tilbage til kladde",
            "Droppet Pengene er brugt.",
            "Taget op igen som kladde",
        )
    ]
    assert places == sorted(places)


def test_dropping_without_a_reason_says_so_at_the_field(site: Site) -> None:
    number = draft(site)
    answer = send(site, OFFICER, f"/beslutninger/{number}/skridt", {"to": "dropped", "reason": " "})
    assert answer.status_code == 400
    assert "Skriv, hvorfor forslaget droppes. Begrundelsen står i loggen." in main_text(answer.text)
    assert 'href="#reason"' in answer.text
    assert '<details class="step-more" open>' in answer.text
    assert "Hvorfor droppes forslaget? (frivilligt)" not in main_text(answer.text)
    assert state(site, number) == "draft"


def test_a_step_on_what_somebody_else_has_changed_is_refused_and_the_page_shows_it_as_it_is(site: Site) -> None:
    number = draft(site)
    client = site.browser(site.people[OFFICER])
    shown = client.get(f"/beslutninger/{number}").text
    with site.database.writing() as session:
        move(session, person(site, OFFICER), number, ProposalState.SENT, seen_version=1)
    keys = {"csrf_token": site.token(client), "submission_key": field(shown, "submission_key"), "version": "1"}
    answer = client.post(f"/beslutninger/{number}/skridt", data={**keys, "to": "dropped", "reason": "Fortrudt"})
    assert answer.status_code == 409
    text = main_text(answer.text)
    assert "Nogen har ændret forslaget, siden du åbnede siden." in text
    assert "Sendt til udvalget" in text
    assert state(site, number) == "sent"


def test_a_double_click_counts_once(site: Site) -> None:
    number = draft(site)
    client = site.browser(site.people[OFFICER])
    shown = client.get(f"/beslutninger/{number}").text
    form = {
        "csrf_token": site.token(client),
        "submission_key": field(shown, "submission_key"),
        "version": "1",
        "to": "sent",
        "reason": "",
    }
    answers = [client.post(f"/beslutninger/{number}/skridt", data=form).status_code for _click in range(2)]
    assert answers == [303, 303]
    assert site.value("SELECT version FROM decision WHERE id = :id", id=number) == 2


def test_a_project_lead_drops_and_hands_over_own_drafts_but_does_not_send_them(site: Site) -> None:
    number = draft(site, owner=LEAD)
    shown = page(site, LEAD, number)
    assert "Drop forslaget" in shown
    assert "Send til udvalget" not in shown
    assert "/vedtag" not in shown
    refused = send(site, LEAD, f"/beslutninger/{number}/skridt", {"to": "sent"})
    assert refused.status_code == 400
    assert "En budgetkonsulent sender forslag til udvalget" in main_text(refused.text)
    done = send(site, LEAD, f"/beslutninger/{number}/ejer", {"owner_id": str(site.people[OFFICER])})
    assert (done.status_code, done.location) == (303, "/beslutninger")
    assert site.value("SELECT owner_id FROM decision WHERE id = :id", id=number) == site.people[OFFICER]
    assert "Givet videre til budget_officer" in main_text(page(site, OFFICER, number))


def test_somebody_who_can_not_take_it_further_is_not_offered_as_owner(site: Site) -> None:
    number = draft(site)
    answer = send(site, OFFICER, f"/beslutninger/{number}/ejer", {"owner_id": str(site.people[READER])})
    assert answer.status_code == 400
    assert "Vælg en af mulighederne på listen." in answer.text
    assert site.value("SELECT owner_id FROM decision WHERE id = :id", id=number) == site.people[OFFICER]


ADOPTED = {
    "body": "BIU",
    "decided_on": "15.11.2020",
    "agenda_item": "4",
    "case_number": "2020-0042",
    "link": "https://example.org/referat",
}


def test_adopting_turns_a_proposal_into_a_decision_with_body_day_and_papers(site: Site) -> None:
    number = draft(site)
    assert "400" in page(site, OFFICER, number, "/vedtag")
    answer = send(site, OFFICER, f"/beslutninger/{number}/vedtag", ADOPTED)
    assert (answer.status_code, answer.location) == (303, f"/beslutninger/{number}")
    text = main_text(page(site, READER, number))
    for words in ("Vedtaget", "Besluttet af BIU", "15.11.2020", "2020-0042", "Registreret som vedtaget den 15.11.2020"):
        assert words in text
    assert state(site, number) is None


def test_who_recorded_an_adoption_is_told_beside_who_proposed_it(site: Site) -> None:
    number = draft(site, owner=LEAD)
    assert re.search(r"Registreret [^,]+, project_lead", main_text(page(site, LEAD, number)))
    send(site, OFFICER, f"/beslutninger/{number}/vedtag", ADOPTED)
    text = main_text(page(site, READER, number))
    assert re.search(r"Foreslået [^,]+, project_lead Registreret som vedtaget [^,]+, budget_officer", text)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"body": "BIF"}, "BIF kan ikke beslutte det."),
        ({"body": "Kaffeklubben"}, "Fejl: Kaffeklubben er ikke et organ, der kan beslutte noget her."),
        ({"decided_on": "1.1.2150"}, "Mødet er ikke holdt endnu. Registrér beslutningen, når den er truffet."),
        ({"decided_on": "31.2.2020"}, "Skriv datoen som dag, måned og år, fx 15.11.2020."),
        ({"decided_on": "1.1.2010"}, "Pulje til senere udmøntning rækker ikke"),
        ({"link": "javascript:alert(1)"}, "Skriv en hel adresse, der begynder med https:// eller http://."),
        ({"body": ""}, "Skriv, hvilket udvalg der har besluttet det, fx BIU."),
    ],
)
def test_an_adoption_that_is_refused_says_why_and_keeps_what_was_typed(
    site: Site, change: dict[str, str], sentence: str
) -> None:
    number = draft(site)
    answer = send(site, OFFICER, f"/beslutninger/{number}/vedtag", {**ADOPTED, **change})
    assert answer.status_code == 400
    assert sentence in main_text(answer.text)
    assert 'value="2020-0042"' in answer.text
    assert state(site, number) == "draft"


def test_a_closed_year_takes_no_adoption(site: Site) -> None:
    number = draft(site)
    with site.database.writing() as session:
        close_year(session, site.book, 2020)
    answer = send(site, OFFICER, f"/beslutninger/{number}/vedtag", ADOPTED)
    assert answer.status_code == 400
    assert "2020 er lukket for Handleplan for øvelser. Bed en administrator om at åbne året." in main_text(answer.text)


def test_the_second_officer_gets_a_sentence_and_the_table_as_the_first_left_it(site: Site) -> None:
    first, second = draft(site), draft(site, title="Mere sprog")
    client = site.browser(site.people[OFFICER])
    shown = client.get(f"/beslutninger/{second}/vedtag").text
    assert "før 600" in main_text(shown)
    with site.database.writing() as session:
        adopt(session, person(site, OFFICER), first, Adoption("BIU", date(2020, 11, 1)), seen_version=1)
    keys = {"csrf_token": site.token(client), "submission_key": field(shown, "submission_key"), "version": "1"}
    answer = client.post(f"/beslutninger/{second}/vedtag", data={**keys, **ADOPTED})
    assert answer.status_code == 400
    text = main_text(answer.text)
    assert "Beslutningen er ikke registreret" in text
    assert "Pulje til senere udmøntning rækker ikke: i 2020 ville der mangle 200 (1.000 kr.) fra 15.11.2020." in text
    assert "Pulje til senere udmøntning | 1 | 200 | – | – | −400 | – | 1 | −200 | –" in tables(answer.text)[0]
    assert 'value="2020-0042"' in answer.text


def test_the_effect_is_shown_for_the_day_that_was_typed_without_saving_anything(site: Site) -> None:
    number = draft(site)
    before = site.count("audit_event")
    answer = send(site, OFFICER, f"/beslutninger/{number}/vedtag", {**ADOPTED, "preview": "1"})
    assert answer.status_code == 200
    assert "Virkningen, hvis det er vedtaget den 15.11.2020" in main_text(answer.text)
    assert (site.count("audit_event"), site.count("submission"), state(site, number)) == (before, 0, "draft")


def test_an_adoption_sent_twice_counts_once_and_its_form_is_gone_afterwards(site: Site) -> None:
    number = draft(site)
    client = site.browser(site.people[OFFICER])
    shown = client.get(f"/beslutninger/{number}/vedtag").text
    keys = {"csrf_token": site.token(client), "submission_key": field(shown, "submission_key"), "version": "1"}
    for _click in range(2):
        answer = client.post(f"/beslutninger/{number}/vedtag", data={**keys, **ADOPTED})
        assert (answer.status_code, answer.location) == (303, f"/beslutninger/{number}")
    assert client.get(f"/beslutninger/{number}/vedtag").location == f"/beslutninger/{number}"
    other = client.post(f"/beslutninger/{number}/vedtag", data={**keys, **ADOPTED, "submission_key": "k" * 32})
    assert other.status_code == 409
    assert "Nogen har ændret forslaget" in main_text(other.text)


def test_a_correction_stands_in_the_history_with_its_reason(site: Site) -> None:
    number = draft(site)
    with site.database.writing() as session:
        adopt(session, person(site, OFFICER), number, Adoption("BIU", date(2020, 11, 1)), seen_version=1)
        right = EntryTransfer(0, 2020, site.book.reserve, site.book.mentors, 300 * TKR)
        correct(session, person(site, OFFICER), number, [right], reason="Tastet 400 for 300.", seen_version=2)
    shown = page(site, OFFICER, number)
    text = main_text(shown)
    assert "Tastefejl rettet: 1 postering tilbageført Tastet 400 for 300." in text
    assert f'href="/beslutninger/{number}/ret"' in shown
    assert f'href="/beslutninger/{number}/ret"' not in page(site, READER, number)
