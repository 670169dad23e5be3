"""How long the budget of any day takes to read and to show, in a plan of 5,000 lines, ten years and 100,000 transfers.

The table is held against the bare query: the same sums, straight from the tables, fetched as plain rows by the driver.
The page is held against its templates rendered from what they were given, so that nothing is read. On the page of the
first hundred lines stand the sums of all 5,000, which the query alone takes longer to find than a hundred lines take to
write: the first time after a change it is held against the query and the rendering together.

Run it with ``python -m benchmarks.as_of_table``. Exits with 1 where something takes more than three times as long.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from typing import Any

from flask import Flask, before_render_template
from flask.testing import FlaskClient
from jinja2 import Template
from markupsafe import Markup
from sqlmodel import Session, col, select

from benchmarks.large_plan import LargePlan, add_empty, add_officer, fill
from benchmarks.pairs import Outcome, in_turns, say
from benchmarks.places import Place, places
from tracker.actions import sign_in
from tracker.app import create_app
from tracker.config import Settings
from tracker.domain.years import today
from tracker.models.decisions import Decision
from tracker.queries import budget
from tracker.queries.budget import AsOf
from tracker.queries.plans import PlanRow, plan_by_id

RUNS = 15
MOST_TIMES_BARE = MOST_TIMES_FROM_MEMORY = MOST_TIMES_BOTH = 3.0
_SIDES = (("t.to_line_id", "t.amount_oere"), ("t.from_line_id", "-t.amount_oere"))


def main() -> int:
    """Measure everything on every database and say it, a line each."""
    good = True
    with places() as opened:
        for place in opened:
            with place.database.writing() as session:
                actor = add_officer(session)
                plan = add_empty(session, actor)
                token = sign_in.open_new(session, person_id=actor.id, browser="benchmark")
            fill(place.database, plan)
            place.settle()
            with place.database.reading() as session:
                row, points = plan_by_id(session, plan.plan_id), _points(session, plan)
            good = say(_tables(place, row, points)) and good
            good = say(_pages(place, row, token)) and good
    return 0 if good else 1


def _points(session: Session, plan: LargePlan) -> Mapping[str, AsOf]:
    """Choose a day in the middle, on which several decisions were taken, and what else can be asked for on it."""
    rows = session.execute(
        select(col(Decision.id), col(Decision.decided_on)).where(col(Decision.plan_id) == plan.plan_id)
    ).all()
    days = sorted(day for _, day in rows if day)
    day = days[len(days) // 2]
    first, *later = [number for number, decided_on in rows if decided_on == day]
    known_at = datetime.combine(day, time(12), UTC) + timedelta(days=20)
    proposals = frozenset(number for number, decided_on in rows if decided_on is None)
    return {
        "of today": AsOf(today()),
        "of a day in the middle": AsOf(day),
        f"after decision number {first}": AsOf(day, without=frozenset(later)),
        "of that day as known then": AsOf(day, known_at=known_at),
        f"of that day with {len(proposals)} proposals": AsOf(day, proposals=proposals),
    }


def _tables(place: Place, plan: PlanRow, points: Mapping[str, AsOf]) -> Iterator[Outcome]:
    with place.driver() as connection:
        for name, point in points.items():
            yield _table(place, plan, point, connection, name)
        yield _by_kind(place, plan, connection)


def _table(place: Place, plan: PlanRow, point: AsOf, connection: Any, name: str) -> Outcome:  # noqa: ANN401 - either driver's
    bare = _bare(place, plan, point)

    def read() -> budget.BudgetTable:
        with place.database.reading() as session:
            return budget.budget_table(session, plan_by_id(session, plan.id), point)

    lines = [line for section in read().sections for line in section.lines]
    ours = {
        (line.id, year): amount
        for line in lines
        for year, amount in zip(plan.years, line.amounts_oere, strict=True)
        if amount is not None
    }
    shown = {line.id for line in lines}
    found = {(line, year): amount for line, year, amount in connection.execute(bare).fetchall() if line in shown}
    if ours != found:
        message = f"the bare query gives another budget than the application: the table {name}"
        raise RuntimeError(message)
    pair = in_turns(read, lambda: connection.execute(bare).fetchall(), runs=RUNS)
    return Outcome(f"{place.kind}: table {name}", pair, MOST_TIMES_BARE)


def _by_kind(place: Place, plan: PlanRow, connection: Any) -> Outcome:  # noqa: ANN401 - either driver's
    point = AsOf(today())
    bare = _bare(place, plan, point, by_kind=True)

    def read() -> object:
        with place.database.reading() as session:
            return budget.budget_by_kind(session, plan.id, point)

    pair = in_turns(read, lambda: connection.execute(bare).fetchall(), runs=RUNS)
    return Outcome(f"{place.kind}: sums by kind of decision of today", pair, MOST_TIMES_BARE)


def _bare(place: Place, plan: PlanRow, point: AsOf, *, by_kind: bool = False) -> str:
    """Write the sum as somebody would who knows the tables and has only this question."""
    counts = f"d.decided_on <= '{point.day}'"
    if point.proposals:
        counts = f"({counts} OR d.id IN ({_listed(point.proposals)}))"
    if point.without:
        counts += f" AND d.id NOT IN ({_listed(point.without)})"
    if point.known_at:
        moment = point.known_at if place.kind == "PostgreSQL" else point.known_at.replace(tzinfo=None)
        written = moment.isoformat(" ", "microseconds")
        counts += f" AND t.recorded_at <= '{written}' AND d.taken_at <= '{written}'"
    kind = ", d.kind AS kind" if by_kind else ""
    sides = " UNION ALL ".join(
        f"SELECT {line} AS line, t.budget_year AS year, {amount} AS amount{kind} FROM decision d"  # noqa: S608 - our own names
        f" JOIN transfer t ON t.decision_id = d.id WHERE d.plan_id = {plan.id} AND {counts}"
        for line, amount in _SIDES
    )
    parts = "line, year, kind" if by_kind else "line, year"
    return f"SELECT {parts}, CAST(sum(amount) AS BIGINT) FROM ({sides}) AS side GROUP BY {parts}"  # noqa: S608 - our own names


def _listed(numbers: frozenset[int]) -> str:
    return ", ".join(map(str, sorted(numbers)))


def _pages(place: Place, plan: PlanRow, token: str) -> Iterator[Outcome]:
    """Ask for the page as the first one does after a change, and as the next one does."""
    address = f"/handleplaner/{plan.slug}"
    everything = f"{address}?side=alle"
    query = _bare(place, plan, AsOf(today()))
    with _signed_in(place, token) as client, place.driver() as connection:
        render = _from_memory(client, everything)
        pair = in_turns(lambda: _get_anew(client, everything), render, runs=RUNS)
        yield Outcome(f"{place.kind}: page with all lines after a change", pair, MOST_TIMES_FROM_MEMORY)

        render = _from_memory(client, address)
        _get(client, address)
        pair = in_turns(lambda: _get(client, address), render, runs=RUNS)
        yield Outcome(f"{place.kind}: page with the first 100 lines", pair, MOST_TIMES_FROM_MEMORY)

        def both() -> None:
            connection.execute(query).fetchall()
            render()

        pair = in_turns(lambda: _get_anew(client, address), both, runs=RUNS)
        yield Outcome(f"{place.kind}: the same after a change, against query and rendering", pair, MOST_TIMES_BOTH)


@contextmanager
def _signed_in(place: Place, token: str) -> Iterator[FlaskClient]:
    """Open the application for a browser that is signed in; the context of its last request stays."""
    app = create_app(
        Settings(data_dir=place.folder, database_url=place.url, database_owner_url=place.owner_url, secret_key="k" * 32)
    )
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    with client:
        yield client
    app.extensions["database"].dispose()


def _from_memory(client: FlaskClient, address: str) -> Callable[[], str]:
    """Give what renders a page's templates again, the table's and the one around it, from what they were given."""
    given: dict[str | None, tuple[Template, dict[str, Any]]] = {}

    def keep(_app: Flask, template: Template, context: dict[str, Any]) -> None:
        given[template.name] = template, dict(context)

    with before_render_template.connected_to(keep, client.application):
        page = _get_anew(client, address)
    (table, inside), (around, outside) = given["budget/table.html"], given["budget/plan.html"]

    def render() -> str:
        content = Markup(table.render(inside))  # noqa: S704 - a template's output
        return around.render({**outside, "content": content})

    if render() != page:
        message = f"rendered from memory, {address} is another page"
        raise RuntimeError(message)
    return render


def _get_anew(client: FlaskClient, address: str) -> str:
    """Ask for a page with no table kept from an earlier request."""
    client.application.extensions.pop("kept_tables", None)
    return _get(client, address)


def _get(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    if answer.status_code != 200:  # noqa: PLR2004 - all is well
        message = f"{address} answered {answer.status}"
        raise RuntimeError(message)
    return answer.text


if __name__ == "__main__":
    sys.exit(main())
