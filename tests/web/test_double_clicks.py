"""Double clicks on a real server with several processes and threads: each form counts once."""

import http.client
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from tests.databases import DatabaseUrls
from tests.web.samples import PARAMETERS
from tests.web.site import SECRET_KEY, Site
from tracker.config import PROJECT_ROOT

# The forms that move money are clicked five hundred times, in test_double_decisions.py.
DOUBLE_CLICKS = 100


@contextmanager
def server(urls: DatabaseUrls, folder: Path) -> Iterator[int]:
    """Run the application as an installation does, two processes with two threads each; gives the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    environment = {**os.environ, "DATA_DIR": str(folder), "DATABASE_URL": urls.url, "SECRET_KEY": SECRET_KEY}
    options = ["--workers", "2", "--threads", "2", "--worker-class", "gthread", "--bind", f"127.0.0.1:{port}"]
    command = [sys.executable, "-m", "gunicorn", *options, "--log-level", "error", "wsgi:app"]
    process = subprocess.Popen(command, cwd=PROJECT_ROOT, env=environment)
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError


class Clicker:
    """A signed-in browser that sends the same form over two connections at the same moment."""

    def __init__(self, site: Site, port: int) -> None:
        client = site.browser(site.everything)
        self.token = site.token(client)
        cookie = client.get_cookie("session")
        assert cookie is not None
        self.headers = {"Cookie": f"session={cookie.value}", "Content-Type": "application/x-www-form-urlencoded"}
        self.connections = [http.client.HTTPConnection("127.0.0.1", port, timeout=60) for _connection in range(2)]
        self.statuses: list[int] = []

    def click_twice(self, address: str, forms: list[dict[str, str]]) -> set[tuple[int, str]]:
        """Send two forms at once; gives what the two answers say, which is one where they are the same."""
        together = threading.Barrier(2)
        answers: set[tuple[int, str]] = set()

        def click(connection: http.client.HTTPConnection, form: dict[str, str]) -> None:
            body = urlencode({**form, "csrf_token": self.token})
            together.wait()
            connection.request("POST", address, body, self.headers)
            answer = connection.getresponse()
            answer.read()
            self.statuses.append(answer.status)
            answers.add((answer.status, answer.getheader("Location", "")))

        threads = [threading.Thread(target=click, args=pair) for pair in zip(self.connections, forms, strict=True)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return answers

    def close(self) -> None:
        """Hang up."""
        for connection in self.connections:
            connection.close()


def test_a_hundred_double_clicks_make_a_hundred_rows(
    any_site: Site, database_url: DatabaseUrls, tmp_path: Path
) -> None:
    site = any_site
    cell = PARAMETERS["cell_id"](site, site.everything)
    address = f"/handleplaner/{PARAMETERS['slug'](site, 0)}/afstemning/{cell}"
    with server(database_url, tmp_path / "served") as port:
        clicker = Clicker(site, port)
        for number in range(DOUBLE_CLICKS):
            form = {"submission_key": secrets.token_urlsafe(24), "reason": f"Begrundelse {number}."}
            clicker.click_twice(address, [form, form])
        made = site.count("difference_reason")
        keys = site.count("submission")
        # The negative control: with a key for each click, which is as good as none, every click makes a row.
        for number in range(20):
            forms = [{"submission_key": secrets.token_urlsafe(24), "reason": f"To gange {number}."} for _ in range(2)]
            clicker.click_twice(address, forms)
        clicker.close()
    assert (made, keys) == (DOUBLE_CLICKS, DOUBLE_CLICKS)
    assert site.value("SELECT count(DISTINCT reason) FROM difference_reason WHERE reason LIKE 'Beg%'") == DOUBLE_CLICKS
    assert site.count("difference_reason") == DOUBLE_CLICKS + 40
    assert set(clicker.statuses) == {303}
    assert len(clicker.statuses) == 2 * (DOUBLE_CLICKS + 20)
