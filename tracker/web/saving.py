"""Saving what a form holds: what is new once however often it is sent, a change only on the version that was seen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import request
from sqlmodel import Session

from tracker.actions import submissions
from tracker.domain.refusals import Conflict, Refusal
from tracker.translation import said
from tracker.web.forms import ChangeForm, Difference, OnceForm, PageForm
from tracker.web.sessions import actor, writing


def saved_once(
    form: OnceForm, save: Callable[[Session], str], *, content: Mapping[str, object] | None = None
) -> str | None:
    """Save something new the first time its form is sent; ask after the form was validated.

    ``save`` gives the address of the result, which everybody gets who sends the same form again. ``content`` is what
    must be the same then, beside the page's address: the form's values where nothing else is said. Gives None where
    it is refused, and tells why in the form. Raises Conflict where the key was used for something else.
    """
    try:
        with writing() as session:
            return submissions.once(
                session,
                key=form.submission_key.data or "",
                person_id=actor().id,
                endpoint=request.endpoint or "",
                content={"page": dict(request.view_args or {}), **(form.values() if content is None else content)},
                act=lambda: save(session),
            )
    except Conflict:
        raise
    except Refusal as refusal:
        _tell(form, refusal)
        return None


@dataclass(frozen=True)
class Outcome:
    """What became of a change: saved or not, and where somebody else was faster, what they wrote."""

    is_saved: bool = False
    status: int = 200
    conflict: Conflict | None = None
    differences: Sequence[Difference] = ()


def apply_change(form: ChangeForm, save: Callable[[Session], object]) -> None:
    """Carry a change out, that of a OnceForm the first time the form is sent; ask after the form was validated.

    The same form on another version or with other content is another change. Raises what ``save`` raises.
    """
    with writing() as session:
        if not isinstance(form, OnceForm):
            save(session)
            return

        def act() -> str:
            save(session)
            return request.path

        submissions.changed_once(
            session,
            key=form.submission_key.data or "",
            person_id=actor().id,
            endpoint=request.endpoint or "",
            content={"page": dict(request.view_args or {}), "version": form.seen_version, **form.values()},
            act=act,
        )


def changed(form: ChangeForm, save: Callable[[Session], object]) -> Outcome:
    """Save a change where its form was sent and is valid; ``save`` raises Conflict on a version that isn't the last.

    What it is refused for stands in the form. The outcome's ``status`` is the one to answer with where nothing was
    saved, ``conflict`` and ``differences`` are for the form's head.
    """
    if not form.validate_on_submit():
        return Outcome(status=400 if form.is_submitted() else 200)
    try:
        apply_change(form, save)
    except Conflict as conflict:
        return Outcome(status=409, conflict=conflict, differences=form.differences(conflict))
    except Refusal as refusal:
        _tell(form, refusal)
        return Outcome(status=400)
    return Outcome(is_saved=True)


def _tell(form: PageForm, refusal: Refusal) -> None:
    """Say in the form what was refused, at the field that it is about where the form has it."""
    if refusal.field in form:
        form[refusal.field].errors = [said(refusal.text)]
    else:
        form.form_errors.append(said(refusal.text))
