"""Two officers at the same proposal, decision, scenario, rate or rules: nothing is lost, and both values are shown."""

from datetime import date
from pathlib import Path

from tests.budget_books import post
from tests.databases import DatabaseUrls
from tests.web.entry_forms import CORRECT, SAVE, TKR
from tests.web.entry_officers import OFFICERS, Tally, Task, edit_together
from tests.web.form_fields import fields
from tests.web.page_text import main_text
from tests.web.samples import PARAMETERS
from tests.web.site import Site
from tracker.actions.entries import enter
from tracker.domain.decisions import DecisionKind, NewDecision
from tracker.domain.entries import Entry, EntryTransfer
from tracker.domain.people import Actor, Role

EDITS, FEW = 500, 15


def recorded(site: Site, decided_on: date | None) -> int:
    """Give the mentors 1 (1.000 kr.) of a pool that is large enough for whatever is tried."""
    book, officer = site.book, Actor(site.everything, "Prøve", frozenset({Role.BUDGET_OFFICER}))
    new = NewDecision(DecisionKind.ALLOCATION, "BIU", decided_on, title="1 A")
    rows = (EntryTransfer(0, 2020, book.reserve, book.mentors, TKR),)
    with site.database.writing() as session:
        post(session, book, (2020, book.source, book.reserve, 4_000 * TKR))
        return enter(session, officer, book.plan_id, Entry(new, rows))


def rewriting(site: Site, *, edits: int, careless: bool = False) -> Task:
    number = recorded(site, None)
    return Task(
        f"/beslutninger/{number}/rediger",
        edits,
        signed="title",
        amount="row-0-2020",
        also=(("step", SAVE),),
        careless_by="SELECT version FROM decision WHERE id = (SELECT max(id) FROM decision)" if careless else "",
    )


def correcting(site: Site) -> Task:
    number = recorded(site, date(2020, 11, 15))
    also = (("step", CORRECT), ("reason", "Det var tastet forkert."))
    return Task(f"/beslutninger/{number}/ret", FEW, amount="row-0-2020", also=also)


def scenario(site: Site) -> Task:
    slug, number = (PARAMETERS[name](site, site.everything) for name in ("slug", "scenario_id"))
    return Task(f"/handleplaner/{slug}/scenarier/{number}/rediger", FEW, signed="title")


def rate(site: Site) -> Task:
    number = PARAMETERS["rate_id"](site, site.everything)
    return Task(f"/administration/satser/{number}", FEW, signed="name")


def powers(site: Site) -> Task:
    slug = PARAMETERS["slug"](site, site.everything)
    return Task(f"/administration/regler/{slug}/rediger", FEW, amount="allocation_kr")


def count_of(site: Site, task: Task) -> int:
    return task.count_in(site.browser(site.everything).get(task.address).text)


def wrong(site: Site, task: Task, before: int, both: tuple[Tally, Tally]) -> list[str]:
    """Say what of the promise isn't held: every change counts, or is refused with both values shown."""
    one, two = both
    found = [*one.other, *two.other, *(f"not both shown: {page}" for page in (*one.not_shown, *two.not_shown))]
    if one.saved + two.saved + one.conflicts + two.conflicts != 2 * task.edits:
        found.append("some edits came to nothing")
    if not one.conflicts + two.conflicts:
        found.append("the two never met, so nothing was tried")
    due = before + one.saved * OFFICERS["A"] + two.saved * OFFICERS["B"]
    if count_of(site, task) != due:
        found.append(f"lost: {count_of(site, task)} instead of {due}")
    return [f"{task.address}: {what}" for what in found]


def test_of_two_times_five_hundred_changes_of_a_draft_none_is_lost(
    any_site: Site, database_url: DatabaseUrls, tmp_path: Path
) -> None:
    task = rewriting(any_site, edits=EDITS)
    before = count_of(any_site, task)
    (both,) = edit_together(any_site, database_url, tmp_path, [task])
    assert wrong(any_site, task, before, both) == []


def test_nor_of_corrections_scenarios_rates_and_rules_but_of_those_who_look_at_nothing(
    any_site: Site, database_url: DatabaseUrls, tmp_path: Path
) -> None:
    tasks = [correcting(any_site), scenario(any_site), rate(any_site), powers(any_site)]
    # The negative control: the same two at the same form, with the guard taken away.
    careless = rewriting(any_site, edits=FEW, careless=True)
    before = [count_of(any_site, task) for task in tasks]
    *careful, (one, two) = edit_together(any_site, database_url, tmp_path, [*tasks, careless])
    for task, count, both in zip(tasks, before, careful, strict=True):
        assert wrong(any_site, task, count, both) == []
    assert one.saved + two.saved == 2 * FEW
    assert count_of(any_site, careless) < 1 + one.saved * OFFICERS["A"] + two.saved * OFFICERS["B"]


def test_who_hands_over_what_was_handed_over_meanwhile_is_told_both_owners(any_site: Site) -> None:
    site = any_site
    number = recorded(site, None)
    address = f"/beslutninger/{number}"
    first, second = (site.browser(site.people[Role.BUDGET_OFFICER]) for _officer in range(2))
    pages = [client.get(address).text for client in (first, second)]
    owners = [site.people[Role.PROJECT_LEAD], site.people[Role.BUDGET_OFFICER]]
    answers = [
        client.post(f"{address}/ejer", data={**fields(page, having="owner_id"), "owner_id": str(owner)})
        for client, page, owner in zip((first, second), pages, owners, strict=True)
    ]
    assert [answer.status_code for answer in answers] == [303, 409]
    assert "Det ejes nu af project_lead, og du valgte budget_officer." in main_text(answers[1].text)
    assert site.value("SELECT owner_id FROM decision WHERE id = :id", id=number) == owners[0]
