"""Double clicks on the forms of decisions, on a real server with several processes and threads: each counts once."""

import secrets
from pathlib import Path

from sqlalchemy import text

from tests.budget_books import post
from tests.databases import DatabaseUrls
from tests.web.entry_forms import CORRECT, RECORD, SAVE, TKR, address_of, left_in_pool
from tests.web.samples import PARAMETERS, form_for
from tests.web.site import Site
from tests.web.test_double_clicks import Clicker, server
from tracker.actions.entries import enter
from tracker.domain.decisions import DecisionKind, NewDecision
from tracker.domain.entries import Entry, EntryTransfer
from tracker.domain.people import Actor, Role

DOUBLE_CLICKS, PROPOSALS, CHANGES, CONTROLS = 500, 10, 10, 10
RATES, RULES = "/administration/satser", "/administration/regler"
POOL = DOUBLE_CLICKS + 2 * CONTROLS


def fill_pool(site: Site) -> None:
    book = site.book
    with site.database.writing() as session:
        post(session, book, (2020, book.source, book.reserve, POOL * TKR))


def allocation(site: Site, title: str, amount: int = 1) -> dict[str, str]:
    """Fill in the form that gives the mentors some of the pool of 2020 (1.000 kr.)."""
    return {
        "submission_key": secrets.token_urlsafe(24),
        "kind": "allocation",
        "body": "BIU",
        "title": title,
        "row-0-from": str(site.book.reserve),
        "row-0-to": str(site.book.mentors),
        "row-0-2020": str(amount),
    }


def test_five_hundred_double_clicks_record_five_hundred_decisions(
    any_site: Site, database_url: DatabaseUrls, tmp_path: Path
) -> None:
    site = any_site
    fill_pool(site)
    before, address = site.count("decision"), address_of(site)
    decided = {"decided_on": "15.11.2020", "step": RECORD}
    answers = []
    with server(database_url, tmp_path / "served") as port:
        clicker = Clicker(site, port)
        for number in range(DOUBLE_CLICKS):
            form = {**allocation(site, f"Nr. {number}"), **decided}
            answers.append(clicker.click_twice(address, [form, form]))
        recorded, left = site.count("decision") - before, left_in_pool(site)
        # The negative control: with a key for each click, which is as good as none, every click takes from the pool.
        for number in range(CONTROLS):
            clicker.click_twice(address, [{**allocation(site, f"To gange {number}"), **decided} for _ in range(2)])
        clicker.close()
    assert (recorded, left) == (DOUBLE_CLICKS, (1, POOL - DOUBLE_CLICKS, 0))
    assert all(len(both) == 1 for both in answers), "the second click leads where the first one does"
    pages = {(status, page) for both in answers for status, page in both}
    with site.database.reading() as session:
        made = session.execute(text("SELECT id FROM decision WHERE title LIKE 'Nr. %'")).scalars().all()
    assert pages == {(303, f"/beslutninger/{number}") for number in made}
    assert site.value("SELECT count(DISTINCT title) FROM decision WHERE title LIKE 'Nr. %'") == DOUBLE_CLICKS
    assert left_in_pool(site) == (1, 0, 0)


def test_every_other_form_of_decisions_and_years_counts_once_however_it_is_clicked(
    any_site: Site, database_url: DatabaseUrls, tmp_path: Path
) -> None:
    site = any_site
    fill_pool(site)
    slug = site.value("SELECT slug FROM action_plan")
    years = f"/administration/budgetaar/{slug}/2019"
    with server(database_url, tmp_path / "served") as port:
        clicker = Clicker(site, port)
        clicks = [
            (page, clicker.click_twice(f"{page}/{ending}", [form, form]))
            for number in range(PROPOSALS)
            for page in [f"/beslutninger/{draft(site, number)}"]
            for ending, form in steps(site, number)
        ]
        clicks += [
            ("/administration/budgetaar", clicker.click_twice(f"{years}/{ending}", [form, form]))
            for number in range(PROPOSALS)
            for ending in ("luk", "aabn")
            for form in [{"submission_key": secrets.token_urlsafe(24), "reason": f"Nr. {number}"}]
        ]
        clicker.close()
    assert [(page, both) for page, both in clicks if both != {(303, page)}] == []
    assert site.value("SELECT count(*) FROM decision WHERE title LIKE 'Rettet %' AND version = 6") == PROPOSALS
    assert left_in_pool(site) == (1, POOL, 0)
    assert site.count("closed_year") == 0
    events = "SELECT count(*) FROM audit_event WHERE action = :action"
    for action in ("rewrite", "move", "adopt", "correct", "reverse", "close-year", "reopen-year"):
        assert site.value(events, action=action) == PROPOSALS, action


def test_every_form_that_changes_scenarios_rates_and_rules_counts_once_however_it_is_clicked(
    any_site: Site, database_url: DatabaseUrls, tmp_path: Path
) -> None:
    site = any_site
    slug = site.value("SELECT slug FROM action_plan")
    scenarios, rules = f"/handleplaner/{slug}/scenarier", f"{RULES}/{slug}"
    scenario = PARAMETERS["scenario_id"](site, site.everything)
    different = []
    with server(database_url, tmp_path / "served") as port:
        clicker = Clicker(site, port)
        for number in range(CHANGES):
            rate = f"{RATES}/{PARAMETERS['rate_id'](site, site.everything)}"
            versions = [str(3 * number + seen) for seen in (1, 2, 3)]
            for endpoint, page, address, typed in (
                (
                    "scenarios.edit",
                    scenarios,
                    f"{scenarios}/{scenario}/rediger",
                    {"version": versions[0], "title": f"Nr. {number}"},
                ),
                ("scenarios.put_away", scenarios, f"{scenarios}/{scenario}/plads", {"version": versions[1]}),
                (
                    "scenarios.put_away",
                    scenarios,
                    f"{scenarios}/{scenario}/plads",
                    {"version": versions[2], "away": "0"},
                ),
                ("administration.edit_rate", RATES, rate, {"name": f"Nr. {number}"}),
                ("administration.withdraw_rate", RATES, f"{rate}/traek-tilbage", {"version": "2"}),
                ("administration.edit_powers", rules, f"{rules}/rediger", {}),
                ("administration.take_usual_powers", rules, f"{rules}/saedvanlige", {}),
            ):
                form = {**form_for(endpoint, site), **typed}
                if (answers := clicker.click_twice(address, [form, form])) != {(303, page)}:
                    different.append((endpoint, answers))
        clicker.close()
    assert different == []
    assert site.value("SELECT version FROM scenario") == 3 * CHANGES + 1
    for action in ("edit", "put-away", "take-out", "withdraw-rate", "set-powers", "usual-powers"):
        events = site.value("SELECT count(*) FROM audit_event WHERE action = :action", action=action)
        assert events == (2 if action == "edit" else 1) * CHANGES, action


def draft(site: Site, number: int) -> int:
    """Propose to give the mentors 1 (1.000 kr.) of the pool."""
    book, officer = site.book, Actor(site.everything, "Prøve", frozenset({Role.BUDGET_OFFICER}))
    new = NewDecision(DecisionKind.ALLOCATION, "BIU", None, title=f"Forslag {number}")
    with site.database.writing() as session:
        return enter(
            session, officer, book.plan_id, Entry(new, (EntryTransfer(0, 2020, book.reserve, book.mentors, TKR),))
        )


def steps(site: Site, number: int) -> tuple[tuple[str, dict[str, str]], ...]:
    """Give the forms of a proposal's whole way: written anew with 2, sent, adopted, put right to 3, reversed."""

    def key() -> str:
        return secrets.token_urlsafe(24)

    right = allocation(site, "", 3)
    return (
        ("rediger", {**allocation(site, f"Rettet {number}", 2), "version": "1", "step": SAVE}),
        ("skridt", {"submission_key": key(), "version": "2", "to": "sent", "reason": ""}),
        ("vedtag", {"submission_key": key(), "version": "3", "body": "BIU", "decided_on": "15.11.2020"}),
        ("ret", {**right, "version": "4", "reason": "Der skulle stå 3.", "step": CORRECT}),
        ("tilbagefoer", {"submission_key": key(), "version": "5", "reason": "Den blev aldrig vedtaget."}),
    )
