"""What an annex says beside its tables: the facts of the case, what the money means, and what happens next."""

import re
from collections.abc import Mapping

from exports.committee_words import KIND_NAMES, amounts_in_words, years_in_words
from tracker.domain.bodies import body_level, written_out
from tracker.domain.budget import LineRole
from tracker.domain.decisions import BodyLevel, DecisionStatus, Permanence, reaches
from tracker.domain.people import Role
from tracker.domain.powers import LEVEL_NAMES
from tracker.queries.annexes import AnnexProposal

STATUS_NAMES: Mapping[DecisionStatus, str] = {
    DecisionStatus.DRAFT: "Udkast",
    DecisionStatus.SENT: "Sendt til udvalget",
    DecisionStatus.ADOPTED: "Vedtaget",
    DecisionStatus.REVERSED: "Tilbageført",
    DecisionStatus.DROPPED: "Droppet",
}
# The widest role first, for people who have more than one.
_ROLES: Mapping[Role, str] = {
    Role.BUDGET_OFFICER: "budgetkonsulent",
    Role.PROJECT_LEAD: "projektleder",
    Role.FINANCE: "økonomi",
    Role.ADMINISTRATOR: "administrator",
    Role.READER: "læser",
}
_PERMANENCE: Mapping[Permanence | None, str] = {
    Permanence.PERMANENT: "Bevillingen er varig.",
    Permanence.ONE_OFF: "Bevillingen gives én gang: den gælder kun de år, der står i tabellen.",
    None: "Det er ikke oplyst, om bevillingen er varig eller gives én gang.",
}


def facts(proposal: AnnexProposal) -> str:
    """Put what the case is filed under on a line: kind, body, agenda item, case number, status and the owner's role."""
    detail, row = proposal.detail, proposal.detail.row
    role = next((word for role, word in _ROLES.items() if role in proposal.owner_roles), "")
    found = [
        ("", KIND_NAMES[row.kind]),
        ("Besluttes af: " if row.decided_on is None else "Besluttet af: ", written_out(row.body)),
        ("Møde: ", row.decided_on.strftime("%d.%m.%Y") if row.decided_on else ""),
        ("Dagsordenspunkt: ", _item_number(row.agenda_item)),
        ("Sagsnr.: ", row.case_number),
        ("Status: ", STATUS_NAMES[row.status]),
        ("Ejer: ", role),
        ("Link: ", detail.link),
    ]
    return " · ".join(f"{label}{' '.join(text.split())}" for label, text in found if text)


def economy(proposal: AnnexProposal) -> str:
    """Say in words what the tables show: for how long, the frame, the pool, and who decides."""
    weighed = proposal.weighed
    sentences = [_PERMANENCE[proposal.detail.permanence]]
    frame = list(zip(weighed.years, weighed.sums.change_oere, strict=True))
    up = [(year, amount) for year, amount in frame if amount > 0]
    down = [(year, -amount) for year, amount in frame if amount < 0]
    moved = [(part[0][0], word, part) for word, part in (("hæves", up), ("sænkes", down)) if part]
    sentences += [f"Rammen {word} med {amounts_in_words(part)}." for _, word, part in sorted(moved)]
    if not moved:
        sentences.append("Rammen er uændret i alle år.")
    sentences += _pool(proposal) + _in_minus(proposal)
    if weighed.ruling is not None:
        sentences.append(str(weighed.ruling.text))
    return " ".join(sentences)


def process(proposal: AnnexProposal, *, administration: str) -> str:
    """Say what happens next, or what was decided."""
    row, ruling = proposal.detail.row, proposal.weighed.ruling
    body = written_out(row.body) or "Udvalget"
    if row.is_reversed:
        return "Beslutningen er tilbageført i budgettet, som om den ikke var registreret."
    if row.decided_on is not None:
        point = f", dagsordenspunkt {_item_number(row.agenda_item)}" if row.agenda_item else ""
        return f"{body} har besluttet det den {row.decided_on:%d.%m.%Y}{point}. Budgettet er ændret fra den dag."
    if row.status is DecisionStatus.DROPPED:
        return "Forslaget er droppet og bliver ikke behandlet."
    sentences = []
    if row.status is DecisionStatus.DRAFT:
        sentences.append("Forslaget skal gøres færdigt og sendes til behandling.")
    level = body_level(row.body, administration=administration) or BodyLevel.COMMITTEE
    if ruling and not reaches(level, ruling.level):
        sentences.append(
            f"{body} kan ikke selv beslutte det. Sagen sendes derfor videre til {LEVEL_NAMES[ruling.level]}."
        )
    sentences.append("Når beslutningen er truffet, ændres budgettet fra mødets dag.")
    return " ".join(sentences)


def pool_change(proposal: AnnexProposal) -> tuple[int, ...]:
    """Add up what a proposal gives the pools more or less, in øre by year."""
    weighed = proposal.weighed
    return tuple(sum(line.change_oere[place] for line in weighed.reserves) for place in range(len(weighed.years)))


def _pool(proposal: AnnexProposal) -> list[str]:
    weighed, changed = proposal.weighed, pool_change(proposal)
    after = [sum(line.after_oere[place] for line in weighed.reserves) for place in range(len(weighed.years))]
    touched = [(year, after[place]) for place, year in enumerate(weighed.years) if changed[place]]
    left = [(year, amount) for year, amount in touched if amount > 0]
    empty = [year for year, amount in touched if amount == 0]
    lacking = [(year, -amount) for year, amount in touched if amount < 0]
    sentences = []
    if left:
        sentences.append(f"Puljen har derefter {amounts_in_words(left)}.")
    if empty:
        sentences.append(f"Puljen er brugt helt i {years_in_words(empty)}.")
    if lacking:
        sentences.append(f"Puljen rækker ikke: der mangler {amounts_in_words(lacking)}.")
    return sentences


def _in_minus(proposal: AnnexProposal) -> list[str]:
    """Say which lines the proposal takes below zero, the pools apart."""
    sentences = []
    for line in proposal.weighed.lines:
        below = [
            (year, -after)
            for year, after, change in zip(proposal.weighed.years, line.after_oere, line.change_oere, strict=True)
            if after < 0 and change < 0
        ]
        if below and line.role not in {LineRole.RESERVE, LineRole.SOURCE}:
            sentences.append(f"»{line.title}« er derefter i minus med {amounts_in_words(below)}.")
    return sentences


def _item_number(agenda_item: str) -> str:
    return re.sub(r"^(?:dagsordens)?punkt\s+", "", agenda_item.strip(), flags=re.IGNORECASE)
