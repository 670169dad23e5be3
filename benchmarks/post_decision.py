"""How long it takes to post a decision of 500 rows, against bare inserts of as many rows in one transaction.

Ours is ``tracker.actions.entries.enter`` with all its checks, in a transaction of its own. The bare inserts are those
of the plain driver: begin, a row for the decision, ``executemany`` with as many transfers, ready before the clock
starts, and commit. They ask nothing and leave no event in the log, but every trigger and index is there for both.

Run it with ``python -m benchmarks.post_decision``. Exits with 1 where posting takes more than three times as long.
"""

import itertools
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import select

from benchmarks.large_plan import TKR, YEARS, LargePlan, add_empty, add_officer, fill
from benchmarks.pairs import Outcome, in_turns, say
from benchmarks.places import Place, places
from tracker.actions.budget import NewLine, add_lines, create_plan, identity
from tracker.actions.entries import enter
from tracker.database import Database
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, NewDecision
from tracker.domain.entries import Entry, EntryTransfer
from tracker.domain.people import Actor
from tracker.models.budget import BudgetLine

ROWS, RUNS = 500, 21
MOST_TIMES_BARE = 3.0
_DAY = date(2024, 6, 3)


@dataclass(frozen=True)
class Work:
    """A decision to be posted; its rows are (budget year, from line, to line, øre)."""

    plan_id: int
    decision: NewDecision
    rows: Sequence[tuple[int, int, int, int]]

    @property
    def entry(self) -> Entry:
        """The decision as the form hands it in."""
        return Entry(self.decision, tuple(EntryTransfer(number, *row) for number, row in enumerate(self.rows)))


def main() -> int:
    """Post into new plans and into one that is full, on every database."""
    good = True
    with places() as opened:
        for place in opened:
            with place.database.writing() as session:
                actor = add_officer(session)
                large = add_empty(session, actor)
            fill(place.database, large)
            place.settle()
            good = say(_posted(place, actor, large)) and good
    return 0 if good else 1


def _posted(place: Place, actor: Actor, large: LargePlan) -> Iterator[Outcome]:
    yield _against_bare(place, actor, "into a new plan", _into_new(place.database, actor))
    yield _against_bare(place, actor, "into a plan of 100,000 transfers", _into_large(large))


def _against_bare(place: Place, actor: Actor, name: str, works: Iterator[Work]) -> Outcome:
    with place.driver() as connection:
        bare = _Bare(place, connection)
        prepared = list(itertools.islice(works, 2 * (RUNS + 2)))
        entries = iter([(work.plan_id, work.entry) for work in prepared[::2]])
        inserts = iter([bare.prepared(work) for work in prepared[1::2]])

        def ours() -> None:
            with place.database.writing() as session:
                enter(session, actor, *next(entries))

        pair = in_turns(ours, lambda: bare.insert(*next(inserts)), runs=RUNS)
    return Outcome(f"{place.kind}: {ROWS} rows {name}", pair, MOST_TIMES_BARE)


class _Bare:
    """Inserts by the plain driver; what the application wrote last is what a row looks like."""

    def __init__(self, place: Place, connection: Any) -> None:  # noqa: ANN401 - either driver's
        self._connection = connection
        self._is_sqlite = place.kind == "SQLite"
        self._decision, self._transfer = self._last("decision"), self._last("transfer")
        connection.rollback()

    def prepared(self, work: Work) -> tuple[tuple[Any, ...], list[tuple[Any, ...]]]:
        """Give the values of the decision and of its transfers, those without the decision's number."""
        new = {"plan_id": work.plan_id, "kind": work.decision.kind.value, "body": work.decision.body}
        taken = {"decided_on": str(_DAY), "taken_at": self._decision["recorded_at"], "proposal_state": None}
        usual = {**self._transfer, "reverses_id": None, "published_cell_id": None}
        del usual["decision_id"]
        names = ("budget_year", "from_line_id", "to_line_id", "amount_oere")
        rows = [tuple({**usual, **dict(zip(names, row, strict=True))}.values()) for row in work.rows]
        return tuple({**self._decision, **new, **taken}.values()), rows

    def insert(self, decision: Sequence[Any], rows: Sequence[tuple[Any, ...]]) -> None:
        """Write a decision and its transfers in one transaction."""
        cursor = self._connection.cursor()
        cursor.execute("BEGIN IMMEDIATE" if self._is_sqlite else "BEGIN")
        cursor.execute(f"{self._into('decision', self._decision)} RETURNING id", decision)
        (number,) = cursor.fetchone()
        names = ["decision_id", *(name for name in self._transfer if name != "decision_id")]
        cursor.executemany(self._into("transfer", names), [(number, *row) for row in rows])
        self._connection.commit()

    def _into(self, table: str, names: Sequence[str] | dict[str, Any]) -> str:
        marks = ", ".join(["?" if self._is_sqlite else "%s"] * len(names))
        return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - our own names

    def _last(self, table: str) -> dict[str, Any]:
        cursor = self._connection.execute(f"SELECT * FROM {table} WHERE id = (SELECT max(id) FROM {table})")  # noqa: S608 - our own names
        names = [column[0] for column in cursor.description]
        return {name: value for name, value in zip(names, cursor.fetchone(), strict=True) if name != "id"}


def _into_new(database: Database, actor: Actor) -> Iterator[Work]:
    """Adopt the budget of a plan of 50 lines over ten years, a new one each time."""
    while True:
        with database.writing() as session:
            plan_id = create_plan(session, actor, title="Ny handleplan", first_year=YEARS[0], last_year=YEARS[-1])
            source = identity(session.exec(select(BudgetLine.id).where(BudgetLine.plan_id == plan_id)).one())
            new = [NewLine(None, f"Indsats {number}", LineRole.INITIATIVE) for number in range(ROWS // len(YEARS))]
            lines = add_lines(session, plan_id, new)
        yield Work(
            plan_id,
            NewDecision(DecisionKind.ADOPTION, "Økonomiudvalget", _DAY),
            [(year, source, line, 100 * TKR) for line in lines for year in YEARS],
        )


def _into_large(plan: LargePlan) -> Iterator[Work]:
    """Move money between 500 pairs of lines; of every second line so much that the share of its budget decides."""
    numbers = itertools.count()
    decision = NewDecision(DecisionKind.REALLOCATION, "BIU", _DAY)
    while True:
        rows = []
        for number in itertools.islice(numbers, ROWS):
            at, year = number * 7 % len(plan.lines), YEARS[number // len(plan.lines) % len(YEARS)]
            if (at + year) % 10 == 0:  # the cell was given no money
                year = YEARS[0] if year == YEARS[-1] else year + 1
            other = plan.lines[(at + 1) % len(plan.lines)]
            rows.append((year, plan.lines[at], other, (120 if number % 2 else 20) * TKR))
        yield Work(plan.plan_id, decision, rows)


if __name__ == "__main__":
    sys.exit(main())
