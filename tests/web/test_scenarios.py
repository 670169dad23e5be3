"""Scenarios: a plan's list of them, making and changing one, and up to four beside today's budget."""

import secrets
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.budget_books import post
from tests.web.page_text import main_text, tables
from tests.web.site import Site, field
from tracker.actions.entries import enter
from tracker.actions.proposals import Adoption, adopt, move
from tracker.actions.scenarios import ScenarioWords, edit_scenario, new_scenario
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, NewDecision, ProposalState
from tracker.domain.entries import Entry, EntryLine, EntryTransfer, LineRef
from tracker.domain.people import Actor, Role

TKR = 100_000
PLAN = "/handleplaner/handleplan-for-oevelser"
OFFICER, READER = Role.BUDGET_OFFICER, Role.READER


@pytest.fixture(autouse=True)
def pool(site: Site) -> None:
    """600 and 1.000 (1.000 kr.) in the pools of 2020 and 2021 beside what the site has."""
    book = site.book
    with site.database.writing() as session:
        post(
            session,
            book,
            (2020, book.source, book.reserve, 600 * TKR),
            (2021, book.source, book.reserve, 1000 * TKR),
        )


def officer(site: Site) -> Actor:
    return Actor(site.people[OFFICER], "Budgetkonsulent", frozenset({OFFICER}))


def draft(site: Site, title: str, *rows: tuple[int, LineRef, int], lines: tuple[EntryLine, ...] = ()) -> int:
    """Enter a draft that gives lines thousand kroner of the pool: (year, line, amount)."""
    new = NewDecision(
        kind=DecisionKind.ALLOCATION, body="BIU", decided_on=None, title=title, targets_touched=f"Mål for {title}"
    )
    transfers = tuple(
        EntryTransfer(number, year, site.book.reserve, line, amount * TKR)
        for number, (year, line, amount) in enumerate(rows)
    )
    with site.database.writing() as session:
        return enter(session, officer(site), site.book.plan_id, Entry(new, transfers, lines))


def scenario(site: Site, title: str, *ids: int) -> int:
    with site.database.writing() as session:
        return new_scenario(session, officer(site), site.book.plan_id, ScenarioWords(title, "", frozenset(ids)))


def page(site: Site, role: Role, address: str) -> str:
    answer = site.browser(site.people[role]).get(PLAN + address)
    assert answer.status_code == 200
    return answer.text


def two(site: Site) -> tuple[int, int]:
    """Make two scenarios: everything to the mentors, and something new."""
    mentors = draft(site, "Mentorer hele vejen", (2020, site.book.mentors, 600), (2021, site.book.mentors, 1000))
    new = EntryLine("ny", "Virksomhedsbesøg", LineRole.INITIATIVE, site.book.theme_id)
    visits = draft(site, "Besøg", (2021, "ny", 350), lines=(new,))
    return scenario(site, "Alt til mentorer", mentors), scenario(site, "Noget nyt", visits)


def test_scenarios_stand_beside_today_with_what_they_change_in_bold(site: Site) -> None:
    first, second = two(site)
    shown = page(site, OFFICER, f"/scenarier/sammenlign?vis={second}&vis={first}")
    compared, figures = tables(shown)
    assert (
        compared
        == """\
Indsatser | I dag | Noget nyt | Alt til mentorer
2020 | 2021 | 2020 | 2021 | 2020 | 2021
Job og uddannelse
1.1 Mentorer | – | – | – | – | 600 +600 | 1.000 +1.000
1.2 Sprog på jobbet | – | – | – | – | – | –
Virksomhedsbesøg ny | – | – | – | 350 +350 | – | –
Øvrige midler
Undersøgelse | – | – | – | – | – | –
Pulje til senere udmøntning | 600 | 1.000 | 600 | 650 −350 | – −600 | – −1.000
I alt er lig rammen | 600 | 1.000 | 600 | 1.000 | 600 | 1.000
Tilbage i puljen | 600 | 1.000 | 600 | 650 −350 | – −600 | – −1.000"""
    )
    assert (
        figures
        == """\
Budget | Fordelt | Tilbage i puljen
2020 | 2021 | 2020 | 2021
I dag | – | – | 600 | 1.000
Noget nyt | – | 350 | 600 | 650
Alt til mentorer | 600 | 1.000 | – | –"""
    )
    assert '<strong class="difference">+350</strong>' in shown
    assert "Mål for Besøg" in shown
    assert shown.count('role="img" aria-labelledby="puljebillede-title') == 1


def test_all_years_or_one_can_be_chosen_and_another_unit(site: Site) -> None:
    first, _second = two(site)
    every = tables(page(site, OFFICER, f"/scenarier/sammenlign?vis={first}&aar=alle"))[0]
    assert every.splitlines()[1] == "2019 | 2020 | 2021 | 2019 | 2020 | 2021"
    one = tables(page(site, OFFICER, f"/scenarier/sammenlign?vis={first}&aar=2021&enhed=mio"))[0]
    assert "1.1 Mentorer | – | 1,000 +1,000" in one.replace("1,0 +1,0", "1,000 +1,000")


def test_each_amount_leads_to_its_explanation_with_the_proposals_of_its_scenario(site: Site) -> None:
    first, _second = two(site)
    shown = page(site, OFFICER, f"/scenarier/sammenlign?vis={first}")
    held = site.value("SELECT decision_id FROM scenario_proposal WHERE scenario_id = :id", id=first)
    address = f"{PLAN}/posteringer?med={held}&amp;linje=mentorer&amp;aar=2021"
    assert f'<a href="{address}">1.000</a>' in shown
    explained = site.browser(site.people[OFFICER]).get(address.replace("&amp;", "&"))
    assert explained.status_code == 200
    assert "Mentorer hele vejen" in explained.text
    assert f'<a href="{PLAN}/posteringer?linje=pulje-til-senere-udmoentning&amp;aar=2021">1.000</a>' in shown


def test_a_scenario_that_overdraws_the_pool_is_warned_about(site: Site) -> None:
    ids = [draft(site, title, (2020, site.book.mentors, 400)) for title in ("Først", "Så")]
    number = scenario(site, "Begge dele", *ids)
    sentence = "Pulje til senere udmøntning rækker ikke til det hele: i 2020 mangler der 200 (1.000 kr.)"
    shown = main_text(page(site, OFFICER, f"/scenarier/sammenlign?vis={number}"))
    assert "»Begge dele« kan ikke vedtages, som det er" in shown
    assert sentence in shown
    assert sentence in main_text(page(site, OFFICER, "/scenarier"))


def test_adopted_and_dropped_proposals_say_what_they_mean_for_the_numbers(site: Site) -> None:
    adopted, dropped = (draft(site, title, (2020, site.book.mentors, 100)) for title in ("Vedtages", "Droppes"))
    number = scenario(site, "Efter mødet", adopted, dropped)
    with site.database.writing() as session:
        adopt(session, officer(site), adopted, Adoption("BIU", date(2020, 1, 1)), seen_version=1)
        move(session, officer(site), dropped, ProposalState.DROPPED, reason="For dyrt", seen_version=1)
    text = main_text(page(site, OFFICER, f"/scenarier/sammenlign?vis={number}"))
    assert "Vedtages Vedtaget Er en del af budgettet i dag og gør ingen forskel her." in text
    assert "Droppes Droppet Tæller ikke med her." in text


def test_what_a_reader_may_not_see_is_left_out_and_counted(site: Site) -> None:
    secret, sent = (draft(site, title, (2020, site.book.mentors, 100)) for title in ("Hemmelig", "Åben"))
    number = scenario(site, "Begge", secret, sent)
    with site.database.writing() as session:
        move(session, officer(site), sent, ProposalState.SENT, seen_version=1)
    shown = page(site, READER, f"/scenarier/sammenlign?vis={number}")
    assert "Hemmelig" not in shown
    assert "1 forslag kan du ikke se. Det er ikke regnet med." in main_text(shown)
    assert "1.1 Mentorer | – | 100 +100" in tables(shown)[0]
    listed = page(site, READER, "/scenarier")
    assert "Hemmelig" not in listed
    assert "Nyt scenarie" not in listed


def test_five_at_once_are_too_many_and_one_that_is_not_there_is_named(site: Site) -> None:
    numbers = [scenario(site, f"Nr. {number}") for number in range(5)]
    client = site.browser(site.people[OFFICER])
    answer = client.get(f"{PLAN}/scenarier/sammenlign", query_string={"vis": numbers})
    assert answer.status_code == 400
    assert "Du kan se højst 4 scenarier ved siden af hinanden. Her er de første." in main_text(answer.text)
    assert tables(answer.text)[0].splitlines()[0] == "Indsatser | I dag | Nr. 0 | Nr. 1 | Nr. 2 | Nr. 3"
    for query in ("vis=999", "vis=x", "aar=1999", "enhed=sten"):
        refused = client.get(f"{PLAN}/scenarier/sammenlign?{query}")
        assert refused.status_code == 400
        assert f"»{query.partition('=')[2]}«" in main_text(refused.text)


def test_an_address_that_was_kept_still_shows_a_scenario_that_was_put_away(site: Site) -> None:
    first, _second = two(site)
    client = site.browser(site.people[OFFICER])
    form = {**keys(site, client), "version": "1", "away": "1"}
    for _click in range(2):
        assert client.post(f"{PLAN}/scenarier/{first}/plads", data=form).status_code == 303
    listed = main_text(page(site, OFFICER, "/scenarier"))
    assert listed.index("Noget nyt") < listed.index("Lagt væk") < listed.index("Alt til mentorer")
    assert "Alt til mentorer (lagt væk)" in main_text(page(site, OFFICER, f"/scenarier/sammenlign?vis={first}"))
    form = {**form, "version": "2", "away": "0"}
    assert client.post(f"{PLAN}/scenarier/{first}/plads", data=form).status_code == 303
    assert "Lagt væk" not in main_text(page(site, OFFICER, "/scenarier")).replace("Læg væk", "")


def keys(site: Site, client: FlaskClient) -> dict[str, str]:
    """Give what a form carries that was opened now."""
    return {"csrf_token": site.token(client), "submission_key": secrets.token_urlsafe(24)}


def sent(site: Site, address: str, form: dict[str, Any]) -> Any:  # noqa: ANN401 - the test client's answer
    client = site.browser(site.people[OFFICER])
    shown = client.get(PLAN + address).text
    keys = {"csrf_token": site.token(client)}
    for name in ("submission_key", "version"):
        if f'name="{name}"' in shown:
            keys[name] = field(shown, name)
    return client.post(PLAN + address, data={**keys, **form})


def test_a_scenario_is_made_of_proposals_and_changed(site: Site) -> None:
    first, second = (draft(site, title, (2020, site.book.mentors, 100)) for title in ("Først", "Så"))
    made = sent(site, "/scenarier/nyt", {"title": "Mit bud", "note": "Til mødet", "proposal_ids": [str(first)]})
    assert (made.status_code, made.location) == (303, f"{PLAN}/scenarier")
    number = site.value("SELECT max(id) FROM scenario")
    text = main_text(page(site, READER, "/scenarier"))
    assert "Mit bud Til mødet" in text
    changed = sent(
        site, f"/scenarier/{number}/rediger", {"title": "Mit bud", "note": "", "proposal_ids": [str(second)]}
    )
    assert changed.status_code == 303
    assert site.value("SELECT decision_id FROM scenario_proposal WHERE scenario_id = :id", id=number) == second


def test_a_scenario_without_a_name_is_asked_for_one_and_the_choices_are_kept(site: Site) -> None:
    first = draft(site, "Først", (2020, site.book.mentors, 100))
    answer = sent(site, "/scenarier/nyt", {"title": " ", "note": "Til mødet", "proposal_ids": [str(first)]})
    assert answer.status_code == 400
    assert "Skriv scenariets navn." in main_text(answer.text)
    assert f'value="{first}" checked' in answer.text
    assert "Til mødet" in answer.text


def test_two_who_change_the_same_scenario_are_shown_both(site: Site) -> None:
    first, second = (draft(site, title, (2020, site.book.mentors, 100)) for title in ("Først", "Så"))
    number = scenario(site, "Mit bud", first)
    client = site.browser(site.people[OFFICER])
    version = field(client.get(f"{PLAN}/scenarier/{number}/rediger").text, "version")
    with site.database.writing() as session:
        words = ScenarioWords("Dit bud", "", frozenset({second}))
        edit_scenario(session, officer(site), number, words, seen_version=1)
    form = {**keys(site, client), "version": version, "title": "Mit bud", "note": "", "proposal_ids": first}
    answer = client.post(f"{PLAN}/scenarier/{number}/rediger", data=form)
    assert answer.status_code == 409
    assert tables(answer.text)[0].splitlines()[1:] == [
        "Scenariets navn | Dit bud | Mit bud",
        "Forslag i scenariet | »Så«, kladde | »Først«, kladde",
    ]
