"""Every refusal and every fault becomes a page here: which status, which words, and what is logged."""

import logging
import secrets
from dataclasses import dataclass

from flask import Flask, render_template, request
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from markupsafe import escape
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException
from werkzeug.sansio.response import Response as SansIoResponse

from tracker.actions.initiatives import NotResponsible
from tracker.database import is_full, is_locked
from tracker.domain.refusals import Conflict, NotFound, Refusal
from tracker.translation import said
from tracker.web.origins import ForeignSender
from tracker.web.sessions import signed_in, without_asking

log = logging.getLogger(__name__)

INSUFFICIENT_STORAGE = 507


@dataclass(frozen=True)
class Words:
    """The heading of an error page, and what to do now."""

    title: object
    advice: object


WORDS = {
    400: Words(_l("Det kunne ikke læses"), _l("Gå tilbage, genindlæs siden, og prøv igen.")),
    403: Words(
        _l("Det har du ikke adgang til"),
        _l("Din rolle giver ikke adgang til siden. Spørg en administrator, hvis du har brug for den."),
    ),
    404: Words(
        _l("Siden findes ikke"),
        _l("Den er måske flyttet, eller adressen er skrevet forkert. Gå til forsiden, og find den derfra."),
    ),
    405: Words(_l("Sådan kan siden ikke bruges"), _l("Gå til forsiden, og find siden derfra.")),
    409: Words(_l("En anden nåede det først"), _l("Gå tilbage, genindlæs siden, og se det, som det står nu.")),
    413: Words(
        _l("Det er for stort"),
        _l("En formular må fylde højst 2 MB, og en fil højst 12 MB. Del filen op, eller fjern billeder fra den."),
    ),
    500: Words(
        _l("Noget gik galt hos os"),
        _l("Intet er gemt halvt. Prøv igen; sker det igen, så giv administratoren nummeret herunder."),
    ),
    503: Words(
        _l("En anden er ved at gemme"),
        _l("Det, du sendte, er ikke gemt endnu. Vent et øjeblik, og genindlæs siden for at sende det igen."),
    ),
    INSUFFICIENT_STORAGE: Words(
        _l("Der er ikke plads på disken"),
        _l("Intet er gemt. Sig til administratoren, at disken er fuld, og prøv igen, når der er ryddet op."),
    ),
}
_NOT_ALLOWED = _l("Det kan ikke lade sig gøre")
_NOT_OURS = _l("Formularen blev sendt fra en anden side end vores. Åbn siden her i Puljeoverblik, og send den igen.")
_TOKEN_GONE = _l(
    "Formularen er for gammel, eller du er logget ind igen siden. Gå tilbage, genindlæs siden, og send den igen."
)


_BARE_PAGE = "<!doctype html><title>{0}</title><h1>{0}</h1><p>{1}</p><p>{2}</p>"


def install(app: Flask) -> None:
    """Register the one handler for each kind of fault."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _token)
    app.register_error_handler(ForeignSender, _sender)
    app.register_error_handler(Refusal, _refusal)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(Exception, _fault)


def page(status: int, *, title: object = None, advice: object = None, error_id: str = "") -> tuple[str, int]:
    """Make the page for a status; statuses without words of their own are shown as their family's first."""
    words = WORDS.get(status) or WORDS[400 if status < 500 else 500]  # noqa: PLR2004 - where faults of ours begin
    title, advice = title or words.title, advice or words.advice
    try:
        html = render_template("errors/error.html", status=status, title=title, advice=advice, error_id=error_id)
    except Exception:
        # The page itself needs the database (who is signed in), which may be what failed.
        log.exception("error page failed", extra={"error_id": error_id})
        html = _BARE_PAGE.format(*(escape(str(part)) for part in (title, advice, error_id)))
    return html, status


def _http(error: HTTPException) -> SansIoResponse | tuple[str, int, list[tuple[str, str]]]:
    if error.response is not None:
        return error.response
    status = error.code or 500
    if status < 400:  # noqa: PLR2004 - a redirect raised by the routing is no error
        return error.get_response()
    kept = [(name, value) for name, value in error.get_headers() if name in {"Allow", "Retry-After"}]
    return (*page(status), kept)


def _token(_error: CSRFError) -> tuple[str, int]:
    log.warning("token refused", extra={"endpoint": request.endpoint})
    return page(400, advice=_TOKEN_GONE)


def _sender(_error: ForeignSender) -> tuple[str, int]:
    return page(400, advice=_NOT_OURS)


def _refusal(error: Refusal) -> tuple[str, int]:
    # Whose initiative it is, others aren't told.
    hidden = isinstance(error, NotFound | NotResponsible)
    status = 404 if hidden else 409 if isinstance(error, Conflict) else 400
    return page(status, title=_NOT_ALLOWED if status == 400 else None, advice=said(error.text))  # noqa: PLR2004 - as above


def _database(error: DBAPIError) -> tuple[str, int] | tuple[str, int, dict[str, str]]:
    without_asking()
    if is_locked(error):
        log.warning("database locked", extra={"endpoint": request.endpoint})
        return (*page(503), {"Retry-After": "5"})
    if is_full(error):
        log.error("disk full", extra={"endpoint": request.endpoint})
        return page(INSUFFICIENT_STORAGE)
    return _fault(error)


def _fault(error: Exception) -> tuple[str, int]:
    error_id = secrets.token_hex(4)
    person = signed_in()
    log.error(
        "fault",
        exc_info=error,
        extra={
            "error_id": error_id,
            "endpoint": request.endpoint,
            "method": request.method,
            "person_id": person.actor.id if person else None,
        },
    )
    return page(500, error_id=error_id)
