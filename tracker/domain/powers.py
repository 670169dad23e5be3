"""Powers: which body may decide what, by kind, by amount, and where money leaves its committee."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.decisions import BodyLevel, DecisionKind
from tracker.domain.money import KR, SaidAmount
from tracker.domain.percentages import SaidPercentage
from tracker.domain.texts import Text

WHOLE_SHARE = 10_000
SHARE_DECIMALS = 2


class Matter(StrEnum):
    """What a power is about: a kind of decision, or money that moves between two committees' lines."""

    ADOPTION = "adoption"
    ALLOCATION = "allocation"
    REALLOCATION = "reallocation"
    SUPPLEMENTARY = "supplementary"
    CUT = "cut"
    CARRY_OVER = "carry_over"
    INDEXATION = "indexation"
    ACROSS_COMMITTEES = "across_committees"


@dataclass(frozen=True)
class Power:
    """Who decides a matter. ``otherwise`` is the body that decides whatever the administration may not.

    The administration decides where an amount is at most ``most_oere``, or at most ``most_share`` (hundredths of a per
    cent) of the line's budget in the year: one of the two is enough. Without both it decides nothing, unless
    ``otherwise`` is the administration itself.
    """

    matter: Matter
    otherwise: BodyLevel
    most_oere: int | None = None
    most_share: int | None = None


@dataclass(frozen=True)
class Movement:
    """What a decision moves on one line in one year, beside what the line had before; both in øre."""

    amount_oere: int
    budget_oere: int


@dataclass(frozen=True)
class Ruling:
    """The narrowest body that may take a decision, and the rule that says so, as a sentence."""

    level: BodyLevel
    text: Text


_SMALL = {"most_oere": 10_000_000, "most_share": 1_000}

# What holds in a plan that has no table of its own: small moves are the administration's, the rest the committee's.
USUAL_POWERS: Mapping[Matter, Power] = {
    power.matter: power
    for power in (
        Power(Matter.ADOPTION, BodyLevel.COMMITTEE),
        Power(Matter.ALLOCATION, BodyLevel.COMMITTEE, **_SMALL),
        Power(Matter.REALLOCATION, BodyLevel.COMMITTEE, **_SMALL),
        Power(Matter.SUPPLEMENTARY, BodyLevel.COMMITTEE),
        Power(Matter.CUT, BodyLevel.COMMITTEE),
        Power(Matter.CARRY_OVER, BodyLevel.COMMITTEE),
        Power(Matter.INDEXATION, BodyLevel.ADMINISTRATION),
        Power(Matter.ACROSS_COMMITTEES, BodyLevel.COUNCIL),
    )
}

LEVEL_NAMES: Mapping[BodyLevel, Text] = {
    BodyLevel.ADMINISTRATION: Text("forvaltningen"),
    BodyLevel.COMMITTEE: Text("udvalget"),
    BodyLevel.FINANCE_COMMITTEE: Text("Økonomiudvalget"),
    BodyLevel.COUNCIL: Text("Borgerrepræsentationen"),
}
MATTER_NAMES: Mapping[Matter, Text] = {
    Matter.ADOPTION: Text("Vedtagelse af budgettet"),
    Matter.ALLOCATION: Text("Udmøntning af puljen"),
    Matter.REALLOCATION: Text("Omdisponering"),
    Matter.SUPPLEMENTARY: Text("Tillægsbevilling"),
    Matter.CUT: Text("Besparelse"),
    Matter.CARRY_OVER: Text("Overførsel mellem år"),
    Matter.INDEXATION: Text("P/l-regulering"),
    Matter.ACROSS_COMMITTEES: Text("Flytning mellem udvalg"),
}


def rule(
    powers: Mapping[Matter, Power],
    kind: DecisionKind,
    movements: Sequence[Movement],
    *,
    from_reserves: Sequence[Movement] = (),
    across_committees: bool,
) -> Ruling:
    """Find the body that a decision needs: by its kind and amounts, or wider where money leaves its committee.

    ``from_reserves`` is what is taken out of the pools to be spent: the power to allocate holds for it too.
    """
    matters = [(Matter(kind.value), movements)]
    if from_reserves:
        matters.append((Matter.ALLOCATION, from_reserves))
    if across_committees:
        matters.append((Matter.ACROSS_COMMITTEES, movements))
    found = [_rule_of_kind(powers.get(matter, USUAL_POWERS[matter]), moved) for matter, moved in matters]
    return max(found, key=lambda ruling: list(BodyLevel).index(ruling.level))


def rulings(power: Power) -> tuple[Ruling, ...]:
    """List what a power says: what the administration may, where it has a limit, and last who decides the rest."""
    name = MATTER_NAMES[power.matter]
    limit = limit_text(power)
    if power.otherwise is BodyLevel.ADMINISTRATION:
        return (Ruling(power.otherwise, Text("%(matter)s: forvaltningen beslutter.", matter=name)),)
    body = LEVEL_NAMES[power.otherwise]
    if limit is None:
        return (Ruling(power.otherwise, Text("%(matter)s: %(body)s beslutter.", matter=name, body=body)),)
    small = Text("%(matter)s på højst %(limit)s: forvaltningen beslutter.", matter=name, limit=limit)
    large = Text("%(matter)s over %(limit)s: %(body)s beslutter.", matter=name, limit=limit, body=body)
    return Ruling(BodyLevel.ADMINISTRATION, small), Ruling(power.otherwise, large)


def mark(powers: Mapping[Matter, Power]) -> int:
    """Give a number that is another one once somebody changed the powers; from 1."""
    said = repr([powers[matter] for matter in Matter])
    return zlib.crc32(said.encode()) % (2**31 - 1) + 1


def _rule_of_kind(power: Power, movements: Iterable[Movement]) -> Ruling:
    said = rulings(power)
    return said[0] if all(_is_small(power, movement) for movement in movements) else said[-1]


def limit_text(power: Power) -> Text | None:
    """Put the administration's limit into words; None where it has none."""
    amount = None if power.most_oere is None else Text("%(amount)s kr.", amount=SaidAmount(power.most_oere, KR))
    share = None if power.most_share is None else SaidPercentage(power.most_share, SHARE_DECIMALS)
    if amount and share:
        return Text("%(amount)s eller %(share)s pct. af linjens budget i året", amount=amount, share=share)
    if amount:
        return Text("%(amount)s i året", amount=amount)
    if share:
        return Text("%(share)s pct. af linjens budget i året", share=share)
    return None


def _is_small(power: Power, movement: Movement) -> bool:
    if power.most_oere is not None and movement.amount_oere <= power.most_oere:
        return True
    return (
        power.most_share is not None and movement.amount_oere * WHOLE_SHARE <= movement.budget_oere * power.most_share
    )
