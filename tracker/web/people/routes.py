"""All pages about people: importing this module puts the routes of its neighbours on the blueprint."""

from tracker.web.people import my_page, sign_in
from tracker.web.people.blueprint import blueprint

__all__ = ["blueprint", "my_page", "sign_in"]
