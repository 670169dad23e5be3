"""Forms that count once: the second of two clicks finds what the first one made."""

from threading import Barrier, Thread

import pytest

from tests.budget_books import add_officer
from tracker.actions import submissions
from tracker.database import Database
from tracker.domain.refusals import Conflict

KEY = "k" * 32


def send(
    database: Database, *, person_id: int, key: str = KEY, title: str = "Job", endpoint: str = "theme"
) -> str | None:
    with database.writing() as session:
        earlier = submissions.first_time(
            session, key=key, person_id=person_id, endpoint=endpoint, content={"title": title}
        )
        if earlier is None:
            submissions.done(session, key=key, location=f"/temaer/{title}")
        return earlier


@pytest.fixture
def officer(database: Database) -> int:
    with database.writing() as session:
        return add_officer(session).id


def test_the_second_sending_is_told_where_the_first_one_led(database: Database, officer: int) -> None:
    assert send(database, person_id=officer) is None
    assert send(database, person_id=officer) == "/temaer/Job"
    assert send(database, person_id=officer) == "/temaer/Job"


def test_the_same_key_with_other_content_is_a_conflict(database: Database, officer: int) -> None:
    send(database, person_id=officer)
    with pytest.raises(Conflict, match="allerede sendt med et andet indhold"):
        send(database, person_id=officer, title="Uddannelse")


def test_the_same_key_at_another_form_is_a_conflict(database: Database, officer: int) -> None:
    send(database, person_id=officer)
    with pytest.raises(Conflict):
        send(database, person_id=officer, endpoint="line")


def test_somebody_elses_key_is_a_conflict(database: Database, officer: int) -> None:
    with database.writing() as session:
        other = add_officer(session, name="Anden").id
    send(database, person_id=officer)
    with pytest.raises(Conflict):
        send(database, person_id=other)


def test_another_key_is_another_form(database: Database, officer: int) -> None:
    assert send(database, person_id=officer) is None
    assert send(database, person_id=officer, key="n" * 32) is None


class BrokenError(Exception):
    """What goes wrong in the middle of a form."""


def break_off(database: Database, *, person_id: int) -> None:
    with database.writing() as session:
        submissions.first_time(session, key=KEY, person_id=person_id, endpoint="theme", content={"title": "Job"})
        raise BrokenError


def test_a_form_that_failed_can_be_sent_again(database: Database, officer: int) -> None:
    with pytest.raises(BrokenError):
        break_off(database, person_id=officer)
    assert send(database, person_id=officer) is None


def test_of_two_at_once_one_waits_and_is_told(database: Database, officer: int) -> None:
    answers: list[str | None] = []
    together = Barrier(2)

    def click() -> None:
        together.wait()
        answers.append(send(database, person_id=officer))

    threads = [Thread(target=click) for _click in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers, key=str) == ["/temaer/Job", None]
