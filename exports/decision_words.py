"""What the kinds, states and durations of decisions are called in files."""

from collections.abc import Mapping

from tracker.domain.decisions import DecisionKind, DecisionStatus, Permanence
from tracker.domain.texts import Text

KIND_WORDS: Mapping[DecisionKind, Text] = {
    DecisionKind.ADOPTION: Text("Vedtagelse"),
    DecisionKind.ALLOCATION: Text("Udmøntning"),
    DecisionKind.REALLOCATION: Text("Omdisponering"),
    DecisionKind.SUPPLEMENTARY: Text("Tillægsbevilling"),
    DecisionKind.CUT: Text("Besparelse"),
    DecisionKind.CARRY_OVER: Text("Overførsel mellem år"),
    DecisionKind.INDEXATION: Text("P/l-regulering"),
}
STATUS_WORDS: Mapping[DecisionStatus, Text] = {
    DecisionStatus.DRAFT: Text("Kladde"),
    DecisionStatus.SENT: Text("Sendt til udvalget"),
    DecisionStatus.ADOPTED: Text("Vedtaget"),
    DecisionStatus.REVERSED: Text("Tilbageført"),
    DecisionStatus.DROPPED: Text("Droppet"),
}
PERMANENCE_WORDS: Mapping[Permanence, Text] = {
    Permanence.PERMANENT: Text("Varig"),
    Permanence.ONE_OFF: Text("Engangs"),
}
