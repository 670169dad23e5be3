"""Carrying out an import: plan, lines, the published table and one decision, in the caller's one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from imports.budget_reading import BudgetReading, ReadTable
from imports.cells import Problem
from imports.differences import Differences, Standing, compare
from tracker.actions.audit import record
from tracker.actions.budget import NewLine, add_lines, add_theme, create_plan, identity
from tracker.actions.decisions import add_decision, lock_plan, post_transfers
from tracker.actions.published_tables import NewCell, NewRow, NewTable, keep_table
from tracker.actions.uploads import KeptFile, file_away
from tracker.domain.budget import LineRole
from tracker.domain.decisions import NewDecision
from tracker.domain.ledger import NewTransfer
from tracker.domain.names import comparable
from tracker.domain.people import Actor
from tracker.domain.published_tables import Severity
from tracker.domain.refusals import Refusal
from tracker.domain.texts import Text
from tracker.domain.years import today
from tracker.models.audit import Revision
from tracker.models.budget import ActionPlan, BudgetLine, Theme
from tracker.models.published_tables import PublishedTable
from tracker.models.uploads import StoredFile
from tracker.queries.budget import budget_as_of
from tracker.queries.matching import ledger_mark, named_lines
from tracker.queries.plans import PlanRow

# Far enough ahead for every decision there is: differences are told against all that is decided, also for later.
_ALL_DECIDED = timedelta(days=365 * 100)


class ImportBlocked(Refusal):
    """A file with errors that must be answered first."""

    code = "import-blocked"

    def __init__(self, text: Text, problems: tuple[Problem, ...]) -> None:
        super().__init__(text)
        self.problems = problems


class AlreadyImported(Refusal):
    """The same file was read in before; ``decision_id`` is where."""

    code = "already-imported"

    def __init__(self, text: Text, *, plan_slug: str, decision_id: int | None) -> None:
        super().__init__(text)
        self.plan_slug = plan_slug
        self.decision_id = decision_id


class LedgerMoved(Refusal):
    """Somebody changed the plan after the preview was shown."""

    code = "ledger-moved"


class NothingToImport(Refusal):
    """The plan already says what the file says."""

    code = "no-differences"


class TableNotChosen(Refusal):
    """The file holds several tables, and nobody said which."""

    code = "table-not-chosen"


@dataclass(frozen=True)
class ImportOrder:
    """What somebody confirmed: the table, the file, where it goes and the decision behind it."""

    reading: BudgetReading
    table: ReadTable
    file: KeptFile
    decision: NewDecision
    plan_id: int | None = None
    plan_title: str = ""
    administration: str = ""
    roles: Mapping[str, LineRole] = field(default_factory=dict)
    ledger_mark: str = ""


@dataclass(frozen=True)
class Imported:
    """Where an import ended."""

    plan_id: int
    plan_slug: str
    decision_id: int


def ledger_moved(title: str) -> LedgerMoved:
    """Make the refusal for somebody who has seen another state of the plan than it is in now."""
    return LedgerMoved(Text("%(plan)s er ændret, siden du så forskellene. Se dem igen, og bekræft så.", plan=title))


def chosen_table(reading: BudgetReading, *, sheet: str | None = None) -> ReadTable:
    """Pick the table to import; a file with several needs the sheet's name."""
    tables = [table for table in reading.tables if sheet is None or table.sheet == sheet]
    if not tables:
        raise TableNotChosen(
            Text("Der er ingen budgettabel i filen. Tabellen skal have en række med årstal over beløbene.")
        )
    if len(tables) > 1:
        names = ", ".join(dict.fromkeys(table.sheet for table in tables))
        raise TableNotChosen(
            Text("Filen har flere budgettabeller (%(sheets)s). Vælg arket med den, du vil indlæse.", sheets=names)
        )
    return tables[0]


def refuse_known_file(session: Session, sha256: str, sheet: str) -> None:
    """Refuse a file whose table was read in before, with the place where it ended."""
    known = session.execute(
        select(col(ActionPlan.slug), col(ActionPlan.title), col(PublishedTable.decision_id))
        .join(PublishedTable, col(PublishedTable.plan_id) == col(ActionPlan.id))
        .join(StoredFile, col(StoredFile.id) == col(PublishedTable.file_id))
        .where(col(StoredFile.sha256) == sha256, col(PublishedTable.sheet) == sheet)
    ).first()
    if known:
        raise AlreadyImported(
            Text(
                "Filen er allerede indlæst i %(plan)s. Se beslutningen, den blev til, eller ret filen først.",
                plan=known.title,
            ),
            plan_slug=known.slug,
            decision_id=known.decision_id,
        )


def standing_of(session: Session, plan: PlanRow | None) -> Standing:
    """Read what a plan's ledger holds today and all later days, to compare a table with."""
    if plan is None:
        return Standing()
    themes = session.execute(select(col(Theme.title)).where(col(Theme.plan_id) == plan.id)).scalars()
    return Standing(
        plan=plan,
        lines=named_lines(session, plan.id),
        themes=tuple(themes),
        amounts_oere=budget_as_of(session, plan.id, today() + _ALL_DECIDED),
    )


def errors_of(reading: BudgetReading, table: ReadTable, differences: Differences) -> tuple[Problem, ...]:
    """Collect what blocks the import of this table: errors on its sheet, in the file itself, and towards the ledger."""
    found = [problem for problem in reading.problems if problem.sheet in {table.sheet, ""}]
    return tuple(problem for problem in (*found, *differences.problems) if problem.severity is Severity.ERROR)


def apply(session: Session, actor: Actor, order: ImportOrder) -> Imported:
    """Import one table whole, or refuse it whole; the caller's transaction makes it so."""
    _wait_for_other_imports(session, order)
    refuse_known_file(session, order.file.sha256, order.table.sheet)
    plan = _locked_plan(session, order)
    differences = compare(order.table, standing_of(session, plan), roles=order.roles)
    blocking = errors_of(order.reading, order.table, differences)
    if blocking:
        raise ImportBlocked(
            Text("Filen har fejl, der skal rettes først: %(first)s", first=str(blocking[0].text)), blocking
        )
    if plan is not None and differences.is_empty:
        raise NothingToImport(Text("Ingen forskelle: %(plan)s siger allerede det samme som filen.", plan=plan.title))
    plan_id = plan.id if plan else _new_plan(session, actor, order, differences)
    if plan and differences.extends_years:
        row = session.get_one(ActionPlan, plan_id)
        row.first_year, row.last_year, row.version = differences.first_year, differences.last_year, row.version + 1
    line_by_row = {**differences.line_by_row, **_new_lines(session, plan_id, differences)}
    decision_id = add_decision(session, actor, plan_id, order.decision)
    file_id = file_away(session, actor, order.file)
    cell_ids = keep_table(
        session, plan_id, _printed(order.table, line_by_row), file_id=file_id, decision_id=decision_id
    )
    post_transfers(session, actor, decision_id, _transfers(session, plan_id, differences, line_by_row, cell_ids))
    record(
        session,
        person_id=actor.id,
        action="import",
        subject="action_plan",
        subject_id=plan_id,
        before={"sha256": order.file.sha256, "file": order.file.name},
        after={
            "decision": decision_id,
            "decided_on": order.decision.decided_on,
            "body": order.decision.body,
            "sheet": order.table.sheet,
            "new_lines": [line.title for line in differences.new_lines],
            "changes": len(differences.changes),
        },
    )
    slug = session.execute(select(col(ActionPlan.slug)).where(col(ActionPlan.id) == plan_id)).scalar_one()
    return Imported(plan_id, slug, decision_id)


def _wait_for_other_imports(session: Session, order: ImportOrder) -> None:
    """Let imports go one at a time, or two of the same file at once would both find it unknown.

    The plan's lock comes first, as everywhere, or two transactions could each wait for what the other holds.
    """
    if order.plan_id is not None:
        lock_plan(session, order.plan_id)
    session.execute(select(col(Revision.number)).with_for_update())


def _locked_plan(session: Session, order: ImportOrder) -> PlanRow | None:
    if order.plan_id is None:
        return None
    row = lock_plan(session, order.plan_id)
    if order.ledger_mark and ledger_mark(session, order.plan_id) != order.ledger_mark:
        raise ledger_moved(row.title)
    return PlanRow(
        identity(row.id),
        row.slug,
        row.title,
        row.first_year,
        row.last_year,
        row.committee,
        row.administration,
        row.price_level,
        row.version,
    )


def _new_plan(session: Session, actor: Actor, order: ImportOrder, differences: Differences) -> int:
    return create_plan(
        session,
        actor,
        title=order.plan_title or order.table.title or order.file.name,
        first_year=differences.first_year,
        last_year=differences.last_year,
        committee=order.decision.body,
        administration=order.administration,
        price_level=order.table.price_level or "",
        audited=False,
    )


def _new_lines(session: Session, plan_id: int, differences: Differences) -> dict[str, int]:
    themes = {
        comparable(title): identity(theme_id)
        for theme_id, title in session.execute(
            select(col(Theme.id), col(Theme.title)).where(col(Theme.plan_id) == plan_id)
        )
    }
    for title in differences.new_sections:
        themes[comparable(title)] = add_theme(session, plan_id, title=title)
    line_ids = add_lines(
        session,
        plan_id,
        [
            NewLine(
                theme_id=themes.get(comparable(line.section)) if line.section else None,
                title=line.title,
                role=line.role,
                outline=line.outline,
                may_be_negative=line.may_be_negative,
            )
            for line in differences.new_lines
        ],
    )
    return {line.row_cell: line_id for line, line_id in zip(differences.new_lines, line_ids, strict=True)}


def _printed(table: ReadTable, line_by_row: Mapping[str, int]) -> NewTable:
    if table.unit is None:
        raise ImportBlocked(Text("Tabellen har ingen enhed. Vælg, om beløbene er i kr., 1000 kr. eller mio. kr."), ())
    return NewTable(
        sheet=table.sheet,
        title=table.title or "",
        head=table.head or "",
        unit=table.unit,
        price_level=table.price_level or "",
        rows=tuple(
            NewRow(
                kind=row.kind,
                cell=row.cell,
                printed_label=row.printed_label,
                label=row.label,
                outline=row.outline or "",
                footnote=row.footnote or "",
                section=row.section or "",
                line_id=line_by_row.get(row.cell),
                cells=tuple(
                    NewCell(cell.column, cell.address, cell.printed, cell.kind, cell.amount_oere) for cell in row.cells
                ),
            )
            for row in table.rows
        ),
    )


def _transfers(
    session: Session,
    plan_id: int,
    differences: Differences,
    line_by_row: Mapping[str, int],
    cell_ids: Mapping[tuple[str, str], int],
) -> tuple[NewTransfer, ...]:
    source = identity(
        session.execute(
            select(col(BudgetLine.id))
            .where(col(BudgetLine.plan_id) == plan_id, col(BudgetLine.role) == LineRole.SOURCE)
            # The plan's own source, which came with it; others were named by supplementary appropriations.
            .order_by(col(BudgetLine.id))
        )
        .scalars()
        .first()
    )
    transfers = []
    for change in differences.changes:
        line = line_by_row[change.row_cell]
        moved = change.after_oere - change.before_oere
        transfers.append(
            NewTransfer(
                budget_year=change.year,
                from_line_id=source if moved > 0 else line,
                to_line_id=line if moved > 0 else source,
                amount_oere=abs(moved),
                published_cell_id=cell_ids[change.row_cell, str(change.year)],
            )
        )
    return tuple(transfers)
