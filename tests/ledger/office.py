"""An office with two plans, a decision and a proposal, to be written to by bare SQL, past all our own checks."""

from sqlalchemy import text
from sqlmodel import Session

from tests.budget_books import add_book, add_officer, post
from tracker.database import Database

AMOUNT = 500_000
TRANSFER = text(
    "INSERT INTO transfer (decision_id, budget_year, from_line_id, to_line_id, amount_oere, recorded_at,"
    " recorded_by_id, reverses_id)"
    " VALUES (:decision, :year, :source, :target, :amount, '2020-01-01 00:00:00+00:00', :by, :reverses)"
)


class Office:
    """A book with an adopted decision, a proposal and a second plan, written to past all our own checks."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.writing() as session:
            actor = add_officer(session)
            self.book = add_book(session, actor)
            self.other = add_book(session, actor, title="En anden handleplan")
            self.adopted = post(session, self.book, (2019, self.book.source, self.book.reserve, AMOUNT))
            self.proposed = post(session, self.book, (2020, self.book.source, self.book.reserve, 1), decided_on=None)
            (self.transfer_id,) = self.transfers(session, self.adopted)

    def transfers(self, session: Session, decision: int) -> list[int]:
        """List a decision's transfers."""
        query = text("SELECT id FROM transfer WHERE decision_id = :decision ORDER BY id")
        return list(session.execute(query, {"decision": decision}).scalars())

    def insert(self, **changed: object) -> None:
        """Insert a transfer into the adopted decision by bare SQL; ``changed`` is what is unusual about it."""
        values: dict[str, object] = {
            "decision": self.adopted,
            "year": 2019,
            "source": self.book.source,
            "target": self.book.mentors,
            "amount": AMOUNT,
            "by": self.book.actor.id,
            "reverses": None,
        }
        with self.database.writing() as session:
            session.execute(TRANSFER, values | changed)

    def run(self, statement: str, **values: object) -> None:
        """Run a bare statement."""
        with self.database.writing() as session:
            session.execute(text(statement), values)

    @property
    def reversal(self) -> dict[str, object]:
        """What mirrors the first transfer."""
        return {"source": self.book.reserve, "target": self.book.source, "reverses": self.transfer_id}
