"""A sentence for people that is not yet in any language: the Danish text and what goes into it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, init=False)
class Text:
    """A Danish message and its named values; the page or command translates it when it is shown.

    The message is the key of the catalogue and uses ``%(name)s`` for its values. ``str()`` gives Danish.
    """

    message: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    def __init__(self, message: str, **values: object) -> None:
        object.__setattr__(self, "message", message)
        object.__setattr__(self, "values", values)

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message


def quoted(words: str) -> Text:
    """Put words that somebody wrote in the quotation marks of the reader's language."""
    return Text("»%(words)s«", words=words)
