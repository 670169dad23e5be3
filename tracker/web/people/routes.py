"""All pages about people: importing this module puts the routes of its neighbours on the blueprint."""

from tracker.web.people import administration, audit_log, my_page, sign_in
from tracker.web.people.blueprint import blueprint

__all__ = ["administration", "audit_log", "blueprint", "my_page", "sign_in"]
