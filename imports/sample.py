"""The sample: a real plan brought in by the importer, profiles in plain words, and accounts to try each role with."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from imports.budget_tables import read_tables
from imports.commit import ImportOrder, apply, chosen_table
from imports.workbook import read_workbook, sha256_of
from tracker.actions.entries import enter
from tracker.actions.initiatives import Profile, add_alias, edit_profile, set_responsible
from tracker.actions.passwords import hashed, start_password
from tracker.actions.people import PersonDetails, add_person
from tracker.actions.scenarios import ScenarioWords, new_scenario
from tracker.actions.uploads import keep_file
from tracker.config import PROJECT_ROOT, Settings, make_private_folder
from tracker.database import Database
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, NewDecision, Permanence
from tracker.domain.entries import Entry, EntryLine, EntryTransfer, LineRef
from tracker.domain.money import THOUSAND_KR
from tracker.domain.names import comparable
from tracker.domain.people import Actor, Role
from tracker.domain.refusals import Refusal
from tracker.domain.texts import Text
from tracker.models.budget import ActionPlan, BudgetLine, Theme
from tracker.models.people import Person

FOLDER = PROJECT_ROOT / "samples"
DESCRIPTION = FOLDER / "integrationshandleplan-2019-22.toml"
KEPT_IN = "demo_password"
_PROFILE_FIELDS = tuple(Profile.__dataclass_fields__)


class NotEmpty(Refusal):
    """The sample is loaded into an empty database only."""

    code = "not-empty"


@dataclass(frozen=True)
class SampleAccounts:
    """The accounts to try the sample with: one password for all, and each address with what its owner does."""

    password: str
    people: tuple[tuple[str, str], ...]


def load_sample(database: Database, settings: Settings) -> SampleAccounts:
    """Load plan, profiles and accounts into an empty database: all in one transaction, through the importer."""
    description = _description()
    workbook = FOLDER / description["plan"]["workbook"]
    reading = read_tables(read_workbook(workbook), file_name=workbook.name)
    table = chosen_table(reading)
    with database.reading() as session:
        _refuse_unless_empty(session)
    password = _password(settings)
    password_hash = hashed(password)
    kept = keep_file(workbook, settings.files_dir, name=workbook.name, sha256=sha256_of(workbook))
    try:
        with database.writing() as session:
            _refuse_unless_empty(session)
            people = _add_people(session, description["people"], password_hash)
            officer = _budget_officer(description["people"], people)
            order = ImportOrder(
                reading=reading,
                table=table,
                file=kept,
                decision=NewDecision(kind=DecisionKind.ADOPTION, **description["adoption"]),
                plan_title=description["plan"]["title"],
                administration=description["plan"]["administration"],
            )
            imported = apply(session, officer, order)
            _write_profiles(session, officer, imported.plan_id, description["initiatives"], people)
            _propose(session, officer, imported.plan_id, description["proposals"])
    except BaseException:
        (settings.files_dir / kept.stored_name).unlink(missing_ok=True)
        raise
    return SampleAccounts(password, _shown(description))


def sample_accounts(settings: Settings) -> SampleAccounts | None:
    """Tell the accounts of a sample that was loaded before; None where this installation has none."""
    try:
        password = (settings.data_dir / KEPT_IN).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    return SampleAccounts(password, _shown(_description()))


def _description() -> dict[str, Any]:
    with DESCRIPTION.open("rb") as file:
        return tomllib.load(file)


def _shown(description: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((person["email"], person["name"]) for person in description["people"])


def _refuse_unless_empty(session: Session) -> None:
    if session.exec(select(Person.id)).first() is not None or session.exec(select(ActionPlan.id)).first() is not None:
        raise NotEmpty(
            Text("Databasen er ikke tom, så eksemplet er ikke indlæst. Brug en anden DATA_DIR til at prøve det.")
        )


def _password(settings: Settings) -> str:
    # Each installation makes its own, so that a sample left on a network has no password that everybody knows.
    make_private_folder(settings.data_dir)
    path = settings.data_dir / KEPT_IN
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    password = start_password()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(password)
    return password


def _add_people(session: Session, described: list[dict[str, Any]], password_hash: str) -> dict[str, int]:
    return {
        person["email"]: add_person(
            session,
            actor_id=None,
            email=person["email"],
            details=PersonDetails(name=person["name"], roles=frozenset(map(Role, person["roles"]))),
            password_hash=password_hash,
            must_change_password=False,
        )
        for person in described
    }


def _budget_officer(described: list[dict[str, Any]], people: Mapping[str, int]) -> Actor:
    officer = next(person for person in described if Role.BUDGET_OFFICER in person["roles"])
    return Actor(people[officer["email"]], officer["name"], frozenset({Role.BUDGET_OFFICER}))


def _write_profiles(
    session: Session, officer: Actor, plan_id: int, described: list[dict[str, Any]], people: Mapping[str, int]
) -> None:
    lines = _lines(session, plan_id)
    for initiative in described:
        line_id = lines[comparable(initiative["title"])]
        profile = Profile(**{name: initiative.get(name, "") for name in _PROFILE_FIELDS})
        version = edit_profile(session, actor=officer, line_id=line_id, profile=profile, seen_version=0)
        responsible = [people[email] for email in initiative["responsible"]]
        set_responsible(session, actor=officer, line_id=line_id, person_ids=responsible, seen_version=version)
        for alias in initiative.get("aliases", ()):
            add_alias(session, actor=officer, line_id=line_id, title=alias)


def _propose(session: Session, officer: Actor, plan_id: int, described: list[dict[str, Any]]) -> None:
    """Enter the alternatives for the pool as the officer's drafts, each with a scenario that holds it alone."""
    lines = _lines(session, plan_id)
    themes = dict(session.exec(select(Theme.title, Theme.id).where(col(Theme.plan_id) == plan_id)).all())
    for number, proposal in enumerate(described, 1):
        new_lines = tuple(
            EntryLine(f"ny-{place}", new["title"], LineRole.INITIATIVE, themes[new["theme"]])
            for place, new in enumerate(proposal.get("new_lines", ()), 1)
        )
        refs: dict[str, LineRef] = {**lines, **{comparable(new.title): new.key for new in new_lines}}
        transfers = tuple(
            EntryTransfer(
                row,
                int(year),
                refs[comparable(moved["from"])],
                refs[comparable(moved["to"])],
                amount * THOUSAND_KR.oere,
            )
            for row, moved in enumerate(proposal["transfers"])
            for year, amount in moved["amounts"].items()
        )
        decision = NewDecision(
            kind=DecisionKind.ALLOCATION,
            decided_on=None,
            permanence=Permanence.ONE_OFF,
            **{name: proposal[name] for name in ("title", "body", "reason", "plan_for_use", "targets_touched")},
        )
        proposal_id = enter(session, officer, plan_id, Entry(decision, transfers, new_lines))
        words = ScenarioWords(f"{number}. {proposal['title']}", proposal["scenario_note"], frozenset({proposal_id}))
        new_scenario(session, officer, plan_id, words)


def _lines(session: Session, plan_id: int) -> dict[str, int]:
    """Find a plan's lines by their titles."""
    return {
        comparable(title): line_id
        for line_id, title in session.exec(
            select(BudgetLine.id, BudgetLine.title).where(col(BudgetLine.plan_id) == plan_id)
        )
        if line_id is not None
    }
