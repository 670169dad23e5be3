"""The decision log as a workbook: a row for each decision and each transfer, and sums that follow the filters."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from exports.about import said_moment, write_terms
from exports.amounts import in_unit
from exports.decision_words import KIND_WORDS, PERMANENCE_WORDS, STATUS_WORDS
from exports.workbook import Paper, SheetWriter, WorkbookWriter, address, cell_range, lines_needed
from tracker.domain.money import KR
from tracker.domain.texts import Text
from tracker.domain.years import local_day
from tracker.queries.decision_log import LogRow
from tracker.queries.decisions import TransferRow

DECISIONS, TRANSFERS = "Beslutninger", "Posteringer"
DECIMALS = 2
SUM_ROW, HEAD_ROW, FIRST_ROW = 3, 4, 5
AMOUNT_WIDTH = 17

Say = Callable[[Text], str]
Terms = Sequence[tuple[Text | str, Text | str]]


@dataclass(frozen=True)
class Oere:
    """An amount, written in whole kroner with øre as decimals; with a formula it is the value the formula has."""

    amount_oere: int
    formula: str = ""


Value = str | int | date | datetime | Oere | Text | None


@dataclass(frozen=True)
class Column:
    """A column of a sheet: its head, its width in digits, and whether it is summed or its texts wrap."""

    head: Text | str
    width: float
    is_summed: bool = False
    wraps: bool = False


def write_decisions(
    rows: Sequence[LogRow],
    transfers: Sequence[TransferRow],
    *,
    destination: Path | BinaryIO,
    chosen: Terms,
    made_by: str,
    made_at: datetime,
    revision: int,
    say: Say = str,
) -> None:
    """Write the decisions with their transfers; ``chosen`` are the filters they were found by, each with its value."""
    book = WorkbookWriter(title=say(Text("Beslutninger")), made_at=made_at)
    look = _Look(made_at, say)
    _write_list(
        book.sheet(DECISIONS, decimals=DECIMALS), Text("Beslutninger, beløb i kr."), *_decisions(rows), look=look
    )
    _write_list(
        book.sheet(TRANSFERS, decimals=DECIMALS),
        Text("Posteringer, beløb i kr."),
        *_transfers(rows, transfers),
        look=look,
    )
    terms: Terms = [
        *chosen,
        (Text("Beslutninger"), str(len(rows))),
        (Text("Posteringer"), str(len(transfers))),
        (Text("Lavet"), said_moment(made_at)),
        (Text("Lavet af"), made_by),
        (Text("Beløb i"), KR.label),
        (Text("Dataenes udgave"), str(revision)),
    ]
    write_terms(book, terms, title=say(Text("Beslutninger")), made_at=made_at, say=say)
    book.save(destination)


def _decisions(rows: Sequence[LogRow]) -> tuple[Sequence[Column], Iterable[Sequence[Value]]]:
    years = sorted({year for row in rows for year, _ in row.moved_by_year})
    columns = (
        Column(Text("Nr."), 8),
        Column(Text("Besluttet"), 12),
        Column(Text("Status"), 18),
        Column(Text("Beslutning"), 40, wraps=True),
        Column(Text("Art"), 20),
        Column(Text("Besluttet af"), 24, wraps=True),
        Column(Text("Dagsordenspunkt"), 17),
        Column(Text("Sagsnummer"), 18),
        Column(Text("Handleplan"), 30, wraps=True),
        *(Column(str(year), AMOUNT_WIDTH, is_summed=True) for year in years),
        Column(Text("Flyttet i alt"), AMOUNT_WIDTH, is_summed=True),
        Column(Text("Varighed"), 11),
        Column(Text("Begrundelse"), 50, wraps=True),
        Column(Text("Link"), 30, wraps=True),
        Column(Text("Ejer"), 20, wraps=True),
        Column(Text("Registreret af"), 20, wraps=True),
        Column(Text("Registreret (dansk tid)"), 17),
    )
    first_year = len(columns) - 7 - len(years) + 1
    return columns, (_decision(row, place, years, first_year) for place, row in enumerate(rows, FIRST_ROW))


def _decision(row: LogRow, place: int, years: Sequence[int], first_year: int) -> Sequence[Value]:
    decision, moved = row.decision, dict(row.moved_by_year)
    over_years = cell_range(place, first_year, place, first_year + len(years) - 1) if years else ""
    return (
        decision.id,
        decision.decided_on,
        STATUS_WORDS[decision.status],
        decision.title,
        KIND_WORDS[decision.kind],
        decision.body,
        decision.agenda_item,
        decision.case_number,
        decision.plan_title,
        *(Oere(moved[year]) if year in moved else None for year in years),
        Oere(decision.moved_oere, f"=SUM({over_years})" if over_years else ""),
        PERMANENCE_WORDS[row.permanence] if row.permanence else None,
        row.reason,
        row.link,
        row.owner,
        row.recorded_by,
        row.recorded_at,
    )


_TRANSFER_COLUMNS = (
    Column(Text("Postering"), 11),
    Column(Text("Beslutning nr."), 11),
    Column(Text("Beslutning"), 34, wraps=True),
    Column(Text("Besluttet"), 12),
    Column(Text("Status"), 18),
    Column(Text("Art"), 20),
    Column(Text("Besluttet af"), 24, wraps=True),
    Column(Text("Handleplan"), 28, wraps=True),
    Column(Text("Budgetår"), 10),
    Column(Text("Fra"), 34, wraps=True),
    Column(Text("Til"), 34, wraps=True),
    Column(Text("Beløb"), AMOUNT_WIDTH, is_summed=True),
    Column(Text("Heraf gældende"), AMOUNT_WIDTH, is_summed=True),
    Column(Text("Tilbagefører"), 13),
    Column(Text("Tilbageført af"), 13),
    Column(Text("Registreret af"), 20, wraps=True),
    Column(Text("Registreret (dansk tid)"), 17),
    Column(Text("Fil"), 30, wraps=True),
    Column(Text("Celle"), 16, wraps=True),
    Column(Text("Trykt"), 12),
)
_AMOUNT, _REVERSES, _REVERSED_BY = 12, 14, 15


def _transfers(
    rows: Sequence[LogRow], transfers: Sequence[TransferRow]
) -> tuple[Sequence[Column], Iterable[Sequence[Value]]]:
    by_id = {row.decision.id: row for row in rows}
    return _TRANSFER_COLUMNS, (
        _transfer(transfer, by_id[transfer.decision_id], place) for place, transfer in enumerate(transfers, FIRST_ROW)
    )


def _transfer(transfer: TransferRow, row: LogRow, place: int) -> Sequence[Value]:
    # What was put right later counts no more, and neither does what puts it right.
    stands = transfer.reverses_id is None and transfer.reversed_by_id is None
    empty = f'{address(place, _REVERSES)}="",{address(place, _REVERSED_BY)}=""'
    return (
        transfer.id,
        transfer.decision_id,
        row.decision.title,
        transfer.decided_on,
        STATUS_WORDS[row.decision.status],
        KIND_WORDS[transfer.kind],
        transfer.body,
        row.decision.plan_title,
        transfer.budget_year,
        transfer.from_title,
        transfer.to_title,
        Oere(transfer.amount_oere),
        Oere(transfer.amount_oere if stands else 0, f"=IF(AND({empty}),{address(place, _AMOUNT)},0)"),
        transfer.reverses_id,
        transfer.reversed_by_id,
        transfer.recorded_by,
        transfer.recorded_at,
        transfer.file_name,
        f"{transfer.sheet}!{transfer.cell}" if transfer.cell else None,
        transfer.printed,
    )


@dataclass(frozen=True)
class _Look:
    """What both lists are written with."""

    made_at: datetime
    say: Say


def _write_list(
    sheet: SheetWriter, title: Text, columns: Sequence[Column], rows: Iterable[Sequence[Value]], *, look: _Look
) -> None:
    """Write a sheet: its sums above the heads, so that filters and sorting leave them where they are."""
    say = look.say
    sheet.text(1, 1, say(title), "title")
    for place, column in enumerate(columns, 1):
        head = say(column.head) if isinstance(column.head, Text) else column.head
        sheet.text(HEAD_ROW, place, head, "head-year" if column.is_summed else "head")
    last_row = HEAD_ROW
    sums: dict[int, int] = {place: 0 for place, column in enumerate(columns, 1) if column.is_summed}
    for last_row, values in enumerate(rows, FIRST_ROW):
        _write_row(sheet, last_row, columns, values, say)
        for place in sums:
            value = values[place - 1]
            sums[place] += value.amount_oere if isinstance(value, Oere) else 0
    _write_sums(sheet, sums, max(last_row, FIRST_ROW), say)
    sheet.widths(*(column.width for column in columns))
    sheet.filtered(HEAD_ROW, max(last_row, FIRST_ROW), len(columns))
    sheet.freeze(rows=HEAD_ROW, columns=1)
    made = Text("Lavet i Puljeoverblik %(day)s", day=local_day(look.made_at).strftime("%d.%m.%Y"))
    sheet.page(
        header=(say(title), ""),
        footer=say(made),
        last_row=max(last_row, FIRST_ROW),
        last_column=len(columns),
        repeat_rows=(SUM_ROW, HEAD_ROW),
        paper=Paper.A3,
    )


def _write_sums(sheet: SheetWriter, sums: Mapping[int, int], last_row: int, say: Say) -> None:
    sheet.text(SUM_ROW, 1, say(Text("Sum af de rækker, der er vist")), "term")
    for place, amount in sums.items():
        # 109 leaves out rows that are hidden, by a filter or by hand.
        formula = f"=SUBTOTAL(109,{cell_range(FIRST_ROW, place, last_row, place)})"
        sheet.formula(SUM_ROW, place, formula, in_unit(amount, KR), "amount-sum")


def _write_row(sheet: SheetWriter, row: int, columns: Sequence[Column], values: Sequence[Value], say: Say) -> None:
    lines = 1
    for place, (column, value) in enumerate(zip(columns, values, strict=True), 1):
        match value:
            case None:
                pass
            case Oere(amount, ""):
                sheet.number(row, place, in_unit(amount, KR), "amount")
            case Oere(amount, formula):
                sheet.formula(row, place, formula, in_unit(amount, KR), "amount")
            case datetime():
                sheet.moment(row, place, value)
            case date():
                sheet.day(row, place, value)
            case int():
                sheet.number(row, place, value, "value")
            case _:
                text = say(value) if isinstance(value, Text) else value
                sheet.text(row, place, text, "value-wrapped" if column.wraps else "value")
                lines = max(lines, lines_needed(text, column.width)) if column.wraps else lines
    sheet.height(row, lines=lines)
