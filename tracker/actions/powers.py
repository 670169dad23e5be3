"""Changing who may decide what in a plan, and going back to what is usual."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete
from sqlmodel import Session, col

from tracker.actions import audit, versions
from tracker.actions.decisions import lock_plan
from tracker.domain.decisions import BodyLevel
from tracker.domain.people import Actor
from tracker.domain.powers import MATTER_NAMES, USUAL_POWERS, Matter, Power, mark
from tracker.domain.refusals import Refusal
from tracker.domain.texts import Text
from tracker.models.powers import DecisionPower
from tracker.queries.powers import powers_of


class PowersRefused(Refusal):
    """Powers that contradict themselves."""

    code = "powers-refused"


@dataclass
class _Seen:
    """The powers as they stand, as something that has a version."""

    version: int


def set_powers(session: Session, actor: Actor, plan_id: int, powers: Mapping[Matter, Power], *, seen_mark: int) -> None:
    """Give a plan powers of its own for every matter; what was decided before stands. Raises Conflict."""
    for power in powers.values():
        if power.otherwise is BodyLevel.ADMINISTRATION and (power.most_oere, power.most_share) != (None, None):
            raise PowersRefused(
                Text(
                    "%(matter)s: forvaltningen beslutter det hele og har ingen grænse. "
                    "Lad grænserne stå tomme, eller vælg et andet organ.",
                    matter=MATTER_NAMES[power.matter],
                )
            )
    before = _locked(session, plan_id, seen_mark=seen_mark)
    after = {**USUAL_POWERS, **powers}
    if after != before:
        _replace(session, plan_id, after)
        _record(session, actor, "set-powers", plan_id, before=before, after=after)


def take_usual_powers(session: Session, actor: Actor, plan_id: int, *, seen_mark: int) -> None:
    """Let what is usual hold in a plan again. Raises Conflict."""
    before = _locked(session, plan_id, seen_mark=seen_mark)
    _replace(session, plan_id, {})
    _record(session, actor, "usual-powers", plan_id, before=before, after=USUAL_POWERS)


def _locked(session: Session, plan_id: int, *, seen_mark: int) -> Mapping[Matter, Power]:
    """Give the powers as they stand, under the plan's lock; whoever saw others gets a Conflict with these."""
    lock_plan(session, plan_id)
    standing = powers_of(session, plan_id)
    versions.check(_Seen(mark(standing)), seen_version=seen_mark, theirs={"powers": standing})
    return standing


def _replace(session: Session, plan_id: int, powers: Mapping[Matter, Power]) -> None:
    session.execute(delete(DecisionPower).where(col(DecisionPower.plan_id) == plan_id))
    session.add_all(
        DecisionPower(
            plan_id=plan_id,
            matter=power.matter,
            most_oere=power.most_oere,
            most_share=power.most_share,
            otherwise=power.otherwise,
        )
        for power in powers.values()
    )
    session.flush()


def _record(
    session: Session,
    actor: Actor,
    action: str,
    plan_id: int,
    *,
    before: Mapping[Matter, Power],
    after: Mapping[Matter, Power],
) -> None:
    """Record the rules as they were and are, for the matters that changed; whoever reads the log words them."""
    changed = [matter for matter in Matter if before[matter] != after[matter]]
    audit.record(
        session,
        person_id=actor.id,
        action=action,
        subject="action_plan",
        subject_id=plan_id,
        before={matter.value: _values(before[matter]) for matter in changed},
        after={matter.value: _values(after[matter]) for matter in changed},
    )


def _values(power: Power) -> dict[str, object]:
    return {"otherwise": power.otherwise, "most_oere": power.most_oere, "most_share": power.most_share}
