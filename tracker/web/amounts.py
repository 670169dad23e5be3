"""Amounts as cells of a table: a whole row of numbers is written at once, which is what makes long tables fast."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from tracker.domain.money import NIL, STYLES, Unit

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
    """Writes a row's number cells in one go, each number a link where the row has an address."""

    years: Sequence[int]
    write: Writer
    unit: Unit
    decimals: int

    def __call__(self, amounts_oere: Sequence[int | None], *, address: str = "", marks: Sequence[str] = ()) -> Markup:
        """Give the cells of a row; ``marks`` is what stands for an amount that is None, one for each year."""
        write = self.write
        href = escape(address)
        cells = []
        for index, amount in enumerate(amounts_oere):
            if amount is None:
                mark = escape(marks[index]) if marks else NIL
                cells.append(f'<td class="n nothing">{mark}</td>')
            elif address:
                cells.append(f'<td class="n"><a href="{href}#aar-{self.years[index]}">{write(amount)}</a></td>')
            else:
                cells.append(f'<td class="n">{write(amount)}</td>')
        return Markup("".join(cells))  # noqa: S704 - digits and signs of our own; the address and marks are escaped above
