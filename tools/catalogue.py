"""Tell whether the message catalogues hold every text of the code, translated, and nothing else."""

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "tracker" / "translations"
# The same words as in the Makefile's target "translations".
KEYWORDS = DEFAULT_KEYWORDS | {"Text": None, "lazy_gettext": None, "_l": None}
SOURCES = (("tracker", "**.py", "python"), ("imports", "**.py", "python"), ("exports", "**.py", "python"),
           ("templates", "**.html", "jinja2"))  # fmt: skip


def main() -> int:
    """Print what is wrong, a line each, and give the exit status."""
    faults = list(find_faults())
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        print("Run 'make translations', then translate what is empty or fuzzy.", file=sys.stderr)
    return 1 if faults else 0


def find_faults(translations: Path = TRANSLATIONS) -> Iterator[str]:
    """Compare every catalogue with the texts of the code."""
    texts = extract_texts()
    files = sorted(translations.glob("*/LC_MESSAGES/messages.po"))
    if not files:
        yield f"{translations} holds no catalogue"
    for file in files:
        name = f"{file.parent.parent.name}/{file.name}"
        with file.open("rb") as stream:
            catalogue = read_po(stream, locale=file.parent.parent.name)
        for fault in faults_of(catalogue, texts):
            yield f"{name}: {fault}"


def extract_texts(root: Path = ROOT) -> dict[str, str]:
    """Read the texts out of the code: each with the place where it first stands."""
    texts: dict[str, str] = {}
    for folder, pattern, method in SOURCES:
        found = extract_from_dir(root / folder, [(pattern, method)], keywords=KEYWORDS)
        for file, line, message, _comments, _context in found:
            key = message if isinstance(message, str) else message[0]
            texts.setdefault(key, f"{folder}/{file}:{line}")
    return texts


def faults_of(catalogue: Catalog, texts: dict[str, str]) -> Iterator[str]:
    """Name the texts that a catalogue lacks, has for nothing, or translates wrongly."""
    known = {_key(message): message for message in catalogue if message.id}
    for text, place in texts.items():
        if text not in known:
            yield f"lacks {text!r} ({place})"
    for text, message in known.items():
        if text not in texts:
            yield f"has {text!r}, which nothing says any more"
        elif message.fuzzy:
            yield f"{text!r} is fuzzy"
        elif not message.string or not all(message.string):
            yield f"{text!r} is not translated"
        else:
            yield from (f"{text!r}: {error}" for error in message.check(catalogue))


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


if __name__ == "__main__":
    sys.exit(main())
