"""Free text as people write it in forms and files, made plain before it is kept."""

import unicodedata

_KEPT_CONTROLS = frozenset("\n\t")


def plain_text(text: str) -> str:
    """Compose letters, end lines with a line feed alone, and drop control characters and the white space around."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(sign for sign in lines if sign in _KEPT_CONTROLS or unicodedata.category(sign) not in {"Cc", "Cs"})
    return kept.strip()
