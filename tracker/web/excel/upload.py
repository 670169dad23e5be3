"""The three doors of Excel, and the first of them: a file is judged and read before anything of it is kept."""

import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import current_app, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from imports.commit import AlreadyImported, TableNotChosen, chosen_table, refuse_known_file
from imports.preview import ReadFile, read_file
from tracker.actions import submissions, uploads
from tracker.config import Settings
from tracker.domain.free_text import plain_text
from tracker.domain.refusals import FileRefused
from tracker.domain.texts import Text
from tracker.queries import uploads as queries
from tracker.queries.plans import PlanRow, all_plans
from tracker.translation import said
from tracker.web.excel.blueprint import blueprint
from tracker.web.excel.forms import UploadForm
from tracker.web.sessions import actor, reading, writing

LONGEST_FILE_NAME = 255
_FOLDERS = re.compile(r"[/\\]")


@dataclass(frozen=True)
class ReceivedFile:
    """A file that was sent, lying outside everything that is kept until it is judged."""

    path: Path
    name: str
    sha256: str


@blueprint.get("/excel")
def start() -> str:
    """Show the three doors: read a table in, take one out, see what was read in."""
    with reading() as session:
        plans = all_plans(session)
        waiting = queries.waiting_files(session, person_id=actor().id)
    return render_template("excel/start.html", plans=plans, waiting=waiting)


@blueprint.route("/excel/indlaes", methods=["GET", "POST"])
def upload() -> Response | tuple[str, int]:
    """Take a file, read it in the child process, and keep it only if there is a table to preview."""
    with reading() as session:
        plans = all_plans(session)
    form = UploadForm(data={"plan": request.args.get("plan", "")})
    form.plan.choices = [("", gettext("Ny handleplan")), *((plan.slug, plan.title) for plan in plans)]
    known: AlreadyImported | None = None
    if form.validate_on_submit() and _is_one_file(form):
        try:
            with _received(form.file.data) as received:
                file = read_file(received.path, name=received.name)
                _refuse_what_has_no_preview(file, received, form)
                return redirect(_keep(received, form, plans), code=303)
        except AlreadyImported as refused:
            known = refused
            form.file.errors = [said(refused.text)]
        except (FileRefused, TableNotChosen) as refused:
            form.file.errors = [said(refused.text)]
    page = render_template("excel/upload.html", form=form, known=known)
    return page, 409 if known else 400 if form.errors else 200


def files_dir() -> Path:
    """Tell where uploaded files are kept."""
    settings: Settings = current_app.extensions["settings"]
    return settings.files_dir


def remove(stored_name: str) -> None:
    """Remove a file that nothing refers to any longer; do it after the transaction that let go of it."""
    (files_dir() / stored_name).unlink(missing_ok=True)


def _is_one_file(form: UploadForm) -> bool:
    if sum(1 for _ in request.files.items(multi=True)) == 1:
        return True
    form.file.errors = [gettext("Send én fil ad gangen.")]
    return False


@contextmanager
def _received(upload: FileStorage) -> Iterator[ReceivedFile]:
    """Put what was sent where the child can read it; it is gone when the block ends."""
    with tempfile.NamedTemporaryFile(prefix="upload-") as file:
        shutil.copyfileobj(upload.stream, file)
        file.flush()
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        yield ReceivedFile(Path(file.name), _name_of(upload), digest)


def _name_of(upload: FileStorage) -> str:
    """Give what the sender calls the file, as text only: without folders, controls and endless length."""
    name = " ".join(plain_text(_FOLDERS.split(upload.filename or "")[-1]).split())
    return name[-LONGEST_FILE_NAME:] or "uden-navn.xlsx"


def _refuse_what_has_no_preview(file: ReadFile, received: ReceivedFile, form: UploadForm) -> None:
    """Refuse a file without a table, and one whose only table was read in before."""
    if not file.reading.tables:
        chosen_table(file.reading)
    sheet = form.sheet.data or None
    if sheet and sheet not in {table.sheet for table in file.reading.tables}:
        raise TableNotChosen(
            Text(
                "Der er ingen budgettabel på arket %(sheet)s. Lad feltet stå tomt, så finder vi tabellen.", sheet=sheet
            )
        )
    sheets = {table.sheet for table in file.reading.tables if sheet in {None, table.sheet}}
    if len(sheets) == 1:
        with reading() as session:
            refuse_known_file(session, received.sha256, sheets.pop())


def _keep(received: ReceivedFile, form: UploadForm, plans: Sequence[PlanRow]) -> str:
    """Keep the file and open its preview; gives the preview's address, also where the form is sent twice."""
    chosen = next((plan for plan in plans if plan.slug == form.plan.data), None)
    title = "" if chosen else form.plan_title.data or ""
    kept = uploads.keep_file(received.path, files_dir(), name=received.name, sha256=received.sha256)
    key, sheet = form.submission_key.data or "", form.sheet.data or ""
    try:
        with writing() as session:
            earlier = submissions.first_time(
                session,
                key=key,
                person_id=actor().id,
                endpoint="excel.upload",
                content={"sha256": received.sha256, "plan": form.plan.data, "title": title, "sheet": sheet},
            )
            if earlier is None:
                uploads.forget_old_previews(session)
                token = uploads.open_preview(
                    session,
                    actor(),
                    kept,
                    plan_id=chosen.id if chosen else None,
                    plan_title=title,
                    sheet=sheet,
                )
                address = url_for("excel.preview", token=token)
                submissions.done(session, key=key, location=address)
    except BaseException:
        remove(kept.stored_name)
        raise
    if earlier is not None:
        remove(kept.stored_name)
        return earlier
    with reading() as session:
        uploads.remove_unreferenced_files(session, files_dir())
    return address
