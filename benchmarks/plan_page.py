"""How fast a plan's page is, against how such a page is usually written and against the bare query behind it.

Run it with ``python -m benchmarks.plan_page``. Exits with 1 where a limit is missed. All figures are of one run on one
machine, so compare ratios.
"""

import gc
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlmodel import Session, select

from benchmarks import usual_page
from tracker.actions import people, sign_in
from tracker.actions.budget import add_theme, create_plan, identity
from tracker.actions.decisions import record_decision
from tracker.app import create_app
from tracker.config import Settings
from tracker.database import Database, migrate
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, NewDecision
from tracker.domain.ledger import NewTransfer
from tracker.domain.people import Actor, Role
from tracker.domain.years import today
from tracker.models.budget import BudgetLine
from tracker.queries import budget
from tracker.queries.plans import plan_by_slug

FIRST_YEAR, LAST_YEAR = 2020, 2031
SMALL, LARGE = ("plan-med-50-linjer", 5, 10), ("plan-med-2000-linjer", 20, 100)
RUNS = 15
REQUESTS, WARM_REQUESTS = 2_000, 300

LEAST_TIMES_FASTER_THAN_USUAL = 6.0
LEAST_TIMES_FASTER_THE_FIRST_TIME = 3.0
MOST_TIMES_BARE_QUERY = 3.0
MOST_SHARE_WHEN_UNCHANGED = 0.5
MOST_GROWTH_KIB = 2_048
MOST_TRACED_BYTES_PER_REQUEST = 64


@dataclass(frozen=True)
class Outcome:
    """One thing measured, and whether it is within its limit."""

    sentence: str
    good: bool


@dataclass(frozen=True)
class Pages:
    """Two browsers at the same database: one sees our pages, one the plan's page as it is usually written."""

    database: Database
    ours: FlaskClient
    usual: FlaskClient

    @property
    def ours_for_the_first_time(self) -> FlaskClient:
        """Our pages, with no table kept from an earlier request."""
        self.ours.application.extensions.pop("kept_tables", None)
        return self.ours


def main() -> int:
    """Measure everything and say it, a line each."""
    with tempfile.TemporaryDirectory() as folder, pages(Path(folder)) as opened:
        gc.collect()
        gc.freeze()
        good = True
        for measure in (_against_usual, _against_bare_query, _unchanged, _memory):
            outcome = measure(opened)
            good = good and outcome.good
            sys.stdout.write(f"{'ok    ' if outcome.good else 'MISSED'}  {outcome.sentence}\n")
    return 0 if good else 1


@contextmanager
def pages(folder: Path) -> Iterator[Pages]:
    """Open the application on a database with a small and a large plan, with browsers that are signed in."""
    url = f"sqlite:///{folder / 'benchmark.sqlite3'}"
    migrate(url)
    settings = Settings(data_dir=folder, database_url=url, database_owner_url=url, secret_key="k" * 32)
    app, usual = create_app(settings), create_app(settings)
    usual_page.put_in_place(usual)
    database: Database = app.extensions["database"]
    with database.writing() as session:
        person_id = people.add_person(
            session,
            actor_id=None,
            email="budget@example.org",
            details=people.PersonDetails(name="Budgetkonsulent", roles=frozenset({Role.BUDGET_OFFICER})),
            password_hash="",
            must_change_password=False,
        )
        actor = Actor(person_id, "Budgetkonsulent", frozenset({Role.BUDGET_OFFICER}))
        for title, theme_count, lines_each in (SMALL, LARGE):
            _fill(session, actor, title, theme_count, lines_each)
        token = sign_in.open_new(session, person_id=person_id, browser="benchmark")
    yield Pages(database, _signed_in(app, token), _signed_in(usual, token))
    database.dispose()
    usual.extensions["database"].dispose()


def _signed_in(app: Flask, token: str) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    return client


def _against_usual(pages: Pages) -> Outcome:
    address = f"/handleplaner/{SMALL[0]}"
    again, usual = _in_turns(lambda: _get(pages.ours, address), lambda: _get(pages.usual, address))
    first, beside = _in_turns(lambda: _get(pages.ours_for_the_first_time, address), lambda: _get(pages.usual, address))
    return Outcome(
        f"50 lines x 12 years: {again * 1000:.1f} ms, as usually written {usual * 1000:.1f} ms,"
        f" {usual / again:.1f} times faster (at least {LEAST_TIMES_FASTER_THAN_USUAL:.0f});"
        f" the first time after a change {first * 1000:.1f} ms against {beside * 1000:.1f} ms,"
        f" {beside / first:.1f} times faster (at least {LEAST_TIMES_FASTER_THE_FIRST_TIME:.0f})",
        usual >= LEAST_TIMES_FASTER_THAN_USUAL * again and beside >= LEAST_TIMES_FASTER_THE_FIRST_TIME * first,
    )


def _against_bare_query(pages: Pages) -> Outcome:
    statement, parameters = _statement_of_budget(pages.database)
    file = pages.database.engine.url.database or ""

    def bare() -> None:
        connection = sqlite3.connect(file)
        connection.execute(statement, parameters).fetchall()
        connection.close()

    ours, query = _in_turns(lambda: _first_byte(pages.ours_for_the_first_time, f"/handleplaner/{LARGE[0]}"), bare)
    return Outcome(
        f"2,000 lines x 12 years: first byte after {ours * 1000:.1f} ms, bare query {query * 1000:.1f} ms,"
        f" {ours / query:.2f} times (at most {MOST_TIMES_BARE_QUERY})",
        ours <= MOST_TIMES_BARE_QUERY * query,
    )


def _unchanged(pages: Pages) -> Outcome:
    client, engine = pages.ours, pages.database.engine
    address = f"/handleplaner/{LARGE[0]}"
    mark = client.get(address).headers["ETag"]
    statements: list[str] = []

    def asked(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", asked)
    answer = client.get(address, headers={"If-None-Match": mark})
    event.remove(engine, "before_cursor_execute", asked)
    read_the_table = any("posting" in statement for statement in statements)
    whole, short = _in_turns(
        lambda: _get(pages.ours_for_the_first_time, address),
        lambda: client.get(address, headers={"If-None-Match": mark}).get_data(),
    )
    return Outcome(
        f"unchanged: {answer.status_code} with {len(answer.data)} bytes after {short * 1000:.1f} ms, the whole page"
        f" {whole * 1000:.1f} ms; the ledger was {'' if read_the_table else 'not '}read",
        answer.status_code == 304 and not read_the_table and short <= MOST_SHARE_WHEN_UNCHANGED * whole,  # noqa: PLR2004 - not modified
    )


def _memory(pages: Pages) -> Outcome:
    client = pages.ours
    address = f"/handleplaner/{SMALL[0]}"
    for _ in range(WARM_REQUESTS):
        _get(client, address)
    gc.collect()
    before_kib = _resident_kib()
    for _ in range(REQUESTS - WARM_REQUESTS):
        _get(client, address)
    gc.collect()
    growth_kib = _resident_kib() - before_kib
    traced = _traced_bytes_per_request(client, address, requests=WARM_REQUESTS)
    return Outcome(
        f"{REQUESTS} requests: resident memory {before_kib / 1024:.1f} MiB, {growth_kib / 1024:+.2f} MiB afterwards"
        f" (at most {MOST_GROWTH_KIB / 1024:.0f}); {traced:+.0f} bytes kept per request"
        f" (at most {MOST_TRACED_BYTES_PER_REQUEST})",
        growth_kib <= MOST_GROWTH_KIB and traced <= MOST_TRACED_BYTES_PER_REQUEST,
    )


def _fill(session: Session, actor: Actor, title: str, theme_count: int, lines_each: int) -> None:
    plan_id = create_plan(session, actor, title=title.replace("-", " "), first_year=FIRST_YEAR, last_year=LAST_YEAR)
    source_id = identity(session.exec(select(BudgetLine.id).where(BudgetLine.plan_id == plan_id)).one())
    lines = []
    for theme in range(theme_count):
        theme_id = add_theme(session, plan_id, title=f"Tema {theme + 1}: flere skal videre")
        lines += [
            BudgetLine(
                plan_id=plan_id,
                theme_id=theme_id,
                position=position + 1,
                slug=f"indsats-{theme + 1}-{position + 1}",
                outline=f"{theme + 1}.{position + 1}",
                title=f"Indsats {theme + 1}.{position + 1} for borgere på kanten af arbejdsmarkedet",
                role=LineRole.INITIATIVE,
            )
            for position in range(lines_each)
        ]
    session.add_all(lines)
    session.flush()
    transfers = [
        NewTransfer(year, source_id, identity(line.id), (100 + number * 37 % 4_900) * 100_000)
        for number, line in enumerate(lines)
        for year in range(FIRST_YEAR, LAST_YEAR + 1)
        if (number + year) % 7
    ]
    decision = NewDecision(DecisionKind.ADOPTION, "Økonomiudvalget", date(2019, 12, 1))
    record_decision(session, actor, plan_id, decision, transfers)


def _statement_of_budget(database: Database) -> tuple[str, Any]:
    """Catch the one query behind the table as it is sent to the driver."""
    sent: list[tuple[str, Any]] = []

    def keep(_connection: object, _cursor: object, statement: str, parameters: object, *_more: object) -> None:
        sent.append((statement, parameters))

    with database.reading() as session:
        plan = plan_by_slug(session, LARGE[0])
        event.listen(database.engine, "before_cursor_execute", keep)
        budget.budget_as_of(session, plan.id, today())
        event.remove(database.engine, "before_cursor_execute", keep)
    return sent[-1]


def _in_turns(first: Callable[[], object], second: Callable[[], object]) -> tuple[float, float]:
    """Time two things in turns, after one round to warm up, and give the medians in seconds."""
    first()
    second()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(RUNS):
        for run, kept in zip((first, second), times, strict=True):
            start = time.process_time()
            run()
            kept.append(time.process_time() - start)
    return statistics.median(times[0]), statistics.median(times[1])


def _get(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:  # noqa: PLR2004 - all is well
        message = f"{address} answered {answer.status}"
        raise RuntimeError(message)
    answer.get_data()


def _first_byte(client: FlaskClient, address: str) -> None:
    answer = client.get(address, buffered=False)
    next(iter(answer.response))
    answer.close()


def _resident_kib() -> int:
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text(encoding="ascii").split()[1]) * resource.getpagesize() // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _traced_bytes_per_request(client: FlaskClient, address: str, *, requests: int) -> float:
    tracemalloc.start()
    for _ in range(requests):  # what grows by steps, as dictionaries do, has taken its step then
        _get(client, address)
    gc.collect()
    before, _ = tracemalloc.get_traced_memory()
    for _ in range(requests):
        _get(client, address)
    gc.collect()
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return (after - before) / requests


if __name__ == "__main__":
    sys.exit(main())
