"""The page of one decision: who, when, why, what it moved from where to where, and its way as a proposal."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, render_template, request, url_for
from flask_babel import gettext

from tracker.domain.decisions import DecisionStatus
from tracker.domain.money import UNITS
from tracker.domain.people import Role
from tracker.queries import decisions as queries
from tracker.queries import people
from tracker.queries.people import NamedPerson
from tracker.queries.plans import plan_by_slug
from tracker.web.access import may_use
from tracker.web.amounts import decimals_for
from tracker.web.decisions.blueprint import blueprint
from tracker.web.decisions.effects import effect_for
from tracker.web.decisions.forms import HandOverForm, MoveForm, ReverseForm
from tracker.web.decisions.history import history_of
from tracker.web.decisions.transfer_table import transfer_table
from tracker.web.sessions import actor, reading

ROWS_ON_A_PAGE = 200


@dataclass(frozen=True)
class Steps:
    """What the person may do with a decision now, and the forms for it; a form is None where it may not be done."""

    edit_address: str
    adopt_address: str
    anew_address: str
    send: MoveForm | None
    take_back: MoveForm | None
    drop: MoveForm | None
    take_up: MoveForm | None
    hand_over: HandOverForm | None
    reverse: ReverseForm | None

    @property
    def any(self) -> bool:
        """Tell whether there is anything to do at all."""
        forms = (self.send, self.take_back, self.drop, self.take_up, self.hand_over, self.reverse)
        return bool(self.edit_address or self.adopt_address or self.anew_address or any(forms))


@blueprint.get("/beslutninger/<int:decision_id>")
def decision_page(decision_id: int) -> str:
    """Show one decision: who, when, why, and what it moved from where to where."""
    return show(decision_id)


def show(decision_id: int, **sent: Any) -> str:  # noqa: ANN401 - handed on to the template
    """Make a decision's page; ``sent`` are forms that were refused, by the step's name, and why (``problem``)."""
    unit = UNITS.get(request.args.get("enhed", ""), UNITS["tkr"])
    with reading() as session:
        found = queries.decision(session, decision_id, actor=actor())
        happened = history_of(session, found)
        is_open = found.row.status in {DecisionStatus.DRAFT, DecisionStatus.SENT}
        plan = plan_by_slug(session, found.row.plan_slug)
        effect = effect_for(session, plan, found, unit) if is_open else None
        owners = people.those_who_propose(session)
    table = transfer_table(found.transfers)
    page = max(request.args.get("side", 1, type=int), 1)
    first = (page - 1) * ROWS_ON_A_PAGE
    return render_template(
        "decisions/decision.html",
        decision=found,
        title=title_of(found.row),
        happened=happened,
        effect=effect,
        steps=_steps(found, owners, sent),
        problem=sent.get("problem"),
        table=table,
        rows=table.rows[first : first + ROWS_ON_A_PAGE],
        page=page,
        page_count=-(-len(table.rows) // ROWS_ON_A_PAGE),
        page_address=lambda number: url_for(".decision_page", decision_id=decision_id, side=number, enhed=unit.code),
        unit=unit,
        decimals=decimals_for((transfer.amount_oere for transfer in found.transfers), unit),
    )


def title_of(row: queries.DecisionRow) -> str:
    """Give a decision its heading: its own, or what the body did and when, or that it is only proposed."""
    if row.title:
        return row.title
    if row.decided_on is None:
        return str(gettext("Forslag til %(body)s", body=row.body))
    day = f"{row.decided_on:%d.%m.%Y}"
    return str(gettext("Beslutning i %(body)s den %(day)s", body=row.body, day=day))


def _steps(found: queries.DecisionDetail, owners: Sequence[NamedPerson], sent: dict[str, Any]) -> Steps:
    row, person = found.row, actor()
    officer = Role.BUDGET_OFFICER in person.roles
    own = row.owner_id == person.id and Role.PROJECT_LEAD in person.roles
    taken = row.decided_on is not None
    draft, is_sent, dropped = (
        row.status is status for status in (DecisionStatus.DRAFT, DecisionStatus.SENT, DecisionStatus.DROPPED)
    )

    def form(name: str, *, offered: bool) -> MoveForm | None:
        if not offered:
            return None
        refused: MoveForm | None = sent.get(name)
        return refused or MoveForm(formdata=None, data={"version": row.version})

    hand_over = None
    if (officer or own) and not taken:
        hand_over = sent.get("hand_over") or HandOverForm(formdata=None, data={"version": row.version})
        hand_over.offer([person for person in owners if person.id != row.owner_id])
    stands = taken and bool(row.moved_oere)
    reverse = sent.get("reverse") or ReverseForm(formdata=None, data={"version": row.version})
    edit = "entries.correct" if taken and not row.is_reversed else "entries.rewrite" if draft else ""
    may_edit = edit in current_app.view_functions and may_use(edit) and (officer or (own and draft))
    return Steps(
        edit_address=url_for(edit, decision_id=row.id) if may_edit else "",
        adopt_address=url_for(".adopt", decision_id=row.id) if officer and (draft or is_sent) else "",
        anew_address=url_for("entries.new", slug=row.plan_slug, som=row.id) if officer and row.is_reversed else "",
        send=form("send", offered=officer and draft),
        take_back=form("take_back", offered=officer and is_sent),
        drop=form("drop", offered=(officer and (draft or is_sent)) or (own and draft)),
        take_up=form("take_up", offered=(officer or own) and dropped),
        hand_over=hand_over,
        reverse=reverse if officer and stands else None,
    )
