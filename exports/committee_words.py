"""What a proposal asks of the committee, in the words of its agenda: amounts, recommendations and resumé, in Danish."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from tracker.domain.bodies import written_out
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, Permanence
from tracker.domain.money import KR, MILLION_KR, format_amount
from tracker.queries.annexes import AnnexProposal, Flow

KIND_NAMES: Mapping[DecisionKind, str] = {
    DecisionKind.ADOPTION: "Vedtagelse af budgettet",
    DecisionKind.ALLOCATION: "Udmøntning af puljen",
    DecisionKind.REALLOCATION: "Omdisponering",
    DecisionKind.SUPPLEMENTARY: "Tillægsbevilling",
    DecisionKind.CUT: "Besparelse",
    DecisionKind.CARRY_OVER: "Overførsel mellem år",
    DecisionKind.INDEXATION: "P/l-regulering",
}
# What a decision of each kind does, told of all it moves together, and of the money between two lines.
_DEEDS: Mapping[DecisionKind, str] = {
    DecisionKind.ADOPTION: "fordeler {amounts} på {takers}",
    DecisionKind.ALLOCATION: "udmønter {amounts} af {givers} til {takers}",
    DecisionKind.REALLOCATION: "flytter {amounts} fra {givers} til {takers}",
    DecisionKind.SUPPLEMENTARY: "giver {takers} en tillægsbevilling på {amounts} med dækning i {givers}",
    DecisionKind.CUT: "sænker budgettet til {givers} med {amounts}",
    DecisionKind.INDEXATION: "regulerer {lines} for pris- og lønudviklingen med {net}",
}
_ITEMS: Mapping[DecisionKind, str] = {
    DecisionKind.ALLOCATION: "udmønter {amounts} af {giver} til {taker}",
    DecisionKind.REALLOCATION: "flytter {amounts} fra {giver} til {taker}",
    DecisionKind.SUPPLEMENTARY: "godkender en tillægsbevilling på {amounts} til {taker} med dækning i {giver}",
    DecisionKind.CUT: "sænker budgettet til {giver} med {amounts}, som går tilbage til {taker}",
    DecisionKind.INDEXATION: "regulerer {line} {direction} med {amounts} for pris- og lønudviklingen",
}
MOST_NAMED = 3  # lines that a sentence lists; more are counted
MOST_ITEMS = 8  # recommendations one by one; more are put together
SMALLEST_IN_MILLIONS_OERE = 100_000 * 100
_SENTENCE_END = re.compile(r"(?<=\w)[.!?](?=[»)]?\s+[»(]?[A-ZÆØÅ])")
# A full stop behind these ends no sentence, also before a capital letter.
_ABBREVIATIONS = frozenset({"bl.a", "ca", "fx", "f.eks", "inkl", "ekskl", "jf", "kl", "nr", "pr", "pkt", "stk", "vedr"})

_SPACE = "\N{NO-BREAK SPACE}"  # an amount isn't parted from its unit at the end of a line

ByYear = Sequence[tuple[int, int]]


def title_of(proposal: AnnexProposal) -> str:
    """Give the proposal's title; one without is called by what it does."""
    return " ".join(proposal.detail.row.title.split()) or KIND_NAMES[proposal.detail.row.kind]


def amounts_in_words(amounts_oere: ByYear) -> str:
    """Say amounts by year as agendas do: 0,6 mio. kr. i 2021 og 1,0 mio. kr. i 2022."""
    amounts = [(year, amount) for year, amount in amounts_oere if amount]
    if not amounts:
        return f"0{_SPACE}kr."
    write = _writing([amount for _, amount in amounts])
    years = [year for year, _ in amounts]
    if len(amounts) > 1 and len({amount for _, amount in amounts}) == 1:
        return f"{write(amounts[0][1])} årligt i {years_in_words(years)}"
    return listed([f"{write(amount)} i {year}" for year, amount in amounts])


def years_in_words(years: Sequence[int]) -> str:
    """Say years: 2021 og 2022, or 2019-2022 where more than two follow each other."""
    if len(years) > 2 and years[-1] - years[0] == len(years) - 1:  # noqa: PLR2004 - two are written out
        return f"{years[0]}-{years[-1]}"
    return listed([str(year) for year in years])


def listed(words: Sequence[str]) -> str:
    """Put words in a row: a, b og c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} og {words[-1]}"


def resume(proposal: AnnexProposal) -> str:
    """Sum the proposal up: what it moves, and the first sentence of a reason that has more than one."""
    subject = "Forslaget" if proposal.is_open else "Beslutningen"
    sentence = f"{subject} {_deed(proposal)}."
    whole = " ".join(proposal.detail.reason.split())
    reason = first_sentence(proposal.detail.reason)
    return f"{sentence} {reason}" if len(reason) < len(whole) else sentence


def recommendations(proposal: AnnexProposal) -> list[str]:
    """Give the numbered items that a body approves, each beginning with "at"."""
    body = written_out(proposal.detail.row.body) or "udvalget"
    items = [f"opretter {_made(line.title, line.role)}{_under(line.theme)}" for line in proposal.new_lines]
    items += _items_of_flows(proposal)
    if proposal.detail.permanence is not None:
        items.append(
            "godkender, at pengene gives varigt"
            if proposal.detail.permanence is Permanence.PERMANENT
            else "godkender, at pengene gives som engangsbevilling"
        )
    last = len(items) - 1
    return [f"at {body} {item}{_ending(place, last)}" for place, item in enumerate(items)]


def _ending(place: int, last: int) -> str:
    return "." if place == last else ", og" if place == last - 1 else ","


def first_sentence(text: str) -> str:
    """Give the first sentence of a text, or all of it where it is one."""
    first = re.split(r"\n\s*\n", text.strip())[0]
    for end in _SENTENCE_END.finditer(first):
        if first[: end.start()].split()[-1].casefold().strip("(»") not in _ABBREVIATIONS:
            first = first[: end.start() + 1]
            break
    sentence = " ".join(first.split())
    return sentence if not sentence or sentence.endswith((".", "!", "?")) else f"{sentence}."


def _writing(amounts: Iterable[int]) -> Callable[[int], str]:
    """Choose how amounts that stand together are written: all in millions, or all in kroner."""
    found = list(amounts)
    for decimals in (1, 2):
        fits = all(amount % (MILLION_KR.oere // 10**decimals) == 0 for amount in found)
        if fits and min(map(abs, found)) >= SMALLEST_IN_MILLIONS_OERE:
            return lambda amount: f"{format_amount(amount, MILLION_KR, decimals=decimals)}{_SPACE}mio.{_SPACE}kr."
    whole = all(amount % KR.oere == 0 for amount in found)
    return lambda amount: f"{format_amount(amount, KR, decimals=0 if whole else 2)}{_SPACE}kr."


def _deed(proposal: AnnexProposal) -> str:
    """Say what the proposal does, as the predicate of a sentence."""
    flows, kind = proposal.flows, proposal.detail.row.kind
    if not flows:
        return "flytter ingen penge endnu"
    if kind is DecisionKind.CARRY_OVER:
        return _carried(flows)
    return _DEEDS[kind].format(
        amounts=amounts_in_words(_added(flows)),
        net=amounts_in_words(_net(flows)),
        givers=_lines([(flow.from_title, flow.from_role) for flow in flows]),
        takers=_lines([(flow.to_title, flow.to_role) for flow in flows]),
        lines=_lines([_inner(flow) for flow in flows]),
    )


def _carried(flows: Sequence[Flow]) -> str:
    back = [flow for flow in flows if flow.to_role is LineRole.SOURCE]
    out = [flow for flow in flows if flow.from_role is LineRole.SOURCE]
    giving, taking = (_years_of(side) for side in (back, out))
    total = sum(amount for _, amount in _added(back))
    lines = _lines([_inner(flow) for flow in flows])
    write = _writing([total])
    return f"overfører {write(total)} fra {years_in_words(giving)} til {years_in_words(taking)} for {lines}"


def _items_of_flows(proposal: AnnexProposal) -> list[str]:
    flows, kind = proposal.flows, proposal.detail.row.kind
    if not flows:
        return []
    if kind is DecisionKind.ADOPTION or len(flows) > MOST_ITEMS:
        return [f"{_deed(proposal)}, som det fremgår af tabellerne"]
    if kind is DecisionKind.CARRY_OVER:
        return _carry_items(flows)
    return [_item(kind, flow) for flow in flows]


def _item(kind: DecisionKind, flow: Flow) -> str:
    line, role = _inner(flow)
    return _ITEMS[kind].format(
        amounts=amounts_in_words(flow.amounts_oere),
        giver=_named(flow.from_title, flow.from_role),
        taker=_named(flow.to_title, flow.to_role),
        line=_named(line, role),
        direction="ned" if flow.to_role is LineRole.SOURCE else "op",
    )


def _carry_items(flows: Sequence[Flow]) -> list[str]:
    """Take line by line what each keeps of its own; where money goes to another line, each side is an item."""
    by_line: dict[tuple[str, LineRole], list[Flow]] = {}
    for flow in flows:
        by_line.setdefault(_inner(flow), []).append(flow)
    if all(sum(amount for _, amount in _net(mine)) == 0 for mine in by_line.values()):
        return [_carried(mine) for mine in by_line.values()]
    return [_carry_item(flow) for flow in flows]


def _carry_item(flow: Flow) -> str:
    amounts = amounts_in_words(flow.amounts_oere)
    if flow.to_role is LineRole.SOURCE:
        return f"sænker budgettet til {_named(flow.from_title, flow.from_role)} med {amounts}, som overføres"
    return f"hæver budgettet til {_named(flow.to_title, flow.to_role)} med {amounts}, som er overført"


def _named(title: str, role: LineRole) -> str:
    name = f"»{' '.join(title.split())}«"
    return f"puljen {name}" if role is LineRole.RESERVE and not title.casefold().startswith("pulje") else name


def _made(title: str, role: LineRole) -> str:
    word = {LineRole.INITIATIVE: "indsatsen ", LineRole.SOURCE: "rammen ", LineRole.OTHER: "linjen "}.get(role, "")
    return f"{word}{_named(title, role)}"


def _under(theme: str) -> str:
    return f" under temaet »{' '.join(theme.split())}«" if theme else ""


def _inner(flow: Flow) -> tuple[str, LineRole]:
    """Give the side of a flow that isn't a source."""
    if flow.from_role is LineRole.SOURCE:
        return flow.to_title, flow.to_role
    return flow.from_title, flow.from_role


def _lines(sides: Sequence[tuple[str, LineRole]]) -> str:
    names = list(dict.fromkeys(_named(title, role) for title, role in sides))
    return listed(names) if len(names) <= MOST_NAMED else f"{len(names)} linjer"


def _added(flows: Iterable[Flow]) -> list[tuple[int, int]]:
    found: dict[int, int] = {}
    for flow in flows:
        for year, amount in flow.amounts_oere:
            found[year] = found.get(year, 0) + amount
    return sorted(found.items())


def _net(flows: Iterable[Flow]) -> list[tuple[int, int]]:
    found: dict[int, int] = {}
    for flow in flows:
        sign = -1 if flow.to_role is LineRole.SOURCE else 1
        for year, amount in flow.amounts_oere:
            found[year] = found.get(year, 0) + sign * amount
    return sorted(found.items())


def _years_of(flows: Iterable[Flow]) -> list[int]:
    return sorted({year for flow in flows for year, _ in flow.amounts_oere})
