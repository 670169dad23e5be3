"""Pages that haven't changed: a mark made of the data's revision and of everything else that a page shows."""

import hashlib
import json

from flask import Response, make_response, request, session
from flask_babel import get_locale
from flask_wtf.csrf import generate_csrf
from sqlmodel import Session

from tracker.queries.budget import revision
from tracker.web.assets import address
from tracker.web.headers import ASK_AGAIN
from tracker.web.release import code_mark
from tracker.web.sessions import signed_in

_STYLE = "css/puljeoverblik.css"


def mark(database: Session, *parts: object) -> str:
    """Make the mark of the page asked for from the data as they are; see ``mark_of``."""
    return mark_of(revision(database), *parts)


def mark_of(data_revision: int, *parts: object) -> str:
    """Make the mark of the page asked for: who sees it, the language, the data's revision, the code, and ``parts``.

    The form token is part of it, because a page kept from before a new sign-in would carry forms that are refused.
    """
    generate_csrf()  # there is one from the first page on
    person = signed_in()
    seen = {
        "revision": data_revision,
        "address": request.full_path,
        "language": str(get_locale()),
        "sign_in": person.sign_in_id if person else None,
        "roles": sorted(person.actor.roles) if person else [],
        "name": person.actor.name if person else "",
        "token": session.get("csrf_token"),
        "messages": session.get("_flashes"),
        "style": address(_STYLE),
        "code": code_mark(),
        "parts": parts,
    }
    return hashlib.sha256(json.dumps(seen, default=str).encode()).hexdigest()[:32]


def unchanged(page_mark: str) -> Response | None:
    """Give the answer 304 if the browser holds the page with this mark, or None: then make the page."""
    if session.get("_flashes") or page_mark not in request.if_none_match:
        return None
    return _marked(Response(status=304), page_mark)


def marked(page: str | Response, page_mark: str) -> Response:
    """Put the mark on a page, so that the browser keeps it and asks next time whether it still holds."""
    return _marked(make_response(page), page_mark)


def _marked(response: Response, page_mark: str) -> Response:
    response.set_etag(page_mark)
    response.headers["Cache-Control"] = ASK_AGAIN
    return response
