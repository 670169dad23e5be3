"""The ledger's rules: what transfers add up to, and when a posting would break the budget of a later day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tracker.domain.money import KR, THOUSAND_KR, SaidAmount
from tracker.domain.refusals import Refusal
from tracker.domain.texts import Text

# What 64 bits hold, with room for sums: a hundred thousand milliard kroner.
LARGEST_AMOUNT_OERE = 10**16


@dataclass(frozen=True)
class NewTransfer:
    """Money to be moved from one line to another in one budget year; ``amount_oere`` is positive."""

    budget_year: int
    from_line_id: int
    to_line_id: int
    amount_oere: int
    published_cell_id: int | None = None
    reverses_id: int | None = None


@dataclass(frozen=True)
class DatedPosting:
    """One side of a transfer: a signed change of one line in one year, in force from a day."""

    decided_on: date
    line_id: int
    budget_year: int
    amount_oere: int


@dataclass(frozen=True)
class Shortfall:
    """A line that would go below zero: by how much, and on which day first."""

    line_id: int
    budget_year: int
    day: date
    balance_oere: int


class TransferRefused(Refusal):
    """A transfer that can't be written down at all."""

    code = "transfer-refused"


class BudgetOverdrawn(Refusal):
    """A posting that would take a line or the reserve below zero on some day."""

    code = "budget-overdrawn"

    def __init__(self, text: Text, shortfalls: tuple[Shortfall, ...]) -> None:
        super().__init__(text)
        self.shortfalls = shortfalls


class YearClosed(Refusal):
    """A posting in a budget year that is closed."""

    code = "year-closed"


class BodyMayNot(Refusal):
    """A decision of a kind that this body doesn't decide."""

    code = "body-may-not"


class BodyUnknown(BodyMayNot):
    """A decision of a body that nobody knows; it is about the field in which the body is named."""

    code = "body-unknown"

    def __init__(self, text: Text) -> None:
        super().__init__(text, field="body")


def check_transfer(transfer: NewTransfer, *, first_year: int, last_year: int) -> None:
    """Refuse a transfer that no ledger could hold; raises TransferRefused."""
    if type(transfer.amount_oere) is not int:
        message = f"an amount is whole øre, not {transfer.amount_oere!r}"
        raise TypeError(message)
    if not 0 < transfer.amount_oere <= LARGEST_AMOUNT_OERE:
        raise TransferRefused(
            Text(
                "Et beløb skal være større end 0 og højst 100.000 mia. kr. Ret beløbet for %(year)s.",
                year=transfer.budget_year,
            )
        )
    if transfer.from_line_id == transfer.to_line_id:
        raise TransferRefused(
            Text("Pengene kan ikke flyttes til den linje, de kommer fra. Vælg to forskellige linjer.")
        )
    if not first_year <= transfer.budget_year <= last_year:
        raise TransferRefused(
            Text(
                "%(year)s ligger uden for planens år, %(first)s til %(last)s. Ret året, eller udvid planen først.",
                year=transfer.budget_year,
                first=first_year,
                last=last_year,
            )
        )


def balances(postings: Iterable[DatedPosting], day: date) -> dict[tuple[int, int], int]:
    """Add up what is in force on a day: øre by (line, budget year)."""
    found: dict[tuple[int, int], int] = defaultdict(int)
    for posting in postings:
        if posting.decided_on <= day:
            found[posting.line_id, posting.budget_year] += posting.amount_oere
    return dict(found)


def shortfalls(
    postings: Iterable[DatedPosting], *, from_day: date, never_negative: Mapping[int, bool]
) -> tuple[Shortfall, ...]:
    """Find the lines that are below zero on ``from_day`` or any later day, each with its first such day.

    ``never_negative`` says for each line whether it is held to zero; the source, which gives the frame, isn't.
    """
    by_cell: dict[tuple[int, int], dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for posting in postings:
        if never_negative.get(posting.line_id, True):
            day = max(posting.decided_on, from_day)
            by_cell[posting.line_id, posting.budget_year][day] += posting.amount_oere
    found = []
    for (line_id, year), changes in sorted(by_cell.items()):
        balance = 0
        for day in sorted(changes):
            balance += changes[day]
            if balance < 0:
                found.append(Shortfall(line_id, year, day, balance))
                break
    return tuple(found)


def shortfall_text(short: Shortfall, title: str) -> Text:
    """Say which line lacks how much in which year from which day, and what to do."""
    return Text(
        "%(line)s rækker ikke: i %(year)s ville der mangle %(missing)s fra %(day)s. "
        "Sæt beløbet ned, eller vælg en anden linje.",
        line=title,
        year=short.budget_year,
        missing=_written(-short.balance_oere),
        day=f"{short.day:%d.%m.%Y}",
    )


def below_zero_text(short: Shortfall, title: str, *, as_reserve: bool) -> Text:
    """Say why a line can't be held to zero, as a reserve or as any other line, and what to do."""
    said = {"line": title, "missing": _written(-short.balance_oere), "year": short.budget_year}
    day = f"{short.day:%d.%m.%Y}"
    if as_reserve:
        return Text(
            "En pulje må aldrig være under nul: %(line)s mangler %(missing)s i %(year)s fra %(day)s. "
            "Behold rollen, eller opret en ny linje til puljen.",
            **said,
            day=day,
        )
    return Text(
        "%(line)s er under nul: i %(year)s mangler der %(missing)s fra %(day)s. "
        "Giv linjen penge først, eller lad krydset stå.",
        **said,
        day=day,
    )


def together_text(short: Shortfall, title: str) -> Text:
    """Say which line several proposals together ask too much of, in which year and by how much."""
    return Text(
        "%(line)s rækker ikke til det hele: i %(year)s mangler der %(missing)s, hvis alt bliver vedtaget.",
        line=title,
        year=short.budget_year,
        missing=_written(-short.balance_oere),
    )


def _written(amount_oere: int) -> Text:
    if amount_oere % THOUSAND_KR.oere == 0:
        return Text("%(amount)s (1.000 kr.)", amount=SaidAmount(amount_oere, THOUSAND_KR))
    decimals = 0 if amount_oere % KR.oere == 0 else 2
    return Text("%(amount)s kr.", amount=SaidAmount(amount_oere, KR, decimals))
