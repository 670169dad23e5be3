"""Refusals: what the rules say no to, a class for each reason, with the sentence the user reads."""

from tracker.domain.texts import Text


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """Something asked for that the rules don't allow. ``text`` says what, where and what to do instead.

    ``field`` names the one thing asked for that it is about, as forms call it; empty where it is about the whole.
    """

    code = "refused"

    def __init__(self, text: Text, *, field: str = "") -> None:
        super().__init__(str(text))
        self.text = text
        self.field = field


class NotFound(Refusal):
    """What was asked for doesn't exist, or this person may not know that it does."""

    code = "not-found"


class Conflict(Refusal):
    """Somebody else changed the same thing in the meantime; ``theirs`` holds what stands there now."""

    code = "conflict"

    def __init__(self, text: Text, *, theirs: dict[str, object] | None = None) -> None:
        super().__init__(text)
        self.theirs = theirs or {}


class FileRefused(Refusal):
    """An uploaded file that isn't read; ``code`` names the reason."""

    def __init__(self, code: str, text: Text) -> None:
        super().__init__(text)
        self.code = code
