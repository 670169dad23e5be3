"""What awaits somebody, as sentences with an address each: one click from done, the oldest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext, ngettext

from tracker.domain.texts import quoted
from tracker.queries.overview import Awaiting, WaitingProposal
from tracker.translation import said
from tracker.web.access import may_use
from tracker.web.overview.differences import Unexplained
from tracker.web.words import word


@dataclass(frozen=True)
class Task:
    """One thing to do."""

    sentence: str
    action: str
    address: str
    since: datetime


def tasks_of(awaiting: Awaiting, differences: Sequence[Unexplained]) -> tuple[Task, ...]:
    """Put everything that awaits somebody into one list."""
    return tuple(sorted((*_tasks(awaiting), *_differences(differences)), key=lambda task: task.since))


def _differences(differences: Sequence[Unexplained]) -> Iterator[Task]:
    for difference in differences:
        yield Task(
            ngettext(
                "%(num)s trykt sum i %(plan)s stemmer ikke og mangler en begrundelse.",
                "%(num)s trykte summer i %(plan)s stemmer ikke og mangler en begrundelse.",
                difference.count,
                plan=difference.plan_title,
            ),
            gettext("Se afstemningen"),
            url_for("reconciliation.page", slug=difference.plan_slug),
            difference.since,
        )


def _tasks(awaiting: Awaiting) -> Iterator[Task]:
    for preview in awaiting.previews:
        yield Task(
            gettext("»%(file)s« er sendt, men ikke indlæst.", file=preview.file_name),
            gettext("Se forhåndsvisningen"),
            url_for("excel.preview", token=preview.token),
            preview.since,
        )
    for plan in awaiting.plans_without_budget:
        yield Task(
            gettext("%(plan)s har intet budget endnu.", plan=plan.title),
            gettext("Indlæs budgettabellen"),
            url_for("excel.upload", plan=plan.slug),
            plan.since,
        )
    for plan in awaiting.plans_without_people:
        yield Task(
            ngettext(
                "%(num)s indsats i %(plan)s mangler en ansvarlig.",
                "%(num)s indsatser i %(plan)s mangler en ansvarlig.",
                plan.count,
                plan=plan.title,
            ),
            gettext("Vælg ansvarlige"),
            url_for("budget.plan_page", slug=plan.slug),
            plan.since,
        )
    for profile in awaiting.profiles:
        yield Task(
            gettext("%(initiative)s mangler en beskrivelse, og du er ansvarlig.", initiative=profile.title),
            gettext("Skriv den"),
            url_for("initiatives.edit_profile", slug=profile.plan_slug, line_slug=profile.line_slug),
            profile.since,
        )
    yield from _about_proposals(awaiting)
    if awaiting.start_passwords and awaiting.start_passwords_since:
        yield Task(
            ngettext(
                "%(num)s person har endnu ikke skiftet sin startadgangskode.",
                "%(num)s personer har endnu ikke skiftet deres startadgangskode.",
                awaiting.start_passwords,
            ),
            gettext("Se personerne"),
            url_for("people.person_list"),
            awaiting.start_passwords_since,
        )


def _about_proposals(awaiting: Awaiting) -> Iterator[Task]:
    for proposal in awaiting.sent:
        yield Task(
            gettext(
                "%(proposal)s er sendt til %(body)s og venter på en beslutning.",
                proposal=_named(proposal),
                body=proposal.body,
            ),
            gettext("Vedtag"),
            url_for("decisions.adopt", decision_id=proposal.id),
            proposal.since,
        )
    for proposal in awaiting.own_drafts:
        yield Task(
            gettext("%(proposal)s er en kladde, der ikke er sendt til udvalget.", proposal=_named(proposal))
            if may_use("decisions.adopt")
            else gettext(
                "%(proposal)s er en kladde. En budgetkonsulent sender den til udvalget.", proposal=_named(proposal)
            ),
            gettext("Se kladden"),
            url_for("decisions.decision_page", decision_id=proposal.id),
            proposal.since,
        )
    for proposal in awaiting.drafts_of_leads:
        yield Task(
            gettext("%(person)s foreslår %(proposal)s.", person=proposal.owner, proposal=_named(proposal)),
            gettext("Se kladden"),
            url_for("decisions.decision_page", decision_id=proposal.id),
            proposal.since,
        )


def _named(proposal: WaitingProposal) -> str:
    return said(quoted(proposal.title or word(proposal.kind)))
