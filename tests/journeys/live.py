"""The application as a user meets it: served on an address of this machine, opened in a real browser."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

from flask import Flask
from playwright.sync_api import Page
from waitress import wasyncore
from waitress.server import BaseWSGIServer, create_server

from tests.web.site import PASSWORD, Site

_READ_TABLE = """table => Array.from(table.rows).map(
    row => Array.from(row.cells).map(cell => cell.innerText.replace(/\\s+/g, ' ').trim()))"""


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve the application as it ships; gives its address."""
    own_port = socket.create_server(("127.0.0.1", 0))
    channels: dict[int, Any] = {}
    server = create_server(app, map=channels, sockets=[own_port], threads=2)
    assert isinstance(server, BaseWSGIServer)
    ended = Event()

    def run() -> None:
        # Who watches the channels closes them: another thread would take them away while this one waits for them.
        while not ended.is_set():
            wasyncore.loop(timeout=1, map=channels, count=1)
        server.task_dispatcher.shutdown()
        wasyncore.close_all(channels)

    thread = Thread(target=run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{own_port.getsockname()[1]}"
    finally:
        ended.set()
        server.pull_trigger()
        thread.join()


def sign_in(page: Page, address: str, site: Site, person_id: int) -> None:
    """Sign in by the form."""
    page.goto(f"{address}/log-ind")
    page.get_by_label("E-mail").fill(site.email(person_id))
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "log-ind" not in url)


def table_text(page: Page, selector: str) -> list[list[str]]:
    """Read a table of the page as its readers see it, row by row; waits until it is there."""
    table: list[list[str]] = page.locator(selector).first.evaluate(_READ_TABLE)
    return table
