"""The application as a user meets it: served on an address of this machine, opened in a real browser."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from playwright.sync_api import Page
from waitress.server import create_server

from tests.web.site import PASSWORD, Site

_READ_TABLE = """table => Array.from(table.rows).map(
    row => Array.from(row.cells).map(cell => cell.innerText.replace(/\\s+/g, ' ').trim()))"""


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve the application as it ships; gives its address."""
    own_port = socket.create_server(("127.0.0.1", 0))
    server = create_server(app, sockets=[own_port], threads=2)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{own_port.getsockname()[1]}"
    finally:
        # It takes no more visitors; those of a page that is closed after this keep the thread until then.
        server.close()
        thread.join(timeout=1)


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
