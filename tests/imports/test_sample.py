"""The sample goes in through the importer, whole or not at all, and into an empty database only."""

import stat
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import col, func, select

from imports import sample
from imports.sample import NotEmpty, load_sample, sample_accounts
from tests.budget_books import open_book
from tracker.actions.passwords import matches
from tracker.config import Settings, settings_from
from tracker.database import Database
from tracker.domain.decisions import DecisionStatus
from tracker.models.budget import ActionPlan, BudgetLine, LineAlias
from tracker.models.decisions import Decision
from tracker.models.initiatives import InitiativeProfile, Responsibility
from tracker.models.people import Person
from tracker.models.uploads import StoredFile
from tracker.queries.budget import budget_table
from tracker.queries.plans import plan_by_slug
from tracker.queries.proposals import proposals
from tracker.queries.published_tables import printed_totals
from tracker.queries.scenarios import comparison, scenarios

SLUG = "integrationshandleplan-2019-22"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_from({"DATA_DIR": str(tmp_path / "data")})


def test_the_plan_stands_as_it_was_published_and_every_amount_rests_on_the_adoption(
    database: Database, settings: Settings
) -> None:
    load_sample(database, settings)
    with database.reading() as session:
        table = budget_table(session, plan_by_slug(session, SLUG))
        shown = {
            section.title: {
                line.title: tuple((oere or 0) // 100_000 for oere in line.amounts_oere) for line in section.lines
            }
            for section in table.sections
        }
        assert shown == {
            "Flere københavnere med minoritetsbaggrund skal i job": {
                "Håndholdt og vedvarende virksomhedsindsats for ledige": (3300, 3300, 3300, 3300),
                "Særlig virksomhedsrettet indsats for kvinder, med fokus på helbredsafklaring": (
                    2500,
                    2900,
                    2500,
                    2500,
                ),
                "Barselsgrupper med fokus på job og uddannelse": (600, 600, 0, 0),
                "Virksomhedsindsats til bekæmpelse af ubevidst diskrimination": (800, 800, 800, 800),
            },
            "Flere københavnere med minoritetsbaggrund skal fastholdes i uddannelse": {
                "Flere lære- og elevpladser til unge": (800, 800, 800, 800),
                "Fritidsjob til unge": (1600, 1600, 1600, 1600),
            },
            "Flere københavnere med minoritetsbaggrund skal blive en del af samfundet og ikke opleve social kontrol": {
                "Forebyggelse af social kontrol": (1000, 1000, 1000, 1000),
            },
            "Øvrige afsatte midler": {
                "Spørgeskemaundersøgelse": (400, 0, 400, 0),
                "Pulje til senere udmøntning": (0, 0, 600, 1000),
            },
        }
        assert printed_totals(session, table.layout.table_id) == dict.fromkeys(range(2019, 2023), 1_100_000_000)
        decision = session.exec(select(Decision).where(col(Decision.decided_on).is_not(None))).one()
        assert (decision.body, decision.decided_on) == ("BIU", date(2018, 12, 10))


def test_all_seven_initiatives_have_a_profile_and_somebody_responsible(database: Database, settings: Settings) -> None:
    load_sample(database, settings)
    with database.reading() as session:
        profiles = session.exec(select(InitiativeProfile)).all()
        assert len(profiles) == 7
        assert all(profile.purpose and profile.use_of_money for profile in profiles)
        responsible = session.exec(select(func.count(col(Responsibility.line_id)))).one()
        assert responsible == 7
        names = session.exec(
            select(LineAlias.title).join(BudgetLine).where(BudgetLine.title.startswith("Særlig"))
        ).all()
        assert sorted(names) == [
            "Særlig virksomhedsrettet indsats for kvinder",
            "Særlig virksomhedsrettet indsats for kvinder med fokus på helbredsafklaring",
        ]


def test_three_alternatives_for_the_pool_stand_beside_today_and_leave_every_year_at_eleven_million(
    database: Database, settings: Settings
) -> None:
    load_sample(database, settings)
    with database.reading() as session:
        plan = plan_by_slug(session, SLUG)
        found = comparison(session, plan, [row.id for row in scenarios(session, plan.id, actor=None)], actor=None)
        proposed = proposals(session, plan.id, actor=None)
        reasons = session.exec(select(Decision.reason).where(col(Decision.decided_on).is_(None))).all()
    assert [(row.status, row.owner) for row in proposed] == [(DecisionStatus.DRAFT, "Budgetkonsulent")] * 3
    assert all(reason.startswith("Eksempel: ") for reason in reasons)
    assert [compared.scenario.title for compared in found.scenarios] == [
        "1. Forlæng barselsgrupperne",
        "2. Udvid fritidsjob og lære- og elevpladser",
        "3. Lidt af hvert og en ny indsats",
    ]
    assert [compared.table.totals_oere for compared in found.scenarios] == [(1_100_000_000,) * 4] * 3
    assert [compared.shortfalls for compared in found.scenarios] == [(), (), ()]
    assert [thousands(compared.reserve_oere) for compared in found.scenarios] == [
        (0, 0, 0, 400),
        (0, 0, 0, 0),
        (0, 0, 0, 0),
    ]
    assert {
        row.line.title: [thousands(differences)[2:] for differences in row.differences_oere]
        for section in found.sections
        for row in section.lines
        if row.is_touched
    } == {
        "Barselsgrupper med fokus på job og uddannelse": [(600, 600), (0, 0), (300, 300)],
        "Sprogmakkere på arbejdspladsen": [(0, 0), (0, 0), (300, 700)],
        "Flere lære- og elevpladser til unge": [(0, 0), (250, 500), (0, 0)],
        "Fritidsjob til unge": [(0, 0), (350, 500), (0, 0)],
        "Pulje til senere udmøntning": [(-600, -600), (-600, -1000), (-600, -1000)],
    }


def thousands(amounts_oere: Sequence[int]) -> tuple[int, ...]:
    return tuple(amount // 100_000 for amount in amounts_oere)


def test_every_installation_makes_a_password_of_its_own_that_only_its_owner_can_read(
    database: Database, settings: Settings, tmp_path: Path
) -> None:
    accounts = load_sample(database, settings)
    file = settings.data_dir / "demo_password"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(accounts.password) >= 20
    assert sample_accounts(settings) == accounts
    assert sample_accounts(replace(settings, data_dir=tmp_path / "another")) is None
    with database.reading() as session:
        people = session.exec(select(Person)).all()
        assert {person.email for person in people} == {email for email, _ in accounts.people}
        assert matches(people[0].password_hash, accounts.password)
        assert not any(person.must_change_password for person in people)


def test_a_database_with_anything_in_it_is_left_alone(database: Database, settings: Settings) -> None:
    open_book(database)
    with pytest.raises(NotEmpty):
        load_sample(database, settings)
    assert not settings.data_dir.exists()
    with database.reading() as session:
        assert session.exec(select(func.count(col(ActionPlan.id)))).one() == 1


def test_a_failure_half_way_leaves_neither_rows_nor_files(
    database: Database, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    description = sample.DESCRIPTION.read_text(encoding="utf-8")
    broken = tmp_path / "broken.toml"
    broken.write_text(description.replace('title = "Fritidsjob til unge"', 'title = "Findes ikke"'), encoding="utf-8")
    monkeypatch.setattr(sample, "DESCRIPTION", broken)
    with pytest.raises(KeyError):
        load_sample(database, settings)
    assert list(settings.files_dir.iterdir()) == []
    with database.reading() as session:
        assert [
            session.exec(select(func.count()).select_from(table)).one() for table in (Person, ActionPlan, StoredFile)
        ] == [0, 0, 0]
