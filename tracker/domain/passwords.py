"""Rules for passwords: long, and not what everybody would try first. No rules of composition, no expiry."""

import re

from tracker.domain.texts import Text

LEAST_CHARACTERS = 12
MOST_BYTES = 1_024
_LEAST_DIFFERENT = 5

# What is tried first, as stems: a password made of one of these and a few digits or marks is as good as none.
_COMMON_STEMS = frozenset(
    {
        "abcdefghijkl",
        "adgangskode",
        "adminadmin",
        "administrator",
        "beskaeftigelse",
        "beskæftigelse",
        "budgetkonsulent",
        "changeme",
        "danmark",
        "handleplan",
        "hemmelig",
        "iloveyou",
        "integration",
        "koebenhavn",
        "københavn",
        "kommune",
        "letmein",
        "password",
        "projektleder",
        "puljeoverblik",
        "qwerty",
        "qwertyuiop",
        "sommer",
        "velkommen",
        "welcome",
        "vinter",
    }
)
_SEQUENCES = ("0123456789012345678901234567890", "abcdefghijklmnopqrstuvwxyzæøå", "qwertyuiopåasdfghjklæøzxcvbnm")
_NOT_LETTERS = re.compile(r"[\W\d_]+")


def judge(password: str, *, email: str, name: str) -> Text | None:
    """Say what is wrong with a new password and what to do, or None if it will do."""
    if len(password) < LEAST_CHARACTERS:
        return Text(
            "Adgangskoden er for kort. Skriv mindst %(least)s tegn, fx fire tilfældige ord.", least=LEAST_CHARACTERS
        )
    if len(password.encode()) > MOST_BYTES:
        return Text("Adgangskoden er for lang. Skriv højst %(most)s tegn.", most=MOST_BYTES)
    lowered = password.casefold()
    if len(set(lowered)) < _LEAST_DIFFERENT:
        return Text("Adgangskoden gentager de samme få tegn. Vælg en med flere forskellige.")
    if _is_common(lowered):
        return Text("Adgangskoden er en af dem, der gættes først. Vælg fx fire tilfældige ord.")
    if _is_about(lowered, email=email, name=name):
        return Text("Adgangskoden ligner dit navn eller din e-mailadresse. Vælg en, der ikke handler om dig.")
    return None


def _is_common(lowered: str) -> bool:
    letters = _NOT_LETTERS.sub("", lowered)
    if letters in _COMMON_STEMS or any(letters == stem * 2 for stem in _COMMON_STEMS):
        return True
    rest = letters
    for stem in sorted(_COMMON_STEMS, key=len, reverse=True):
        rest = rest.replace(stem, "")
    if letters and not rest:
        return True
    return any(lowered in sequence or lowered in sequence[::-1] for sequence in _SEQUENCES)


def _is_about(lowered: str, *, email: str, name: str) -> bool:
    address = email.casefold()
    known = {address, address.partition("@")[0], name.casefold(), name.casefold().replace(" ", "")}
    core = _NOT_LETTERS.sub("", lowered)
    return lowered in known or (bool(core) and core in {_NOT_LETTERS.sub("", word) for word in known})
