"""The blueprint that all pages about plans belong to."""

from flask import Blueprint

blueprint = Blueprint("budget", __name__)
