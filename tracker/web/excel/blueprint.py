"""The blueprint that all pages about Excel belong to."""

from flask import Blueprint

blueprint = Blueprint("excel", __name__)
