"""A bridge made ready to be shown: the rows and columns of its table, each amount with its address, and the picture."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain

from flask_babel import gettext
from markupsafe import Markup

from tracker.domain.bridges import KINDS, Bridge
from tracker.domain.decisions import DecisionKind
from tracker.domain.money import NIL
from tracker.queries.bridges import BridgeLine, BridgeTable
from tracker.web.amounts import Writer, decimals_for, is_rounded, writer
from tracker.web.bridges.choices import ALL_LINES, BridgeChoices
from tracker.web.charts import Waterfall, WaterfallStep, waterfall
from tracker.web.explanations import Explained, Query
from tracker.web.kind_words import head
from tracker.web.words import word

LINES_A_PAGE = 100
# What asks for corrections alone, or for all but them, on the page that explains an amount.
CORRECTIONS, NO_CORRECTIONS = {"rettelser": "kun"}, {"rettelser": "uden"}


@dataclass(frozen=True)
class BridgeColumn:
    """A kind of change as a column: its place among the kinds, or None for the corrections."""

    kind: DecisionKind | None
    text: str

    def amount(self, bridge: Bridge) -> int:
        """Give what it changes on a bridge."""
        return bridge.corrections_oere if self.kind is None else bridge.by_kind_oere[KINDS.index(self.kind)]


@dataclass(frozen=True)
class BridgeSection:
    """A section's title with those of its rows that stand on the page."""

    title: str
    lines: Sequence[BridgeLine]


class BridgeView:
    """What the page shows of a bridge."""

    def __init__(self, table: BridgeTable, choices: BridgeChoices, *, slug: str, language: str) -> None:
        self.table = table
        self._choices = choices
        self._start = Explained.of(slug, choices.point_query(choices.start))
        self._end = Explained.of(slug, choices.point_query(choices.end))
        self._changes = Explained.of(slug, choices.changes_query())
        self._knowing = any(point.point.known_at for point in (choices.start, choices.end))
        amounts = tuple(chain.from_iterable(_amounts(row.bridge) for row in table.lines))
        decimals = decimals_for(amounts, choices.unit)
        self.rounded = is_rounded(amounts, choices.unit, decimals=decimals)
        self.write: Writer = writer(choices.unit, decimals=decimals, language=language)
        self.columns = _columns(table)
        self.still = [word(kind).lower() for kind in KINDS if kind not in table.moved]

    @property
    def lines(self) -> Sequence[BridgeLine]:
        """The rows that are asked for: those that changed, or all."""
        return self.table.lines if self._choices.with_all else self.table.changed

    @property
    def side_count(self) -> int:
        """How many pages the rows fill."""
        return max(1, -(-len(self.lines) // LINES_A_PAGE))

    @property
    def side(self) -> int:
        """Which of the pages is shown."""
        return max(1, min(self._choices.side, self.side_count))

    def sections(self) -> Sequence[BridgeSection]:
        """Part the rows of the page by section."""
        found: list[tuple[str, list[BridgeLine]]] = []
        for row in self.lines[(self.side - 1) * LINES_A_PAGE : self.side * LINES_A_PAGE]:
            if not found or found[-1][0] != row.section:
                found.append((row.section, []))
            found[-1][1].append(row)
        return [BridgeSection(title, rows) for title, rows in found]

    def row(self, row: BridgeLine) -> Markup:
        """Write the cells of a line."""
        return self._cells(row.bridge, row.moved, {"linje": row.line.slug})

    def total(self) -> Markup:
        """Write the cells of the last row."""
        return self._cells(self.table.total, self.table.moved, {})

    @property
    def what_lies_still(self) -> str:
        """List the kinds of which nothing lies between the points, as one reads them."""
        *others, last = self.still
        return str(gettext("%(kinds)s eller %(last)s", kinds=", ".join(others), last=last)) if others else last

    def picture(self) -> Waterfall | None:
        """Draw the chosen line, or the pool; None where there is no money."""
        bridge = self._pictured()
        steps = [WaterfallStep(gettext("Fra"), self.write(bridge.start_oere), bridge.start_oere, is_level=True)]
        for column in self.columns:
            amount = column.amount(bridge)
            if amount:
                steps.append(WaterfallStep(column.text, self._signed(amount), amount, is_level=False))
        steps.append(WaterfallStep(gettext("Til"), self.write(bridge.end_oere), bridge.end_oere, is_level=True))
        return waterfall(steps)

    def pictured_name(self) -> str:
        """Name what the picture shows."""
        line = self._choices.line
        if line == ALL_LINES or (not line and self.table.pool is None):
            return str(gettext("Alle linjer"))
        return next((row.line.title for row in self.table.lines if row.line.slug == line), gettext("Puljen"))

    def _pictured(self) -> Bridge:
        line = self._choices.line
        if line and line != ALL_LINES:
            return next(row.bridge for row in self.table.lines if row.line.slug == line)
        return self.table.total if line else self.table.pool or self.table.total

    def _cells(self, bridge: Bridge, moved: Collection[DecisionKind | None], line: Query) -> Markup:
        asked: Query = {**line, **({"aar": self._choices.year} if self._choices.year else {})}
        cells = [self._cell(bridge.start_oere, self.write, self._start.address(asked) if bridge.start_oere else "")]
        for column in self.columns:
            address = self._changes.address(asked, self._asking(column)) if column.kind in moved else ""
            cells.append(self._cell(column.amount(bridge), self._signed, address))
        end_address = self._end.address(asked) if bridge.end_oere or (bridge.start_oere and moved) else ""
        cells.append(self._cell(bridge.end_oere, self._level, end_address, classes="n row-sum"))
        return Markup("").join(cells)

    def _asking(self, column: BridgeColumn) -> Query:
        if column.kind is None:
            return CORRECTIONS
        return {"art": column.kind.value, **(NO_CORRECTIONS if self._knowing else {})}

    def _cell(self, amount_oere: int, write: Writer, address: str, *, classes: str = "n") -> Markup:
        if not address:
            return Markup('<td class="{} nothing">{}</td>').format(classes, NIL)
        return Markup('<td class="{}"><a href="{}">{}</a></td>').format(classes, address, write(amount_oere))

    def _level(self, amount_oere: int) -> str:
        """Write what a line comes to; a dash where all its money went again, as the budget table does."""
        return self.write(amount_oere) if amount_oere else NIL

    def _signed(self, amount_oere: int) -> str:
        return f"+{self.write(amount_oere)}" if amount_oere > 0 else self.write(amount_oere)


def _columns(table: BridgeTable) -> Sequence[BridgeColumn]:
    """Choose the kinds that change something on some line; corrections stand last."""
    kinds = [BridgeColumn(kind, head(kind)) for kind in KINDS if kind in table.moved]
    return (*kinds, *((BridgeColumn(None, gettext("Rettelser")),) if None in table.moved else ()))


def _amounts(bridge: Bridge) -> Sequence[int]:
    return (bridge.start_oere, *bridge.by_kind_oere, bridge.corrections_oere, bridge.end_oere)
