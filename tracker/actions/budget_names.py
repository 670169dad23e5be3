"""Changing what a plan, its themes and its lines are called and how they are ordered; never their money."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker.actions import audit, versions
from tracker.actions.budget import PlanRefused, add_line, add_theme, identity
from tracker.actions.decisions import lock_plan
from tracker.domain.budget import LineRole
from tracker.domain.free_text import plain_text
from tracker.domain.ledger import below_zero_text, shortfalls
from tracker.domain.names import comparable
from tracker.domain.people import Actor
from tracker.domain.refusals import NotFound
from tracker.domain.texts import Text
from tracker.domain.years import today
from tracker.models.budget import ActionPlan, BudgetLine, LineAlias, Theme
from tracker.models.decisions import Decision, Transfer
from tracker.queries.entries import lines_to_choose
from tracker.queries.ledger import dated_postings
from tracker.queries.powers import is_held


@dataclass(frozen=True, kw_only=True)
class PlanWords:
    """What is said about a plan."""

    title: str
    first_year: int
    last_year: int
    committee: str
    administration: str


@dataclass(frozen=True, kw_only=True)
class LineWords:
    """What is said about a line; ``place`` is its number among its theme's lines, from 1, and None puts it last.

    ``committee`` is empty where the line belongs to the plan's own. ``may_be_negative`` marks income and savings.
    """

    title: str
    outline: str
    role: LineRole
    theme_id: int | None
    place: int | None
    committee: str = ""
    may_be_negative: bool = False


def edit_plan(session: Session, actor: Actor, plan_id: int, *, words: PlanWords, seen_version: int) -> None:
    """Change a plan's title, years and owners; raises Conflict, or PlanRefused where the years would cut money off."""
    plan = versions.locked(session, ActionPlan, plan_id)
    values = {
        "title": one_line(words.title),
        "first_year": words.first_year,
        "last_year": words.last_year,
        "committee": one_line(words.committee),
        "administration": one_line(words.administration),
    }
    versions.check(plan, seen_version=seen_version, theirs={name: getattr(plan, name) for name in values})
    _check_years(session, plan_id, first_year=words.first_year, last_year=words.last_year)
    before, after = audit.change(plan, values)
    if after:
        plan.version += 1
        _record(session, actor, "edit", "action_plan", plan_id, before=before, after=after)


def new_theme(session: Session, actor: Actor, plan_id: int, *, title: str) -> int:
    """Put a theme behind the others; gives its id."""
    versions.locked(session, ActionPlan, plan_id)
    title = one_line(title)
    _check_theme_title(session, plan_id, title, own_id=None)
    theme_id = add_theme(session, plan_id, title=title)
    _record(session, actor, "create", "theme", theme_id, after={"plan_id": plan_id, "title": title})
    return theme_id


def edit_theme(session: Session, actor: Actor, theme_id: int, *, title: str, place: int, seen_version: int) -> None:
    """Change a theme's title and its place among the plan's themes; raises Conflict."""
    theme = versions.locked(session, Theme, theme_id)
    siblings = session.execute(
        select(Theme).where(col(Theme.plan_id) == theme.plan_id).order_by(col(Theme.position), col(Theme.id))
    ).scalars()
    in_order = list(siblings)
    versions.check(theme, seen_version=seen_version, theirs={"title": theme.title, "place": in_order.index(theme) + 1})
    title = one_line(title)
    _check_theme_title(session, theme.plan_id, title, own_id=theme_id)
    before, after = audit.change(theme, {"title": title})
    _move(theme, in_order, place, before, after)
    if after:
        theme.version += 1
        _record(session, actor, "edit", "theme", theme_id, before=before, after=after)


def new_line(session: Session, actor: Actor, plan_id: int, *, words: LineWords) -> int:
    """Put a line behind its theme's other lines; gives its id."""
    versions.locked(session, ActionPlan, plan_id)
    title = one_line(words.title)
    _check_line(session, plan_id, title, words, own=None)
    line_id = add_line(
        session,
        plan_id,
        theme_id=words.theme_id,
        title=title,
        role=words.role,
        outline=one_line(words.outline),
        may_be_negative=words.may_be_negative,
    )
    after: dict[str, object] = {
        "plan_id": plan_id,
        "title": title,
        "role": words.role,
        "theme_id": words.theme_id,
    }
    committee = one_line(words.committee)
    if committee:
        session.get_one(BudgetLine, line_id).committee = committee
        after["committee"] = committee
    if words.may_be_negative:
        after["may_be_negative"] = True
    _record(session, actor, "create", "budget_line", line_id, after=after)
    return line_id


def edit_line(session: Session, actor: Actor, line_id: int, *, words: LineWords, seen_version: int) -> None:
    """Change a line's names, part, theme and place; an old title is kept as a name that the line is found by.

    Raises Conflict, or PlanRefused where the line would be held to zero and is below it.
    """
    line = _locked_line(session, line_id)
    in_order = _lines_of_theme(session, line.plan_id, line.theme_id)
    theirs = {
        "title": line.title,
        "outline": line.outline,
        "role": line.role,
        "theme_id": line.theme_id,
        "committee": line.committee,
        "may_be_negative": line.may_be_negative,
        "place": in_order.index(line) + 1 if line in in_order else None,
    }
    versions.check(line, seen_version=seen_version, theirs=theirs)
    if line.role == LineRole.SOURCE:
        raise PlanRefused(Text("Rammen kan ikke ændres her. Den følger af de beslutninger, der er registreret."))
    title = one_line(words.title)
    _check_line(session, line.plan_id, title, words, own=line)
    _check_can_be_held(session, line, words)
    if title != line.title:
        _keep_name(session, line_id, former=line.title)
    values = {
        "title": title,
        "outline": one_line(words.outline),
        "role": words.role,
        "theme_id": words.theme_id,
        "committee": one_line(words.committee),
        "may_be_negative": words.may_be_negative,
    }
    before, after = audit.change(line, values)
    if "theme_id" in after:
        in_order = [*_lines_of_theme(session, line.plan_id, words.theme_id, without=line_id), line]
    _move(line, in_order, words.place, before, after)
    if after:
        line.version += 1
        _record(session, actor, "edit", "budget_line", line_id, before=before, after=after)


def _locked_line(session: Session, line_id: int) -> BudgetLine:
    """Fetch a line for a change under its plan's lock, which comes first as everywhere."""
    plan_id = session.execute(select(col(BudgetLine.plan_id)).where(col(BudgetLine.id) == line_id)).scalar()
    if plan_id is not None:
        lock_plan(session, plan_id)
    return versions.locked(session, BudgetLine, line_id)


def one_line(text: str) -> str:
    """Make a name of what was typed: one line, single blanks."""
    return " ".join(plain_text(text).split())


def _record(
    session: Session,
    actor: Actor,
    action: str,
    subject: str,
    subject_id: int,
    *,
    before: dict[str, object] | None = None,
    after: dict[str, object],
) -> None:
    audit.record(
        session, person_id=actor.id, action=action, subject=subject, subject_id=subject_id, before=before, after=after
    )


def _move(
    row: Theme | BudgetLine,
    in_order: Sequence[Theme] | Sequence[BudgetLine],
    place: int | None,
    before: dict[str, object],
    after: dict[str, object],
) -> None:
    """Put a row at its place and number the others after it; the place is told as the row's own change."""
    others = [other for other in in_order if other is not row]
    old_place = in_order.index(row) + 1
    new_place = len(others) + 1 if place is None else max(1, min(place, len(others) + 1))
    moved = [*others[: new_place - 1], row, *others[new_place - 1 :]]
    for number, other in enumerate(moved, 1):
        if other.position != number:
            other.position = number
    if new_place != old_place:
        before["place"] = old_place
        after["place"] = new_place


def _lines_of_theme(
    session: Session, plan_id: int, theme_id: int | None, *, without: int | None = None
) -> list[BudgetLine]:
    rows = session.execute(
        select(BudgetLine)
        .where(
            col(BudgetLine.plan_id) == plan_id,
            col(BudgetLine.theme_id) == theme_id,
            col(BudgetLine.role) != LineRole.SOURCE,
        )
        .order_by(col(BudgetLine.position), col(BudgetLine.id))
    ).scalars()
    return [row for row in rows if row.id != without]


def _check_years(session: Session, plan_id: int, *, first_year: int, last_year: int) -> None:
    if first_year > last_year:
        raise PlanRefused(
            Text(
                "Planens første år, %(first)s, ligger efter det sidste, %(last)s. Byt om på dem.",
                first=first_year,
                last=last_year,
            )
        )
    first_used, last_used = session.execute(
        select(func.min(Transfer.budget_year), func.max(Transfer.budget_year))
        .join(Decision, col(Decision.id) == col(Transfer.decision_id))
        .where(col(Decision.plan_id) == plan_id)
    ).one()
    if first_used is not None and (first_year > first_used or last_year < last_used):
        raise PlanRefused(
            Text(
                "Der står penge i %(first)s til %(last)s. Planens år skal rumme dem; vælg et bredere spænd.",
                first=first_used,
                last=last_used,
            )
        )


def _check_theme_title(session: Session, plan_id: int, title: str, *, own_id: int | None) -> None:
    if not title:
        raise PlanRefused(Text("Temaet mangler et navn. Skriv et."))
    rows = session.execute(select(col(Theme.id), col(Theme.title)).where(col(Theme.plan_id) == plan_id))
    if any(theme_id != own_id and comparable(other) == comparable(title) for theme_id, other in rows):
        raise PlanRefused(Text("Planen har allerede et tema, der hedder %(title)s. Vælg et andet navn.", title=title))


def _check_line(session: Session, plan_id: int, title: str, words: LineWords, *, own: BudgetLine | None) -> None:
    """Refuse what no line can be; lines of others' proposals aren't in the way, adopting them asks again."""
    if not title:
        raise PlanRefused(Text("Linjen mangler et navn. Skriv et."), field="title")
    if words.role == LineRole.SOURCE:
        raise PlanRefused(Text("En plan har kun én ramme. Vælg en anden rolle til linjen."), field="role")
    if words.role == LineRole.RESERVE and words.may_be_negative:
        raise PlanRefused(
            Text("En pulje må aldrig være under nul. Fjern krydset, eller vælg en anden rolle."),
            field="may_be_negative",
        )
    if words.theme_id is not None:
        theme = session.get(Theme, words.theme_id)
        if theme is None or theme.plan_id != plan_id:
            raise NotFound(Text("Temaet findes ikke i planen. Gå tilbage til planen, og vælg det igen."))
    for other in lines_to_choose(session, plan_id, decision_id=own.introduced_by_id if own else None):
        if (
            other.theme_id == words.theme_id
            and other.role is not LineRole.SOURCE
            and not (own and own.id == other.id)
            and comparable(other.title) == comparable(title)
        ):
            raise PlanRefused(
                Text("Temaet har allerede en linje, der hedder %(title)s. Vælg et andet navn.", title=title),
                field="title",
            )


def _check_can_be_held(session: Session, line: BudgetLine, words: LineWords) -> None:
    """Refuse to hold a line to zero that is below it: a reserve on any day there was, others today or later."""
    was_held = is_held(line.role, may_be_negative=line.may_be_negative)
    if not is_held(words.role, may_be_negative=words.may_be_negative) or (was_held and words.role is line.role):
        return
    as_reserve = words.role is LineRole.RESERVE
    years = session.execute(
        select(col(Transfer.budget_year))
        .where((col(Transfer.from_line_id) == line.id) | (col(Transfer.to_line_id) == line.id))
        .distinct()
    ).scalars()
    postings = dated_postings(session, {(identity(line.id), year) for year in years})
    found = shortfalls(postings, from_day=date.min if as_reserve else today(), never_negative={})
    if found:
        field = "role" if as_reserve else "may_be_negative"
        raise PlanRefused(below_zero_text(found[0], line.title, as_reserve=as_reserve), field=field)


def _keep_name(session: Session, line_id: int, *, former: str) -> None:
    known = session.execute(select(col(LineAlias.title)).where(col(LineAlias.line_id) == line_id)).scalars()
    if former not in set(known):
        session.add(LineAlias(line_id=line_id, title=former))
