"""Powers: for each plan, which body may decide what and up to which amount."""

from sqlalchemy import CheckConstraint, Column, Integer
from sqlmodel import Field, SQLModel

from tracker.domain.decisions import BodyLevel
from tracker.domain.powers import Matter
from tracker.models.columns import oere, one_of, whole_oere, word


class DecisionPower(SQLModel, table=True):
    """What the administration may decide of one matter, and who decides the rest; see tracker/domain/powers.py."""

    __tablename__ = "decision_power"
    __table_args__ = (
        one_of("matter", Matter),
        one_of("otherwise", BodyLevel),
        CheckConstraint("most_oere IS NULL OR most_oere >= 0", name="most_oere_not_negative"),
        CheckConstraint("most_share IS NULL OR most_share BETWEEN 0 AND 10000", name="most_share_plausible"),
        whole_oere("most_oere"),
    )

    plan_id: int = Field(foreign_key="action_plan.id", primary_key=True)
    matter: Matter = Field(sa_column=word(Matter, primary_key=True))
    most_oere: int | None = Field(default=None, sa_column=oere(nullable=True))
    # In hundredths of a per cent of the line's budget in the year.
    most_share: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    otherwise: BodyLevel = Field(sa_column=word(BodyLevel))
