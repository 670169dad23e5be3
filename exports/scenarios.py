"""Scenarios as a workbook: today's budget, each scenario beside it, and a sheet that compares them in formulas."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from exports.about import SHEET as ABOUT
from exports.about import About, write_about
from exports.amounts import decimals_needed
from exports.budget_table import Say
from exports.scenario_grid import Grid
from exports.scenario_sheets import ComparingSheet, ScenarioSheet, SheetLook, TodaySheet
from exports.sheet_names import sheet_names
from exports.workbook import WorkbookWriter
from tracker.domain.refusals import Refusal
from tracker.domain.texts import Text
from tracker.queries.frames import Frames
from tracker.queries.scenarios import Comparison

COMPARING, TODAY = "Sammenligning", "I dag"


class NothingToCompare(Refusal):
    """A workbook of scenarios without a scenario."""

    code = "nothing-to-compare"


def write_scenarios(
    comparison: Comparison,
    *,
    frames: Frames,
    destination: Path | BinaryIO,
    made_by: str,
    made_at: datetime,
    printed_totals_oere: Mapping[int, int],
    revision: int,
    say: Say = str,
) -> None:
    """Write the workbook; ``printed_totals_oere`` are the published table's grand totals by year.

    Raises NothingToCompare where there is no scenario.
    """
    if not comparison.scenarios:
        raise NothingToCompare(Text("Planen har ingen scenarier at sammenligne. Lav det første, og hent filen igen."))
    titles = [compared.scenario.title for compared in comparison.scenarios]
    names = sheet_names(titles, taken=(COMPARING, TODAY, ABOUT))
    title = Text("Scenarier for %(plan)s", plan=comparison.plan.title)
    book = WorkbookWriter(title=say(title), made_at=made_at)
    grid = Grid(comparison, frames)
    decimals = decimals_needed(grid.amounts_oere(), grid.unit)
    look = SheetLook(say, made_at, TODAY, names)
    comparing, today, *sheets = (book.sheet(name, decimals=decimals) for name in (COMPARING, TODAY, *names))
    ComparingSheet(comparing, grid, look).write()
    TodaySheet(today, grid, look).write()
    for index, sheet in enumerate(sheets):
        ScenarioSheet(sheet, grid, look, index).write()
    about = About(
        comparison.today,
        made_by,
        made_at,
        printed_totals_oere,
        revision,
        sheets=tuple(zip(names, titles, strict=True)),
    )
    write_about(book, about, decimals=decimals, say=say)
    book.save(destination)
