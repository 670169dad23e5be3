"""Changing what is said about an initiative: its profile, who is responsible for it, and its other names."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields

from sqlmodel import Session, col, select

from tracker.actions import audit, versions
from tracker.domain.free_text import plain_text
from tracker.domain.people import Actor, Role
from tracker.domain.refusals import NotFound, Refusal
from tracker.domain.texts import Text
from tracker.models.budget import BudgetLine, LineAlias
from tracker.models.initiatives import InitiativeProfile, Responsibility
from tracker.models.people import Person

LONGEST_TEXT = 4_000
LONGEST_NAME = 300


@dataclass(frozen=True)
class Profile:
    """What an initiative is for, in the words of those who run it."""

    purpose: str = ""
    target_group: str = ""
    basis: str = ""
    activities: str = ""
    follow_up: str = ""
    policy_goals: str = ""
    use_of_money: str = ""


# What each field is called on screen, for the sentences that name it.
FIELD_NAMES = {
    "purpose": Text("Formål"),
    "target_group": Text("Målgruppe"),
    "basis": Text("Afsæt"),
    "activities": Text("Aktiviteter"),
    "follow_up": Text("Opfølgning"),
    "policy_goals": Text("Bidrag til politiske mål"),
    "use_of_money": Text("Midlerne bruges til"),
}


class NotResponsible(Refusal):
    """Somebody writes about an initiative that others are responsible for."""

    code = "not-responsible"


class TextRefused(Refusal):
    """A text that is too long or missing."""

    code = "text-refused"


def edit_profile(session: Session, *, actor: Actor, line_id: int, profile: Profile, seen_version: int) -> int:
    """Write the profile anew and tell its new version; raises Conflict where somebody else wrote in the meantime."""
    row = _profile_to_change(session, actor=actor, line_id=line_id, seen_version=seen_version)
    values = {name: plain_text(text) for name, text in asdict(profile).items()}
    for name, text in values.items():
        if len(text) > LONGEST_TEXT:
            raise TextRefused(
                Text(
                    "%(field)s har %(length)s tegn; der er plads til %(longest)s. Kort teksten ned.",
                    field=FIELD_NAMES[name],
                    length=len(text),
                    longest=LONGEST_TEXT,
                )
            )
    before, after = audit.change(row, values)
    if after:
        row.version += 1
        audit.record(
            session,
            person_id=actor.id,
            action="edit-profile",
            subject="budget_line",
            subject_id=line_id,
            before=before,
            after=after,
        )
    return row.version


def set_responsible(
    session: Session, *, actor: Actor, line_id: int, person_ids: Iterable[int], seen_version: int
) -> int:
    """Name the people who are responsible from now on and tell the profile's new version; raises Conflict."""
    _only_budget_officers(actor)
    row = _profile_to_change(session, actor=actor, line_id=line_id, seen_version=seen_version)
    wanted = set(person_ids)
    known = set(session.exec(select(Person.id).where(col(Person.id).in_(wanted), col(Person.active))))
    if wanted - known:
        raise NotFound(Text("En af de valgte personer kan ikke længere logge ind. Vælg blandt dem på listen."))
    standing = session.exec(select(Responsibility).where(col(Responsibility.line_id) == line_id)).all()
    present = {responsibility.person_id for responsibility in standing}
    if wanted == present:
        return row.version
    for responsibility in standing:
        if responsibility.person_id not in wanted:
            session.delete(responsibility)
    session.add_all(Responsibility(line_id=line_id, person_id=person) for person in sorted(wanted - present))
    row.version += 1
    audit.record(
        session,
        person_id=actor.id,
        action="set-responsible",
        subject="budget_line",
        subject_id=line_id,
        before={"responsible": sorted(present)},
        after={"responsible": sorted(wanted)},
    )
    return row.version


def add_alias(session: Session, *, actor: Actor, line_id: int, title: str) -> bool:
    """Keep another name that the line is found by; tells False where it is known already."""
    _only_budget_officers(actor)
    line = versions.locked(session, BudgetLine, line_id)
    name = " ".join(plain_text(title).split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise TextRefused(Text("Et navn skal have mellem 1 og %(longest)s tegn. Ret navnet.", longest=LONGEST_NAME))
    known = session.exec(select(LineAlias.title).where(col(LineAlias.line_id) == line_id)).all()
    if name == line.title or name in known:
        return False
    session.add(LineAlias(line_id=line_id, title=name))
    audit.record(
        session,
        person_id=actor.id,
        action="add-alias",
        subject="budget_line",
        subject_id=line_id,
        after={"alias": name},
    )
    return True


def remove_alias(session: Session, *, actor: Actor, line_id: int, alias_id: int) -> None:
    """Forget another name of the line; raises NotFound where the line has no such name."""
    _only_budget_officers(actor)
    versions.locked(session, BudgetLine, line_id)
    alias = session.get(LineAlias, alias_id)
    if alias is None or alias.line_id != line_id:
        raise NotFound(Text("Linjen har ikke det navn længere. Genindlæs siden."))
    session.delete(alias)
    audit.record(
        session,
        person_id=actor.id,
        action="remove-alias",
        subject="budget_line",
        subject_id=line_id,
        before={"alias": alias.title},
    )


def may_write(session: Session, *, actor: Actor, line_id: int) -> bool:
    """Tell whether this person may write about an initiative: budget officers all, project leads their own."""
    if Role.BUDGET_OFFICER in actor.roles:
        return True
    if Role.PROJECT_LEAD not in actor.roles:
        return False
    return session.get(Responsibility, (line_id, actor.id)) is not None


def _profile_to_change(session: Session, *, actor: Actor, line_id: int, seen_version: int) -> InitiativeProfile:
    versions.locked(session, BudgetLine, line_id)
    if not may_write(session, actor=actor, line_id=line_id):
        raise NotResponsible(
            Text("Du kan kun skrive om de indsatser, du er ansvarlig for. Spørg en budgetkonsulent om at få ansvaret.")
        )
    row = session.get(InitiativeProfile, line_id, populate_existing=True) or InitiativeProfile(
        line_id=line_id, version=0
    )
    theirs = {field.name: getattr(row, field.name) for field in fields(Profile)}
    versions.check(row, seen_version=seen_version, theirs=theirs)
    session.add(row)
    return row


def _only_budget_officers(actor: Actor) -> None:
    if Role.BUDGET_OFFICER not in actor.roles:
        raise NotResponsible(Text("Kun en budgetkonsulent kan ændre navne og ansvar. Spørg en af dem."))
