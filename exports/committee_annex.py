"""The committee's annex as Word: one page for each proposal in the order of the city's agendas, always in Danish."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from exports import document_styles as styles
from exports.amounts import decimals_needed
from exports.committee_sentences import STATUS_NAMES, economy, facts, pool_change, process
from exports.committee_words import recommendations, resume, title_of
from exports.documents import DocumentWriter, TableRows
from tracker.domain.bodies import body_level, written_out
from tracker.domain.budget import LineRole
from tracker.domain.decisions import BodyLevel, DecisionStatus
from tracker.domain.money import NIL, format_amount
from tracker.domain.years import local_day
from tracker.queries.annexes import Annex, AnnexProposal
from tracker.queries.entries import WeighedLine

MOST_YEARS = 6  # of a plan with more only those are shown that change
_MARKS = {
    DecisionStatus.DRAFT: "Udkast: forslaget er ikke sendt til udvalget.",
    DecisionStatus.REVERSED: "Tilbageført: beslutningen tæller ikke længere med i budgettet.",
    DecisionStatus.DROPPED: "Droppet: forslaget er taget af bordet.",
}


_Side = tuple[str, Callable[[WeighedLine], tuple[int, ...]], Callable[[int], str]]


def write_annex(annex: Annex, *, destination: Path | BinaryIO, made_at: datetime) -> None:
    """Write the annex; several proposals get a first page that compares them."""
    _Annex(annex, made_at).write(destination)


class _Annex:
    """Puts the annex together, part by part."""

    def __init__(self, annex: Annex, made_at: datetime) -> None:
        self._annex = annex
        self._unit = annex.layout.unit
        drafts = any(proposal.detail.row.status is DecisionStatus.DRAFT for proposal in annex.proposals)
        day = local_day(made_at).strftime("%d.%m.%Y")
        most_years = max(len(_years_shown(proposal)) for proposal in annex.proposals)
        self._document = DocumentWriter(
            title=self._title(),
            header=(annex.plan.title, "Udkast" if drafts else ""),
            footer=f"Lavet i Puljeoverblik {day}",
            made_at=made_at,
            columns=most_years,
        )

    def write(self, destination: Path | BinaryIO) -> None:
        """Write every part in order."""
        if self._several:
            self._first_page()
        for number, proposal in enumerate(self._annex.proposals, 1):
            self._proposal(number, proposal)
        self._document.save(destination)

    def _title(self) -> str:
        annex = self._annex
        if annex.scenario is not None:
            return f"Scenarie: {annex.scenario.title}"
        if self._several:
            return "Forslag til beslutning"
        return title_of(annex.proposals[0])

    @property
    def _several(self) -> bool:
        return len(self._annex.proposals) > 1

    def _first_page(self) -> None:
        annex, document = self._annex, self._document
        document.paragraph(self._title(), styles.TITLE)
        document.paragraph(annex.plan.title, styles.SUBTITLE)
        if annex.scenario is not None and annex.scenario.note:
            document.text(annex.scenario.note)
        years = sorted({year for proposal in annex.proposals for year in _years_changed(proposal)})
        document.paragraph(" ".join(self._count()))
        document.table(f"Forslagene ({self._unit.label})", self._overview(years))
        self._pool(years)
        for short in annex.shortfalls:
            document.paragraph(str(short.text), styles.MARK)

    def _count(self) -> list[str]:
        """Say how many proposals there are, and which of a scenario aren't among them."""
        sentences = [f"Bilaget har {len(self._annex.proposals)} forslag. Hvert af dem begynder på en ny side."]
        scenario = self._annex.scenario
        if scenario is not None and scenario.hidden_count:
            sentences.append(f"Scenariet har {scenario.hidden_count} forslag mere, som ikke er med i bilaget.")
        if scenario is not None and scenario.dropped:
            sentences.append(f"Droppede forslag er ikke med: {len(scenario.dropped)}.")
        return sentences

    def _overview(self, years: Sequence[int]) -> TableRows:
        proposals = self._annex.proposals
        moved = [dict(_moved(proposal)) for proposal in proposals]
        write = self._writing([amount for by_year in moved for amount in by_year.values()])
        return TableRows(
            heads=["Nr.", "Forslag", "Status", "Besluttes af", *map(str, years)],
            rows=[
                [
                    str(number),
                    title_of(proposal),
                    STATUS_NAMES[proposal.detail.row.status],
                    written_out(proposal.detail.row.body),
                    *(write(by_year.get(year, 0)) for year in years),
                ]
                for number, (proposal, by_year) in enumerate(zip(proposals, moved, strict=True), 1)
            ],
            text_columns=4,
            has_total=False,
        )

    def _pool(self, years: Sequence[int]) -> None:
        """Show what is left of the pool after each of the open proposals alone, and after all of them."""
        annex = self._annex
        places = [annex.plan.years.index(year) for year in years]
        changes = [(number, pool_change(proposal)) for number, proposal in enumerate(annex.proposals, 1)]
        using = [
            (number, change)
            for (number, change), proposal in zip(changes, annex.proposals, strict=True)
            if proposal.is_open and any(change)
        ]
        if not using:
            return
        rows = [("I dag", annex.pool_today_oere)]
        for number, change in using:
            left = tuple(now + more for now, more in zip(annex.pool_today_oere, change, strict=True))
            rows.append((f"Efter forslag {number} alene", left))
        rows.append(("Efter alle forslag, der ikke er besluttet", annex.pool_after_all_oere))
        write = self._writing([amount for _, amounts in rows for amount in amounts])
        content = TableRows(
            heads=["Tilbage i puljen", *map(str, years)],
            rows=[[label, *(write(amounts[place]) for place in places)] for label, amounts in rows],
        )
        self._document.table(f"Puljen ({self._unit.label})", content)

    def _proposal(self, number: int, proposal: AnnexProposal) -> None:
        document, detail = self._document, proposal.detail
        title = title_of(proposal)
        word = "Forslag" if proposal.is_open else "Beslutning"
        document.heading(f"{word} {number}: {title}" if self._several else title, level=1, new_page=self._several)
        mark = _MARKS.get(detail.row.status)
        if mark:
            document.paragraph(mark, styles.MARK)
        document.paragraph(facts(proposal), styles.FACTS)
        document.heading("Resumé", level=2)
        document.paragraph(resume(proposal))
        self._recommendation(proposal)
        if detail.reason.strip():
            document.heading("Problemstilling", level=2)
            document.text(detail.reason)
        targets = f"Mål, som det berører: {detail.targets_touched}" if detail.targets_touched.strip() else ""
        if detail.plan_for_use.strip() or targets:
            document.heading("Løsning", level=2)
            document.text(f"{detail.plan_for_use}\n\n{targets}")
        self._economy(proposal)
        document.heading("Videre proces", level=2)
        document.paragraph(process(proposal, administration=self._annex.plan.administration))

    def _recommendation(self, proposal: AnnexProposal) -> None:
        items = recommendations(proposal)
        if not items:
            return
        self._document.heading("Indstilling", level=2)
        administration = written_out(self._annex.plan.administration) or "Forvaltningen"
        level = body_level(proposal.detail.row.body, administration=self._annex.plan.administration)
        asks = "Det indstilles," if level is BodyLevel.ADMINISTRATION else f"{administration} indstiller,"
        intro = self._document.paragraph(asks)
        intro.paragraph_format.keep_with_next = True
        self._document.numbered(items)

    def _economy(self, proposal: AnnexProposal) -> None:
        document, weighed = self._document, proposal.weighed
        document.heading("Økonomi", level=2)
        document.paragraph(economy(proposal))
        years = _years_shown(proposal)
        if not years:
            return
        write = self._writing([amount for line in weighed.lines for amount in (*line.before_oere, *line.change_oere)])
        sides: tuple[_Side, ...] = (
            ("I dag" if proposal.is_open else "Før beslutningen", lambda line: line.before_oere, write),
            ("Forslaget" if proposal.is_open else "Beslutningen", lambda line: line.change_oere, _signed(write)),
            ("Efter", lambda line: line.after_oere, write),
        )
        tables = [(caption, self._effect(proposal, years, part, put)) for caption, part, put in sides]
        digits = max(len(cell) for _, table in tables for row in table.rows for cell in row[1:])
        for caption, table in tables:
            document.table(f"{caption} ({self._unit.label})", replace(table, digits=digits))

    def _effect(
        self,
        proposal: AnnexProposal,
        years: Sequence[int],
        part: Callable[[WeighedLine], tuple[int, ...]],
        write: Callable[[int], str],
    ) -> TableRows:
        """Lay out one side of the effect: the lines that change, what the others have together, and the sum."""
        weighed = proposal.weighed
        places = [weighed.years.index(year) for year in years]
        inside = [line for line in weighed.lines if line.role is not LineRole.SOURCE]
        rows = [(line.title, part(line)) for line in inside if line.is_touched]
        others = [line for line in inside if not line.is_touched]
        if others:
            added = tuple(sum(part(line)[place] for line in others) for place in range(len(weighed.years)))
            if any(added):
                rows.append((f"Øvrige linjer ({len(others)})", added))
        rows.append((self._annex.layout.total_label, part(weighed.sums)))
        return TableRows(
            heads=["Linje", *map(str, years)],
            rows=[[label, *(write(amounts[place]) for place in places)] for label, amounts in rows],
        )

    def _writing(self, amounts_oere: Sequence[int]) -> Callable[[int], str]:
        decimals = decimals_needed(amounts_oere, self._unit)
        return lambda amount: format_amount(amount, self._unit, decimals=decimals) if amount else NIL


def _signed(write: Callable[[int], str]) -> Callable[[int], str]:
    return lambda amount: f"+{write(amount)}" if amount > 0 else write(amount)


def _years_changed(proposal: AnnexProposal) -> list[int]:
    weighed = proposal.weighed
    return [year for place, year in enumerate(weighed.years) if any(line.change_oere[place] for line in weighed.lines)]


def _years_shown(proposal: AnnexProposal) -> list[int]:
    years = list(proposal.weighed.years)
    return years if len(years) <= MOST_YEARS else _years_changed(proposal)


def _moved(proposal: AnnexProposal) -> list[tuple[int, int]]:
    """Add up what a proposal moves in each year, in øre."""
    found: dict[int, int] = {}
    for flow in proposal.flows:
        for year, amount in flow.amounts_oere:
            found[year] = found.get(year, 0) + amount
    return sorted(found.items())
