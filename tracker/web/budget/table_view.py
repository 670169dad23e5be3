"""The budget table made ready to be shown: which lines stand on the page, how amounts are written, and the picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from flask_babel import gettext
from markupsafe import Markup, escape

from tracker.domain.bridges import KINDS
from tracker.domain.budget import LineRole
from tracker.domain.published_tables import CellKind
from tracker.queries.budget import BudgetTable, TableLine, TableSection
from tracker.queries.revised_budget import RevisedTable
from tracker.web.amounts import NumberCells, Writer, decimals_for, is_rounded, writer
from tracker.web.budget.choices import LINES_A_PAGE, Choices
from tracker.web.charts import PATTERNS, Part, StackedChart, stacked_chart
from tracker.web.explanations import Endings, Explained, Query


@dataclass(frozen=True)
class ShownSection:
    """A section with those of its lines that stand on this page; ``continued`` where it began on an earlier one."""

    title: str
    lines: Sequence[TableLine]
    continued: bool


@dataclass(frozen=True)
class TableView:
    """A page of the budget table. ``cells`` write the lines' rows, ``sum_cells`` the last row of all lines.

    ``moved`` tells of each column whether money came to some line, or went from it.
    """

    sections: Sequence[ShownSection]
    cells: NumberCells
    sum_cells: NumberCells
    explained: Explained
    moved: Sequence[bool]
    chart: StackedChart | None
    first_line: int
    last_line: int
    line_count: int
    side: int
    side_count: int
    rounded: bool

    def rows(self, lines: Sequence[TableLine], addresses: str) -> Markup:
        """Write the rows of lines, their numbers and sums; ``addresses`` is what every line's address begins with.

        A row is written here rather than in the template: a call of a template costs more than all of its numbers.
        """
        return Markup("\n").join(self._row(line, f"{addresses}{line.slug}") for line in lines)

    def _row(self, line: TableLine, address: str) -> Markup:
        explained = f"{self.explained.line}{line.slug}"
        numbers = self.cells(line.amounts_oere, address=explained, kinds=line.marks, sum_oere=line.sum_oere)
        opening = '<tr class="reserve">' if line.role == LineRole.RESERVE else "<tr>"
        title = f'<a href="{escape(address)}">{escape(line.title)}</a></th>'
        if line.outline:
            name = f'<th scope="row" class="outlined"><span class="line-outline">{escape(line.outline)}</span> {title}'
        else:
            name = f'<th scope="row">{title}'
        return Markup(f"{opening}{name}{numbers}</tr>")  # noqa: S704 - everything that people wrote is escaped above

    def totals(self, amounts_oere: Sequence[int], sum_oere: int) -> Markup:
        """Write the cells of the last row; what comes to nothing is zero where money came and went, else a dash."""
        given = [amount if amount or moved else None for amount, moved in zip(amounts_oere, self.moved, strict=True)]
        marks = [CellKind.NIL if amount is None else CellKind.ZERO for amount in given]
        return self.sum_cells(given, sum_oere=sum_oere, address=self.explained.page, kinds=marks)


def view_of(table: BudgetTable, choices: Choices, *, explained: Explained, language: str) -> TableView:
    """Choose what of a table stands on the page, and how it is written: a column for each year."""
    page = _Page(table.sections, choices, explained, language)
    columns: list[Query] = [{"aar": year} for year in table.years]
    return page.view(columns, whole={}, chart=_chart(table, page.write))


def revised_view_of(revised: RevisedTable, choices: Choices, *, explained: Explained, language: str) -> TableView:
    """Choose what of one year's table stands on the page, and how it is written: a column for each kind."""
    whole = {"aar": revised.year}
    columns: list[Query] = [{**whole, "art": kind.value} for kind in KINDS]
    return _Page(revised.sections, choices, explained, language).view(columns, whole=whole, chart=None)


class _Page:
    """Makes a view of sections, whatever their columns are."""

    def __init__(self, sections: Sequence[TableSection], choices: Choices, explained: Explained, language: str) -> None:
        self._sections = sections
        self._choices = choices
        self._explained = explained
        self._language = language
        self._amounts = tuple(chain.from_iterable(line.amounts_oere for part in sections for line in part.lines))
        self._decimals = decimals_for(self._amounts, choices.unit)

    @property
    def write(self) -> Writer:
        """Write one amount as the table does."""
        return writer(self._choices.unit, decimals=self._decimals, language=self._language)

    def view(self, columns: Sequence[Query], *, whole: Query, chart: StackedChart | None) -> TableView:
        """Make the view; ``columns`` are what the addresses of each column's amounts ask for."""
        lines = [line for section in self._sections for line in section.lines]
        count = len(lines)
        side_count = max(1, -(-count // LINES_A_PAGE))
        side = min(self._choices.side, side_count)
        first = (side - 1) * LINES_A_PAGE if side else 0
        last = min(first + LINES_A_PAGE, count) if side else count
        return TableView(
            sections=_on_page(self._sections, first, last),
            cells=self._cells(self._explained.of_line(columns, whole=whole)),
            sum_cells=self._cells(self._explained.of_all(columns, whole=whole)),
            explained=self._explained,
            moved=[any(line.amounts_oere[place] is not None for line in lines) for place in range(len(columns))],
            chart=chart,
            first_line=first + 1,
            last_line=last,
            line_count=count,
            side=side,
            side_count=side_count,
            rounded=is_rounded(self._amounts, self._choices.unit, decimals=self._decimals),
        )

    def _cells(self, endings: Endings) -> NumberCells:
        return NumberCells.of(
            self._choices.unit,
            decimals=self._decimals,
            language=self._language,
            endings=endings.columns,
            sum_ending=endings.sum,
        )


def _on_page(sections: Sequence[TableSection], first: int, last: int) -> Sequence[ShownSection]:
    shown = []
    start = 0
    for section in sections:
        lines = section.lines[max(first - start, 0) : max(last - start, 0)]
        if lines:
            shown.append(ShownSection(section.title, lines, continued=start < first))
        start += len(section.lines)
    return tuple(shown)


def _chart(table: BudgetTable, write: Writer) -> StackedChart | None:
    """Stack the themes' initiatives, then other money, then what is left in the pool, for each year."""
    by_label: dict[str, list[int]] = {}
    left = gettext("Tilbage i puljen")
    for section in table.sections:
        label = section.title or gettext("Indsatser")
        _add(by_label, label, section.lines, LineRole.INITIATIVE)
    if len(by_label) > PATTERNS - 1:
        by_label = {gettext("Alle indsatser"): [sum(column) for column in zip(*by_label.values(), strict=True)]}
    for role, label in ((LineRole.OTHER, gettext("Øvrige midler")), (LineRole.RESERVE, left)):
        for section in table.sections:
            _add(by_label, label, section.lines, role)
    parts = [
        Part(
            label=label,
            pattern="rest" if label == left else str(number),
            amounts_oere=tuple(amounts),
        )
        for number, (label, amounts) in enumerate(by_label.items())
    ]
    return stacked_chart(
        [str(year) for year in table.years], parts, total_texts=[write(total) for total in table.totals_oere]
    )


def _add(by_label: dict[str, list[int]], label: str, lines: Sequence[TableLine], role: LineRole) -> None:
    rows = [line.amounts_oere for line in lines if line.role == role]
    if not rows:
        return
    sums = by_label.setdefault(label, [0] * len(rows[0]))
    for index, column in enumerate(zip(*rows, strict=True)):
        sums[index] += sum(filter(None, column))
