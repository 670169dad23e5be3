"""Printed sums that don't tie out and that nobody has explained yet, for the front page.

What was printed never changes, so each table is compared once; only the reasons are asked for again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlmodel import Session

from tracker.domain.published_tables import Verdict
from tracker.queries import overview, reconciliation
from tracker.queries.overview import KeptTable
from tracker.web.reconciliation.findings import against_rows


@dataclass(frozen=True)
class Unexplained:
    """A plan with printed sums that differ from their rows without a reason."""

    plan_slug: str
    plan_title: str
    since: datetime
    count: int


def unexplained(session: Session) -> tuple[Unexplained, ...]:
    """Count them for each plan, the oldest table first."""
    by_plan: dict[int, list[KeptTable]] = {}
    for table in overview.kept_tables(session):
        by_plan.setdefault(table.plan_id, []).append(table)
    found = []
    for plan_id, tables in by_plan.items():
        differing = _differing_cells(session, plan_id, tables)
        open_cells = differing - overview.explained_cells(session, differing)
        if open_cells:
            first = tables[0]
            found.append(Unexplained(first.plan_slug, first.plan_title, first.read_at, len(open_cells)))
    return tuple(found)


def _differing_cells(session: Session, plan_id: int, tables: Sequence[KeptTable]) -> frozenset[int]:
    compared: dict[int, frozenset[int]] = current_app.extensions.setdefault("compared_tables", {})
    if any(table.id not in compared for table in tables):
        for table in reconciliation.printed_tables(session, plan_id):
            findings, _ = against_rows(table)
            compared[table.id] = frozenset(
                finding.cell.id for finding in findings if finding.verdict is not Verdict.ROUNDING
            )
    return frozenset().union(*(compared.get(table.id, frozenset()) for table in tables))
