"""Making scenarios, changing them, putting them away and taking them out again; none is ever deleted."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlmodel import Session, col

from tracker.actions import audit, versions
from tracker.actions.budget import identity
from tracker.actions.moments import moment
from tracker.domain.people import Actor
from tracker.domain.refusals import Refusal
from tracker.domain.texts import Text
from tracker.models.decisions import Decision
from tracker.models.scenarios import Scenario, ScenarioProposal
from tracker.queries.proposals import visible_to


@dataclass(frozen=True)
class ScenarioWords:
    """What a scenario is called, what is noted about it, and which proposals it holds."""

    title: str
    note: str = ""
    proposal_ids: frozenset[int] = frozenset()


class ProposalNotThere(Refusal):
    """A proposal that the plan doesn't have, or that this person may not see."""

    code = "proposal-not-there"


def new_scenario(session: Session, actor: Actor, plan_id: int, words: ScenarioWords) -> int:
    """Make a scenario; gives its id."""
    _check_proposals(session, actor, plan_id, words.proposal_ids)
    row = Scenario(plan_id=plan_id, title=words.title, note=words.note, owner_id=actor.id, created_at=moment(session))
    session.add(row)
    session.flush()
    scenario_id = identity(row.id)
    _hold(session, scenario_id, words.proposal_ids)
    after = {"title": words.title, "note": words.note, "proposals": sorted(words.proposal_ids)}
    audit.record(session, person_id=actor.id, action="create", subject="scenario", subject_id=scenario_id, after=after)
    return scenario_id


def edit_scenario(session: Session, actor: Actor, scenario_id: int, words: ScenarioWords, *, seen_version: int) -> None:
    """Change what a scenario is called and holds; what this person may not see stays in it. Raises Conflict."""
    row = versions.locked(session, Scenario, scenario_id)
    held = _held(session, scenario_id)
    theirs = {"title": row.title, "note": row.note, "proposal_ids": sorted(held)}
    versions.check(row, seen_version=seen_version, theirs=theirs)
    unseen = held - _visible(session, actor, row.plan_id, held)
    _check_proposals(session, actor, row.plan_id, words.proposal_ids)
    wanted = words.proposal_ids | unseen
    before, after = audit.change(row, {"title": words.title, "note": words.note})
    if wanted != held:
        session.execute(
            delete(ScenarioProposal).where(
                col(ScenarioProposal.scenario_id) == scenario_id, col(ScenarioProposal.decision_id).in_(held - wanted)
            )
        )
        _hold(session, scenario_id, wanted - held)
        before["proposals"], after["proposals"] = sorted(held), sorted(wanted)
    if after:
        row.version += 1
        audit.record(
            session,
            person_id=actor.id,
            action="edit",
            subject="scenario",
            subject_id=scenario_id,
            before=before,
            after=after,
        )


def put_away(session: Session, actor: Actor, scenario_id: int, *, away: bool, seen_version: int) -> None:
    """Take a scenario off the list, or put it back on; raises Conflict."""
    row = versions.locked(session, Scenario, scenario_id)
    versions.check(row, seen_version=seen_version, theirs={"title": row.title, "note": row.note})
    before, after = audit.change(row, {"put_away": away})
    if after:
        row.version += 1
        audit.record(
            session,
            person_id=actor.id,
            action="put-away" if away else "take-out",
            subject="scenario",
            subject_id=scenario_id,
            before=before,
            after=after,
        )


def _hold(session: Session, scenario_id: int, proposal_ids: Collection[int]) -> None:
    session.add_all(
        ScenarioProposal(scenario_id=scenario_id, decision_id=decision_id) for decision_id in sorted(proposal_ids)
    )
    session.flush()


def _held(session: Session, scenario_id: int) -> frozenset[int]:
    query = select(col(ScenarioProposal.decision_id)).where(col(ScenarioProposal.scenario_id) == scenario_id)
    return frozenset(session.execute(query).scalars())


def _visible(session: Session, actor: Actor, plan_id: int, ids: Collection[int]) -> frozenset[int]:
    query = select(col(Decision.id)).where(col(Decision.id).in_(ids), col(Decision.plan_id) == plan_id)
    found = session.execute(query.where(visible_to(actor))).scalars()
    return frozenset(number for number in found if number is not None)


def _check_proposals(session: Session, actor: Actor, plan_id: int, ids: frozenset[int]) -> None:
    if ids - _visible(session, actor, plan_id, ids):
        raise ProposalNotThere(Text("Et af forslagene findes ikke i planen. Genindlæs siden, og vælg igen."))
