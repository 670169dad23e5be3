"""What awaits somebody, as sentences with an address each: one click from done, the oldest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext, ngettext

from tracker.queries.overview import Awaiting
from tracker.web.overview.differences import Unexplained


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
