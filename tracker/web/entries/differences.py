"""How the rows that were typed differ from those that stand: for somebody who came second, and for a correction."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from flask_babel import gettext

from tracker.domain.entries import EntryTransfer, LineRef
from tracker.domain.money import NIL, Unit, format_amount
from tracker.domain.refusals import Conflict
from tracker.domain.rewriting import StandingTransfer, as_entered
from tracker.web.amounts import decimals_for
from tracker.web.entries.page import Typed
from tracker.web.entries.setting import Setting
from tracker.web.forms import Difference
from tracker.web.language import language

Cell = tuple[LineRef, LineRef, int]


def row_differences(setting: Setting, typed: Typed, standing: Sequence[StandingTransfer]) -> tuple[Difference, ...]:
    """Tell amount by amount where what stands and what was typed part; in the unit of the plan."""
    theirs, yours = _cells(as_entered(standing)), _cells(typed.meant.transfers)
    titles: dict[LineRef, str] = {line.id: line.title for line in setting.lines}
    titles |= {line.key: line.title for line in typed.meant.new_lines}
    decimals = decimals_for((*theirs.values(), *yours.values()), setting.unit)
    return tuple(
        Difference(
            label=_label(cell, titles),
            theirs=_written(theirs[cell], setting.unit, decimals),
            yours=_written(yours[cell], setting.unit, decimals),
        )
        for cell in dict.fromkeys((*theirs, *yours))
        if theirs[cell] != yours[cell]
    )


def standing_now(conflict: Conflict) -> tuple[StandingTransfer, ...]:
    """Give the rows that stood when somebody came second; what the page read before may be older."""
    found = conflict.theirs.get("transfers")
    return tuple(one for one in found if isinstance(one, StandingTransfer)) if isinstance(found, tuple) else ()


def _cells(transfers: Iterable[EntryTransfer]) -> Counter[Cell]:
    found: Counter[Cell] = Counter()
    for one in transfers:
        found[one.from_line, one.to_line, one.budget_year] += one.amount_oere
    return found


def _label(cell: Cell, titles: Mapping[LineRef, str]) -> str:
    giver, taker, year = cell
    return str(
        gettext(
            "Fra %(giver)s til %(taker)s i %(year)s",
            giver=titles.get(giver, "?"),
            taker=titles.get(taker, "?"),
            year=year,
        )
    )


def _written(amount_oere: int, unit: Unit, decimals: int) -> str:
    return format_amount(amount_oere, unit, decimals=decimals, language=language()) if amount_oere else NIL
