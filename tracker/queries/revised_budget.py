"""Reading how a year's budget came about: what was adopted, and what each kind of decision has changed since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from tracker.domain.bridges import KINDS
from tracker.domain.decisions import DecisionKind
from tracker.domain.published_tables import CellKind
from tracker.queries.budget import BudgetTable, TableLine, TableSection, budget_by_kind


@dataclass(frozen=True)
class RevisedTable:
    """One year of a budget table by kind of decision: øre, columns as ``KINDS``; a row's sum is the revised budget."""

    year: int
    sections: tuple[TableSection, ...]
    totals_oere: tuple[int, ...]
    total_oere: int


def revised_table(session: Session, table: BudgetTable, year: int) -> RevisedTable:
    """Read what each line of a table got by each kind of decision in a year, at the table's point; one query."""
    amounts = budget_by_kind(session, table.plan.id, table.point)
    sections = tuple(_section(section, amounts, year) for section in table.sections)
    totals = tuple(sum(section.sums_oere[index] for section in sections) for index in range(len(KINDS)))
    return RevisedTable(year, sections, totals, sum(totals))


def _section(
    section: TableSection, amounts: Mapping[tuple[int, int], Mapping[DecisionKind, int]], year: int
) -> TableSection:
    lines = tuple(_line(line, amounts.get((line.id, year), {})) for line in section.lines)
    sums = tuple(sum(line.amounts_oere[index] or 0 for line in lines) for index in range(len(KINDS)))
    return replace(section, lines=lines, sums_oere=sums, sum_oere=sum(sums))


def _line(line: TableLine, by_kind: Mapping[DecisionKind, int]) -> TableLine:
    found: Sequence[int | None] = [by_kind.get(kind) for kind in KINDS]
    marks = tuple(CellKind.NIL if amount is None else CellKind.AMOUNT if amount else CellKind.ZERO for amount in found)
    return replace(line, amounts_oere=tuple(found), marks=marks, sum_oere=sum(filter(None, found)))
