"""What reading a budget table says to other programs: one JSON object and an exit status."""

from imports.budget_reading import BudgetReading, Check, ReadRow, ReadTable
from imports.cells import Problem
from tracker.domain.published_tables import Severity

READ = 0
NOT_READABLE = 1
READ_WITH_ERRORS = 2


def as_json(reading: BudgetReading) -> dict[str, object]:
    """Put a reading into the words of the published format; the messages are Danish."""
    return {
        "file": reading.file,
        "tables": [_table(table) for table in reading.tables],
        "problems": [_problem(problem) for problem in reading.problems],
    }


def exit_status(reading: BudgetReading) -> int:
    """Tell the exit status: read without an error, read but with errors in the file, or nothing to read."""
    if not reading.tables:
        return NOT_READABLE
    return READ_WITH_ERRORS if has_errors(reading) else READ


def has_errors(reading: BudgetReading) -> bool:
    """Say whether anything blocks the import."""
    return any(problem.severity is Severity.ERROR for problem in reading.problems)


def _table(table: ReadTable) -> dict[str, object]:
    return {
        "sheet": table.sheet,
        "title": table.title,
        "unit": table.unit.label if table.unit else None,
        "price_level": table.price_level,
        "years": list(table.years),
        "rows": [_row(row, table.years) for row in table.rows],
        "checks": [_check(check) for check in table.checks],
    }


def _row(row: ReadRow, years: tuple[str, ...]) -> dict[str, object]:
    amounts = row.amounts_oere
    return {
        "cell": row.cell,
        "kind": row.kind.value,
        "label": row.label,
        "outline": row.outline,
        "footnote": row.footnote,
        "section": row.section,
        "amounts_oere": {year: amounts[year] for year in years if year in amounts},
    }


def _check(check: Check) -> dict[str, object]:
    return {
        "cell": check.cell,
        "label": check.label,
        "column": check.column,
        "printed_oere": check.printed_oere,
        "computed_oere": check.computed_oere,
        "difference_oere": check.difference_oere,
        "verdict": check.verdict.value,
    }


def _problem(problem: Problem) -> dict[str, object]:
    return {
        "sheet": problem.sheet,
        "cell": problem.cell,
        "severity": problem.severity.value,
        "code": problem.code,
        "message": str(problem.text),
    }
