"""The preview: the file as a grid beside what importing it would do; the address holds what was chosen."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from imports.cells import Problem
from imports.commit import AlreadyImported, refuse_known_file, standing_of
from imports.preview import GridRow, Preview, preview_of, read_file, row_number
from tracker.actions import uploads
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind
from tracker.domain.money import THOUSAND_KR
from tracker.domain.names import comparable
from tracker.domain.refusals import NotFound
from tracker.domain.texts import Text
from tracker.queries import uploads as queries
from tracker.queries.matching import ledger_mark
from tracker.queries.plans import PlanRow, all_plans, plan_by_slug
from tracker.queries.uploads import WaitingFile
from tracker.web.amounts import decimals_for
from tracker.web.excel.blueprint import blueprint
from tracker.web.excel.choices import Choices, choices_from
from tracker.web.excel.forms import ROLE_PREFIX, ROLES, ConfirmForm
from tracker.web.excel.upload import files_dir, remove
from tracker.web.excel.view import View, view_of
from tracker.web.sessions import actor, reading, writing

ROWS_ON_A_PAGE = 200


@dataclass(frozen=True)
class Seen:
    """Everything a preview is made of: what was uploaded and chosen, what was read, and where the ledger stands."""

    file: WaitingFile
    choices: Choices
    plans: tuple[PlanRow, ...]
    preview: Preview
    ledger_mark: str
    has_money: bool
    known: AlreadyImported | None

    @property
    def address(self) -> str:
        """The preview's own address, with its choices."""
        return url_for("excel.preview", token=self.file.token, **self.choices.query())


@blueprint.get("/excel/indlaes/<token>")
def preview(token: str) -> str:
    """Show what a file holds and what importing it would do; nothing is changed."""
    seen = look(token, request.args)
    return page_of(seen, first_form(seen))


@blueprint.post("/excel/indlaes/<token>/fortryd")
def cancel(token: str) -> Response:
    """Drop the preview and its file."""
    with writing() as session:
        queries.waiting_file(session, token, person_id=actor().id)
        stored_name = uploads.cancel_preview(session, actor(), token)
    remove(stored_name)
    flash(gettext("Indlæsningen er fortrudt. Intet er gemt, og filen er slettet."), "success")
    return redirect(url_for("excel.start"), code=303)


def look(token: str, arguments: MultiDict[str, str], roles: Mapping[str, LineRole] | None = None) -> Seen:
    """Read the file again and lay it beside the ledger; the child runs while no transaction is open."""
    with reading() as session:
        file = queries.waiting_file(session, token, person_id=actor().id)
        plans = all_plans(session)
    choices = choices_from(arguments, file, plans)
    path = files_dir() / file.stored_name
    if not path.is_file():
        raise NotFound(Text("Filen er slettet, fordi den har ventet for længe. Indlæs den igen."))
    read = read_file(path, name=file.name, unit=choices.unit)
    known = None
    with reading() as session:
        plan = plan_by_slug(session, choices.plan.slug) if choices.plan else None
        standing = standing_of(session, plan)
        mark = ledger_mark(session, plan.id) if plan else ""
        found = preview_of(read, standing, sheet=choices.sheet or None, roles=roles)
        if found.table is not None:
            try:
                refuse_known_file(session, file.sha256, found.table.sheet)
            except AlreadyImported as refused:
                known = refused
    return Seen(file, choices, plans, found, mark, bool(standing.amounts_oere), known)


def first_form(seen: Seen) -> ConfirmForm:
    """Make the form as it is before anybody typed: the title suggested from the file, the kind from the plan."""
    table, plan = seen.preview.table, seen.choices.plan
    return ConfirmForm(
        formdata=None,
        data={
            "plan_title": seen.file.plan_title or (table.title if table else "") or "",
            "kind": DecisionKind.REALLOCATION if seen.has_money else DecisionKind.ADOPTION,
            "body": plan.committee if plan else "",
            "administration": plan.administration if plan else "",
            "permanence": "",
            "ledger_mark": seen.ledger_mark,
            "sha256": seen.file.sha256,
        },
    )


def page_of(seen: Seen, form: ConfirmForm, *, told: Text | None = None) -> str:
    """Draw the preview; ``told`` is a sentence about what has happened since it was shown last."""
    found, choices = seen.preview, seen.choices
    unit = (found.table.unit if found.table else None) or THOUSAND_KR
    view = _view(found)
    first_change = (choices.list_page - 1) * ROWS_ON_A_PAGE
    return render_template(
        "excel/preview.html",
        seen=seen,
        preview=found,
        form=form,
        told=told,
        view=view,
        unit=unit,
        decimals=decimals_for(_amounts(found), unit),
        rows=_rows(found, choices),
        page_count=-(-found.grid.row_count // ROWS_ON_A_PAGE) if found.grid else 0,
        changed_lines=view.changed_lines[first_change : first_change + ROWS_ON_A_PAGE] if view else (),
        list_page_count=-(-len(view.changed_lines) // ROWS_ON_A_PAGE) if view else 0,
        list_page_address=lambda number: url_for(
            "excel.preview", token=seen.file.token, **choices.query(list_page=number), _anchor="aendringer"
        ),
        page_address=lambda number: url_for(
            "excel.preview", token=seen.file.token, **choices.query(page=number), _anchor="gitter"
        ),
        problem_address=lambda problem: _problem_address(seen, problem),
        namesake=_namesake(seen, form),
        roles=ROLES,
        role_prefix=ROLE_PREFIX,
    )


def _problem_address(seen: Seen, problem: Problem) -> str:
    """Tell where a problem's cell is shown; until a sheet is chosen that chooses the problem's own."""
    query = seen.choices.query(page=(row_number(problem.cell) - 1) // ROWS_ON_A_PAGE + 1)
    if seen.preview.table is None and problem.sheet in seen.preview.sheets:
        query["ark"] = problem.sheet
    return url_for("excel.preview", token=seen.file.token, **query, _anchor=f"celle-{problem.cell}")


def _rows(found: Preview, choices: Choices) -> tuple[GridRow, ...]:
    first = (choices.page - 1) * ROWS_ON_A_PAGE + 1
    return found.grid.rows(first=first, count=ROWS_ON_A_PAGE) if found.grid else ()


def _view(found: Preview) -> View | None:
    return view_of(found.table, found.differences) if found.table and found.differences else None


def _amounts(found: Preview) -> list[int | None]:
    if found.table is None:
        return []
    printed = [cell.amount_oere for row in found.table.rows for cell in row.cells]
    before = [change.before_oere for change in found.differences.changes] if found.differences else []
    return [*printed, *before]


def _namesake(seen: Seen, form: ConfirmForm) -> PlanRow | None:
    """Find the plan that a new one would share its name with: most likely the table is meant for it."""
    if seen.choices.plan is not None:
        return None
    title = comparable(form.plan_title.data or "")
    return next((plan for plan in seen.plans if title and comparable(plan.title) == title), None)
