"""Bodies: which of them are known by name, long or short, and how much each may decide."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.domain.decisions import BodyLevel
from tracker.domain.names import comparable


@dataclass(frozen=True)
class KnownBody:
    """A body of the municipality: its name written out, its level, and what else it goes by, letters or in English."""

    name: str
    level: BodyLevel
    also: tuple[str, ...] = ()


KNOWN_BODIES = (
    KnownBody("Borgerrepræsentationen", BodyLevel.COUNCIL, ("BR", "City Council", "The City Council")),
    KnownBody("Kommunalbestyrelsen", BodyLevel.COUNCIL, ("KB",)),
    KnownBody("Byrådet", BodyLevel.COUNCIL),
    KnownBody("Økonomiudvalget", BodyLevel.FINANCE_COMMITTEE, ("ØU", "Finance Committee", "The Finance Committee")),
    KnownBody("Beskæftigelses- og Integrationsudvalget", BodyLevel.COMMITTEE, ("BIU",)),
    KnownBody("Børne- og Ungdomsudvalget", BodyLevel.COMMITTEE, ("BUU",)),
    KnownBody("Kultur- og Fritidsudvalget", BodyLevel.COMMITTEE, ("KFU",)),
    KnownBody("Socialudvalget", BodyLevel.COMMITTEE, ("SUD",)),
    KnownBody("Sundheds- og Omsorgsudvalget", BodyLevel.COMMITTEE, ("SOU",)),
    KnownBody("Teknik- og Miljøudvalget", BodyLevel.COMMITTEE, ("TMU",)),
    KnownBody("Beskæftigelses- og Integrationsforvaltningen", BodyLevel.ADMINISTRATION, ("BIF",)),
    KnownBody("Børne- og Ungdomsforvaltningen", BodyLevel.ADMINISTRATION, ("BUF",)),
    KnownBody("Kultur- og Fritidsforvaltningen", BodyLevel.ADMINISTRATION, ("KFF",)),
    KnownBody("Socialforvaltningen", BodyLevel.ADMINISTRATION, ("SOF",)),
    KnownBody("Sundheds- og Omsorgsforvaltningen", BodyLevel.ADMINISTRATION, ("SUF",)),
    KnownBody("Teknik- og Miljøforvaltningen", BodyLevel.ADMINISTRATION, ("TMF",)),
    KnownBody("Økonomiforvaltningen", BodyLevel.ADMINISTRATION, ("ØKF",)),
)
# Names that are used with and without their article: Økonomiudvalg, Økonomiudvalget.
_ARTICLES = {
    "udvalg": "et",
    "råd": "et",
    "forvaltning": "en",
    "administration": "en",
    "direktion": "en",
    "repræsentation": "en",
    "bestyrelse": "n",
}
_COMMITTEE_ENDINGS = ("udvalget", "committee")


def body_key(body: str) -> str:
    """Reduce a body's name to what makes it the same one, whether it is written out or in letters."""
    key = _with_article(comparable(body))
    known = _KNOWN.get(key)
    return key if known is None else _with_article(comparable(known.name))


def written_out(body: str) -> str:
    """Write a body's name out where it is known; any other stays as it is."""
    known = _KNOWN.get(_with_article(comparable(body)))
    return body.strip() if known is None else known.name


def body_level(body: str, *, administration: str, committees: Iterable[str] = ()) -> BodyLevel | None:
    """Tell a body's level in a plan by its name; None where no such body is known.

    ``administration`` is the plan's, and ``committees`` are the plan's and its lines': they may be called anything.
    """
    key = body_key(body)
    if not key:
        return None
    known = _KNOWN.get(key)
    if key in _ANY_ADMINISTRATION or key == body_key(administration):
        return BodyLevel.ADMINISTRATION
    if known is not None:
        # Another plan's administration is none here.
        return None if known.level is BodyLevel.ADMINISTRATION else known.level
    is_committee = key.endswith(_COMMITTEE_ENDINGS) or key in {body_key(name) for name in committees}
    return BodyLevel.COMMITTEE if is_committee else None


def _with_article(key: str) -> str:
    return next((key + article for ending, article in _ARTICLES.items() if key.endswith(ending)), key)


_KNOWN = {_with_article(comparable(name)): body for body in KNOWN_BODIES for name in (body.name, *body.also)}
# What people call the plan's own administration, whatever its name.
_ANY_ADMINISTRATION = frozenset(
    _with_article(comparable(name))
    for name in ("forvaltningen", "administrationen", "direktionen", "the administration")
)
