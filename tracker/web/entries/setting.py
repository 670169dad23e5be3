"""What the form of an entry is about: the plan with its unit and lines, and what the person may do there."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from flask_babel import gettext
from sqlmodel import Session

from tracker.domain.budget import LineRole
from tracker.domain.money import Unit
from tracker.domain.people import Actor, Role
from tracker.queries.budget import layout_of
from tracker.queries.decisions import DecisionDetail
from tracker.queries.entries import ChosenLine, lines_to_choose
from tracker.queries.initiatives import OwnLine, own_lines
from tracker.queries.ledger import transfers_reversed_last
from tracker.queries.plan_parts import ThemeRow, themes
from tracker.queries.plans import PlanRow
from tracker.web.entries.grid import NEW_LINE_ROLES
from tracker.web.words import word


@dataclass(frozen=True)
class LineGroup:
    """Lines to choose under one heading; the heading is empty for lines outside the themes."""

    title: str
    lines: tuple[ChosenLine, ...]


@dataclass(frozen=True)
class Setting:
    """The plan as the form needs it; ``own`` are the lines that a project lead answers for there.

    ``anew`` is the decision that was reversed whole and is recorded again by a new one.
    """

    plan: PlanRow
    unit: Unit
    lines: tuple[ChosenLine, ...]
    themes: tuple[ThemeRow, ...]
    may_decide: bool
    own: tuple[OwnLine, ...]
    decision_id: int | None = None
    anew: DecisionDetail | None = None

    @property
    def theme_ids(self) -> frozenset[int]:
        """The themes that a new line can be put in."""
        return frozenset(theme.id for theme in self.themes)

    @property
    def sources(self) -> tuple[ChosenLine, ...]:
        """The lines that the frame comes from."""
        return tuple(line for line in self.lines if line.role is LineRole.SOURCE)

    @property
    def groups(self) -> tuple[LineGroup, ...]:
        """The plan's lines by theme, in published order, without the sources."""
        titles = {theme.id: theme.title for theme in self.themes}
        found: dict[int | None, list[ChosenLine]] = {}
        for line in self.lines:
            if line.role is not LineRole.SOURCE:
                found.setdefault(line.theme_id, []).append(line)
        return tuple(LineGroup(titles.get(theme or 0, ""), tuple(lines)) for theme, lines in found.items())

    @property
    def usual_givers(self) -> tuple[ChosenLine, ...]:
        """The pools and sources, which money mostly comes from."""
        return tuple(line for line in self.lines if line.role in {LineRole.RESERVE, LineRole.SOURCE})

    @property
    def new_line_roles(self) -> tuple[tuple[str, str], ...]:
        """What a new line can be, with the words for it."""
        return tuple((role.value, _new_line_word(role)) for role in NEW_LINE_ROLES)

    @property
    def theme_choices(self) -> tuple[tuple[str, str], ...]:
        """The themes that a new line can be put in, and none."""
        return (("", gettext("Uden tema")), *((str(theme.id), theme.title) for theme in self.themes))

    def title_of(self, key: str) -> str:
        """Tell what the line with a key is called; nothing where there is none."""
        return self._titles.get(key, "")

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        return {str(line.id): line.title for line in self.lines}

    @property
    def bodies(self) -> tuple[str, ...]:
        """The bodies that are likely to decide: the plan's own, the finance committee, and the council."""
        usual = (self.plan.committee, self.plan.administration, "Økonomiudvalget", "Borgerrepræsentationen")
        return tuple(dict.fromkeys(body for body in usual if body))


def _new_line_word(role: LineRole) -> str:
    return str(gettext("Anden ramme, der dækker")) if role is LineRole.SOURCE else word(role)


def setting_of(
    session: Session,
    plan: PlanRow,
    actor: Actor,
    *,
    decision_id: int | None = None,
    anew: DecisionDetail | None = None,
) -> Setting:
    """Read what the form needs; ``decision_id`` is the decision or proposal that is changed.

    ``anew`` is the reversed decision that is recorded again; the lines that came with it can be used again.
    """
    may_decide = Role.BUDGET_OFFICER in actor.roles
    moved = transfers_reversed_last(session, anew.row.id) if anew else ()
    again = {line for one in moved for line in (one.from_line_id, one.to_line_id)}
    return Setting(
        plan=plan,
        unit=layout_of(session, plan).unit,
        lines=lines_to_choose(session, plan.id, decision_id=decision_id, also=again),
        themes=themes(session, plan.id),
        may_decide=may_decide,
        own=() if may_decide else own_lines(session, plan.id, actor.id),
        decision_id=decision_id,
        anew=anew,
    )
