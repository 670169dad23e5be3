"""The blueprint of the forms by which decisions and proposals are entered."""

from flask import Blueprint

blueprint = Blueprint("entries", __name__)
