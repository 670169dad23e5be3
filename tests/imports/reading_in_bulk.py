"""A program that reads a folder of files through the real guard, and says what became of each and what it cost.

Run as ``python -m tests.imports.reading_in_bulk FOLDER``: a process of its own, so that the cost of its children is the
cost of these files and of nothing else. It prints one JSON object.
"""

import json
import resource
import sys
from pathlib import Path

from imports.cells import Cell, ValueKind, Workbook
from imports.workbook import read_workbook
from tracker.domain.refusals import FileRefused

_MOST_CELLS_TOLD = 20


def told(cell: Cell) -> str:
    """Write a cell's kind and value in one string."""
    value = str(cell.value) if cell.kind is not ValueKind.NUMBER else f"{cell.value:f}"
    return f"{cell.kind.value}:{value}"


def outcome_of(workbook: Workbook) -> dict[str, object]:
    """Say what was read: the codes of the problems, the number of cells, and of small files the cells themselves."""
    count = sum(len(sheet.cells) for sheet in workbook.sheets)
    every = (cell for sheet in workbook.sheets for cell in sheet.cells.values())
    return {
        "problems": sorted(problem.code for problem in workbook.problems),
        "sentences": [str(problem.text) for problem in workbook.problems],
        "count": count,
        "cells": {cell.address: told(cell) for cell in every} if count <= _MOST_CELLS_TOLD else {},
    }


def read(path: Path) -> dict[str, object]:
    """Read one file, and ask what memory its child needed at most."""
    try:
        outcome = outcome_of(read_workbook(path))
    except FileRefused as refusal:
        outcome = {"refused": refusal.code, "sentence": str(refusal.text)}
    return {**outcome, "most_memory": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}


def main() -> None:
    """Read every file in the folder, in the order of their names."""
    paths = sorted(Path(sys.argv[1]).iterdir())
    json.dump({path.name: read(path) for path in paths}, sys.stdout)


if __name__ == "__main__":
    main()
