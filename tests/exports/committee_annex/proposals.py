"""What the tests of the annex propose, and how it names body and pool."""

from tracker.domain.decisions import DecisionKind, NewDecision, Permanence

WORDS = NewDecision(
    kind=DecisionKind.ALLOCATION,
    body="BIU",
    decided_on=None,
    agenda_item="Punkt 4",
    case_number="2020-0123456",
    reason="Grupperne virker: 62 pct. er i job. De udløber i 2020.\n\nDerfor haster det.",
    permanence=Permanence.ONE_OFF,
    plan_for_use="To hold om året.",
    targets_touched="60 pct. i job.",
)
POOL = "»Pulje til senere udmøntning«"
BIU = "Beskæftigelses- og Integrationsudvalget"
