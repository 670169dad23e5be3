"""Where a request comes from: the host name it asked for must be ours, and so must the page that sent a form."""

import logging
import re

from flask import Response as FlaskResponse
from flask import current_app, request
from flask_babel import gettext
from werkzeug.exceptions import BadRequest, SecurityError

from tracker.config import Settings

log = logging.getLogger(__name__)

OUR_OWN_MACHINE = frozenset({"127.0.0.1", "localhost", "[::1]"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_HOST = re.compile(r"(?P<name>[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::(?P<port>[1-9][0-9]{0,4}))?", re.ASCII | re.IGNORECASE)


class ForeignSender(BadRequest):
    """A form that was sent from a page that isn't ours."""


def host_is_ours(header: str, trusted: frozenset[str]) -> bool:
    """Tell whether a Host header, with or without a port, names one of our addresses."""
    match = _HOST.fullmatch(header)
    if match is None or int(match["port"] or 80) > 65_535:  # noqa: PLR2004 - the highest port there is
        return False
    return match["name"].lower() in trusted


def check_host() -> FlaskResponse | None:
    """Answer 400 to a host name that isn't ours: links and redirects must never lead where the sender chose."""
    settings: Settings = current_app.extensions["settings"]
    trusted = OUR_OWN_MACHINE | {name.lower() for name in settings.trusted_hosts}
    try:
        header = request.host
    except SecurityError:
        header = ""
    if host_is_ours(header, trusted):
        return None
    log.warning("foreign host", extra={"host": header})
    sentence = gettext("Puljeoverblik svarer ikke på den adresse. Brug den adresse, du har fået af administratoren.")
    return FlaskResponse(str(sentence), status=400, mimetype="text/plain")


def check_sender() -> None:
    """Refuse a change that another site's page asked for. The token in the form is checked besides."""
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site not in {None, "same-origin", "none"} or origin not in {None, request.host_url.rstrip("/")}:
        log.warning("foreign sender", extra={"endpoint": request.endpoint, "origin": origin, "site": site})
        raise ForeignSender
