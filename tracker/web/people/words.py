"""What each role may do, and what the actions and subjects of the log are called on screen."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from tracker.domain.people import Role

ROLE_HINTS: Mapping[Role, object] = {
    Role.READER: _l("ser alt undtagen administrationen"),
    Role.PROJECT_LEAD: _l("retter profilen for sine egne indsatser"),
    Role.BUDGET_OFFICER: _l("indlæser tabeller, retter planer og registrerer beslutninger"),
    Role.FINANCE: _l("ser også loggen over ændringer i planerne"),
    Role.ADMINISTRATOR: _l("opretter personer og ser hele loggen"),
}
SUBJECTS: Mapping[str, object] = {
    "action_plan": _l("Handleplan"),
    "budget_line": _l("Budgetlinje"),
    "decision": _l("Beslutning"),
    "file": _l("Fil"),
    "import_preview": _l("Forhåndsvisning"),
    "index_rate": _l("Sats"),
    "person": _l("Person"),
    "published_cell": _l("Trykt tal"),
    "published_table": _l("Trykt tabel"),
    "scenario": _l("Scenarie"),
    "theme": _l("Tema"),
    "transfer": _l("Postering"),
}
ACTIONS: Mapping[str, object] = {
    "add-alias": _l("gav et andet navn"),
    "add-person": _l("oprettede"),
    "adopt": _l("registrerede vedtagelsen af"),
    "cancel": _l("fortrød indlæsning"),
    "change-password": _l("skiftede adgangskode"),
    "choose-language": _l("valgte sprog"),
    "close-year": _l("lukkede et budgetår"),
    "correct": _l("rettede en tastefejl i"),
    "create": _l("oprettede"),
    "edit": _l("rettede"),
    "edit-own-details": _l("rettede sine oplysninger"),
    "edit-person": _l("rettede"),
    "edit-profile": _l("rettede profilen"),
    "end-sign-in": _l("afsluttede et log-ind"),
    "end-sign-ins": _l("afsluttede alle log-ind"),
    "enter-rate": _l("indtastede"),
    "explain": _l("forklarede en forskel"),
    "hand-over": _l("gav videre"),
    "import": _l("indlæste en tabel"),
    "move": _l("ændrede status for"),
    "put-away": _l("lagde væk"),
    "record": _l("registrerede"),
    "reopen-year": _l("åbnede et budgetår"),
    "reverse": _l("tilbageførte"),
    "rewrite": _l("skrev om"),
    "set-powers": _l("rettede reglerne for beslutninger"),
    "set-responsible": _l("valgte ansvarlige"),
    "set-start-password": _l("gav en ny startadgangskode"),
    "sign-in": _l("loggede ind"),
    "sign-in-failed": _l("log-ind mislykkedes"),
    "sign-out": _l("loggede af"),
    "take-out": _l("tog frem igen"),
    "upload": _l("sendte en fil"),
    "usual-powers": _l("gik tilbage til de sædvanlige regler"),
    "withdraw-rate": _l("trak tilbage"),
}


def action_word(action: str) -> str:
    """Say what was done; an action without words of its own shows its name."""
    return str(ACTIONS.get(action, action))


def subject_word(subject: str) -> str:
    """Say what it was done to."""
    return str(SUBJECTS.get(subject, subject))
