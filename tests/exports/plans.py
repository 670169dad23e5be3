"""Random plans as property tests draw them: names that look like formulas, long names, and every kind of cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from imports.tables.labels import split_label, sum_word
from imports.tables.table_statements import stated_units
from tests.exports.tables import NIL, NO_ENTRY, ZERO, Cell, Lines, budget_table
from tracker.domain.money import KR, MILLION_KR, THOUSAND_KR, Unit
from tracker.domain.names import comparable
from tracker.queries.budget import BudgetTable

LARGEST_OERE = 10**12
WORDS = (
    *("Indsats", "Praktik", "Særlig", "job", "og", "uddannelse", "for ledige", "til", "kvinder,", "pct.", "æøå", "IGU"),
    *("2019", "2", "1.2", "A.", "1)", "(pilot)", "*", "-", "–", "=1+1", "+", "@", "<r>", "</r>", "&amp;", "_x0041_"),
)
PHRASES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)
# Invisible characters are no part of a name: the reader drops them and says so.
ANYTHING = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"]), min_size=1, max_size=60)
LONG = PHRASES.map(lambda phrase: " ".join([phrase] * 8))
TITLES = st.builds(
    lambda start, title: f"{start}{title}"[:300],
    st.sampled_from(["", "", "", "=", "+", "-", "@", "\t"]),
    st.one_of(PHRASES, ANYTHING, LONG),
)
AMOUNTS = st.integers(-LARGEST_OERE, LARGEST_OERE).filter(bool)
CELLS: st.SearchStrategy[Cell] = st.one_of(AMOUNTS, st.sampled_from([NIL, ZERO, NO_ENTRY]))
# Words by which a row says that it adds up others, or is a part of the one above: no names, in any table.
PART_OF_ANOTHER = ("heraf", "herunder")


@dataclass(frozen=True)
class Plan:
    """A plan's table in øre."""

    sections: Mapping[str, Lines]
    years: Sequence[int]
    unit: Unit
    has_row_total: bool

    @property
    def table(self) -> BudgetTable:
        """Give the table that is exported."""
        return budget_table(
            self.sections,
            years=self.years,
            unit=self.unit,
            one_is_oere=1,
            head=f"Indsatser (opgjort i {self.unit.label})",
            has_row_total=self.has_row_total,
        )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Draw a plan of up to four sections with up to four lines each, whose names differ as a plan's must."""
    first_year = draw(st.integers(2000, 2050))
    years = range(first_year, first_year + draw(st.integers(1, 6)))
    names = draw(st.lists(TITLES.filter(_is_a_name), min_size=2, max_size=20, unique_by=(comparable, _unmarked)))
    sections: dict[str, Lines] = {}
    while len(names) > 1 and len(sections) < 4:
        title = names.pop()
        lines, names = names[:4], names[4:]
        sections[title] = {line: tuple(draw(CELLS) for _ in years) for line in lines}
    return Plan(sections, years, draw(st.sampled_from([KR, THOUSAND_KR, MILLION_KR])), draw(st.booleans()))


def _unmarked(title: str) -> str:
    """Leave out a footnote's mark, as the reader does: a row called as its heading is the heading's sum."""
    return comparable(split_label(title.strip()).text)


def _is_a_name(title: str) -> bool:
    plain = title.strip()
    return bool(
        comparable(plain)
        and not sum_word(plain)
        and not sum_word(split_label(plain).text)
        and not stated_units(plain)  # a row that names a unit is asked about, whatever else it is
        and not plain.casefold().startswith(PART_OF_ANOTHER)
    )
