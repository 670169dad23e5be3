"""The blueprint of the pages about years, rates and powers; those about people stand in ``tracker.web.people``."""

from flask import Blueprint

blueprint = Blueprint("administration", __name__, url_prefix="/administration")
