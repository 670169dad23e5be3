"""The application object, for servers and for the ``flask`` command."""

from tracker.app import create_app

app = create_app()
