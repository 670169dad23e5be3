"""Amounts as files hold them: exact in the unit of the table, with as many decimals as show them in full."""

from collections.abc import Iterable
from decimal import Decimal

from tracker.domain.money import MILLION_KR, Unit


def in_unit(amount_oere: int, unit: Unit) -> int | Decimal:
    """Turn øre into the table's unit, exactly."""
    whole, rest = divmod(amount_oere, unit.oere)
    return Decimal(amount_oere) / unit.oere if rest else whole


def decimals_needed(amounts_oere: Iterable[int], unit: Unit) -> int:
    """Tell how many decimals show every amount in full; a table in mio. kr. has at least one."""
    fewest = 1 if unit == MILLION_KR else 0
    digits = len(str(unit.oere)) - 1
    amounts = set(amounts_oere)
    for decimals in range(fewest, digits):
        if not any(amount % (unit.oere // 10**decimals) for amount in amounts):
            return decimals
    return digits
