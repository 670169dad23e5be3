"""Amounts as cells of a table: a whole row of numbers is written at once, which is what makes long tables fast."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from markupsafe import Markup, escape

from tracker.domain.money import NIL, STYLES, Unit
from tracker.domain.published_tables import CellKind

Writer = Callable[[int], str]

# Most decimals a unit is shown with; what is finer is rounded, and the page says so.
_MOST_DECIMALS = {"kr": 2, "tkr": 1, "mio": 3}


def writer(unit: Unit, *, decimals: int, language: str) -> Writer:
    """Make the function that writes øre in the unit, halves rounded away from zero, with the language's signs."""
    style = STYLES[language]
    group, point, minus = style.group, style.decimal, style.minus
    scale = 10**decimals
    doubled, divisor = 2 * scale, 2 * unit.oere
    half = unit.oere

    def whole(amount_oere: int) -> str:
        if amount_oere >= 0:
            return f"{(amount_oere * 2 + half) // divisor:,}".replace(",", group)
        rounded = (half - amount_oere * 2) // divisor
        return minus + f"{rounded:,}".replace(",", group) if rounded else "0"

    def fractional(amount_oere: int) -> str:
        rounded = (abs(amount_oere) * doubled + half) // divisor
        units, rest = divmod(rounded, scale)
        text = f"{units:,}".replace(",", group) + f"{point}{rest:0{decimals}d}"
        return minus + text if amount_oere < 0 and rounded else text

    return fractional if decimals else whole


def decimals_for(amounts_oere: Iterable[int | None], unit: Unit) -> int:
    """Tell how many decimals show all the amounts exactly, as far as the unit goes; millions have at least one."""
    decimals = 1 if unit.code == "mio" else 0
    most = _MOST_DECIMALS[unit.code]
    step = unit.oere // 10**decimals
    for amount in amounts_oere:
        while amount and amount % step and decimals < most:
            decimals += 1
            step = unit.oere // 10**decimals
    return decimals


def is_rounded(amounts_oere: Iterable[int | None], unit: Unit, *, decimals: int) -> bool:
    """Tell whether some amount is finer than what is shown."""
    step = unit.oere // 10**decimals
    return any(amount and amount % step for amount in amounts_oere)


@dataclass(frozen=True)
class NumberCells:
    """Writes a row's number cells in one go, each a link where the row has an address that explains it.

    An address goes on with its column's own ending, that of a sum with ``sum_ending``; endings are ready for a page.
    """

    write: Writer
    nothing: Mapping[CellKind, str]
    endings: Sequence[str]
    sum_ending: str

    @classmethod
    def of(cls, unit: Unit, *, decimals: int, language: str, endings: Sequence[str] = (), sum_ending: str = "") -> Self:
        """Make the writer for a table's columns."""
        write = writer(unit, decimals=decimals, language=language)
        nothing = {CellKind.NIL: NIL, CellKind.AMOUNT: NIL, CellKind.ZERO: write(0), CellKind.NO_ENTRY: "./."}
        return cls(write, nothing | {CellKind.EMPTY: ""}, endings, sum_ending)

    def __call__(
        self,
        amounts_oere: Sequence[int | None],
        *,
        sum_oere: int | None = None,
        address: str = "",
        kinds: Sequence[CellKind] = (),
    ) -> Markup:
        """Give the cells of a row, its sum last; ``kinds`` tell which nothing stands where no amount does.

        A column in which money came and went again is nothing too, but keeps its link to what happened.
        """
        write, nothing = self.write, self.nothing
        cells = []
        if address:
            opening = f'<td class="n"><a href="{escape(address)}'
            for amount, ending, kind in zip(amounts_oere, self.endings, kinds or self._nil, strict=True):
                if amount:
                    cells.append(f'{opening}{ending}">{write(amount)}</a></td>')
                elif amount is None:
                    cells.append(f'<td class="n nothing">{nothing[kind]}</td>')
                else:
                    cells.append(f'{opening}{ending}">{nothing[kind]}</a></td>')
        else:
            cells = [f'<td class="n">{write(amount) if amount else NIL}</td>' for amount in amounts_oere]
        if sum_oere is not None:
            cells.append(self._sum(sum_oere, address if sum_oere or any(map(_is_given, amounts_oere)) else ""))
        return Markup("".join(cells))  # noqa: S704 - digits and signs of our own; the address is escaped

    def _sum(self, sum_oere: int, address: str) -> str:
        text = self.write(sum_oere) if sum_oere else NIL
        linked = f'<a href="{escape(address)}{self.sum_ending}">{text}</a>' if address else text
        return f'<td class="n row-sum">{linked}</td>'

    @property
    def _nil(self) -> Sequence[CellKind]:
        return (CellKind.NIL,) * len(self.endings)


def _is_given(amount_oere: int | None) -> bool:
    return amount_oere is not None
