"""The session cookie: renewed by every page, which is how idle sign-ins end, and left alone by static files."""

from typing import Any

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin


class PageSessions(SecureCookieSessionInterface):
    """Signed cookies whose age counts from the last page, not from the last picture."""

    def open_session(self, app: Flask, request: Any) -> Any:  # noqa: ANN401 - as in Flask's own interface
        """Open the session and make it end by idleness."""
        session = super().open_session(app, request)
        if session is not None and not session.permanent:
            session.permanent = True
            session.modified = False  # an empty session sends no cookie
            session.accessed = False
        return session

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Send no cookie with static files, which shared caches keep."""
        return request.endpoint != "static" and super().should_set_cookie(app, session)
