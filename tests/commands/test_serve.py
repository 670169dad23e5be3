"""``flask serve``: what ``make run`` ends in, as a process of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tracker.config import PROJECT_ROOT

LONGEST_S = 60


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def environment(folder: Path, **variables: object) -> dict[str, str]:
    own = {"DATA_DIR": str(folder / "data"), **{name: str(value) for name, value in variables.items()}}
    return {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONDONTWRITEBYTECODE": "1", **own}


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "flask", "--app", "wsgi", *words]


@contextmanager
def interrupts_are_heard() -> Iterator[None]:
    """Let a program that is started here hear Ctrl-C, also where a shell started the tests in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def serving(folder: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """Start the server and read what it says until it has named every sign-in."""
    with interrupts_are_heard():
        process = subprocess.Popen(
            command("serve"),
            cwd=PROJECT_ROOT,
            env=environment(folder, PORT=port),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
    try:
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line.rstrip("\n"))
            if "administrator@" in line:
                break
        yield process, said
    finally:
        process.kill()
        process.wait(LONGEST_S)
        assert process.stdout is not None
        process.stdout.close()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_and_as_whom_and_stops_cleanly(tmp_path: Path, how: signal.Signals) -> None:
    port = free_port()
    with serving(tmp_path, port) as (process, said):
        assert f"http://127.0.0.1:{port}" in said[0]
        assert re.search(r"adgangskoden er \S{12,}", said[1])
        assert any("budgetkonsulent@" in line for line in said)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/log-ind", timeout=LONGEST_S) as answer:
            assert answer.status == 200
        process.send_signal(how)
        rest, _ = process.communicate(timeout=LONGEST_S)
        assert "stoppet" in rest
        assert process.returncode == 0


def test_the_second_start_loads_nothing_twice_and_tells_the_same_password(tmp_path: Path) -> None:
    with serving(tmp_path, free_port()) as (_, first):
        pass
    with serving(tmp_path, free_port()) as (_, second):
        pass
    assert first[1:] == second[1:]
    listed = subprocess.run(
        command("plans"), cwd=PROJECT_ROOT, env=environment(tmp_path), capture_output=True, text=True, check=True
    )
    assert listed.stdout == "integrationshandleplan-2019-22\tIntegrationshandleplan 2019-22\t2019\t2022\n"


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"PORT": "http"}, "PORT"),
        ({"HOST": "0.0.0.0"}, "HTTPS=1"),  # noqa: S104 - refused, which is the point
        ({"SECRET_KEY": "kort"}, "SECRET_KEY"),
        ({"DEFAULT_LANGUAGE": "sv"}, "DEFAULT_LANGUAGE"),
    ],
)
def test_a_setting_it_can_not_start_with_is_one_line(tmp_path: Path, variables: dict[str, str], said: str) -> None:
    stopped = subprocess.run(
        command("serve"),
        cwd=PROJECT_ROOT,
        env=environment(tmp_path, **variables),
        capture_output=True,
        text=True,
        check=False,
    )
    assert stopped.returncode == 1
    assert stopped.stderr.count("\n") == 1
    assert said in stopped.stderr


def test_a_port_that_is_taken_is_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        stopped = subprocess.run(
            command("serve"),
            cwd=PROJECT_ROOT,
            env=environment(tmp_path, PORT=port),
            capture_output=True,
            text=True,
            check=False,
        )
    assert stopped.returncode == 1
    assert stopped.stderr.count("\n") == 1
    assert f"127.0.0.1:{port}" in stopped.stderr


def test_without_a_database_a_command_says_what_to_run_first(tmp_path: Path) -> None:
    stopped = subprocess.run(
        command("plans"), cwd=PROJECT_ROOT, env=environment(tmp_path), capture_output=True, text=True, check=False
    )
    assert stopped.returncode == 1
    assert stopped.stderr.count("\n") == 1
    assert "flask migrate" in stopped.stderr
