"""The one tree of errors: a class for each decision that a caller makes.

    ReplydeskError               anything that this project raises on purpose
    ├── BadInput                 the caller must change what it sent
    │   └── BadConfiguration     the operator must change a setting or a source file
    ├── NotFound                 no such thing (any more)
    ├── Conflict                 the thing has moved on: read it again, then decide
    │   ├── StaleDraft           the draft named is not the one to review now
    │   └── ExternalIdTaken      the external id already names another text
    ├── NotAllowed               known, but not permitted to do this
    ├── NotSignedIn              not known
    └── Retryable                the same call may succeed later
        ├── DataDirBusy          another process owns the data directory
        ├── ModelUnavailable     the language model did not answer usefully
        └── DeliveryRefused      the channel did not take the reply

What is expected (a page not eligible, no evidence for an answer) is a value, never an error.
"""

from knowledge.texts import Text

NOTHING_CHANGED = Text("Nothing was changed.", "Rien n’a été modifié.")
TRY_AGAIN = Text("Try again in a moment.", "Réessayez dans un instant.")


class ReplydeskError(Exception):
    """Says what happened, what was kept, and what to do next, in both languages."""

    def __init__(self, what: Text, *, kept: Text = NOTHING_CHANGED, next_step: Text | None = None) -> None:
        self.what = what
        self.kept = kept
        self.next_step = next_step
        super().__init__(what.en)

    def in_language(self, language: str) -> str:
        """The whole message as one paragraph."""
        parts = (self.what, self.kept, self.next_step)
        return " ".join(part.in_language(language) for part in parts if part is not None)


class BadInput(ReplydeskError):
    """The caller must change what it sent; `field` names the part at fault, where there is one."""

    def __init__(
        self,
        what: Text,
        *,
        field: str | None = None,
        kept: Text = NOTHING_CHANGED,
        next_step: Text | None = None,
    ) -> None:
        super().__init__(what, kept=kept, next_step=next_step)
        self.field = field


class BadConfiguration(BadInput):
    """The operator must change a setting or a source file."""


class NotFound(ReplydeskError):
    """No such thing (any more)."""


class Conflict(ReplydeskError):
    """The thing has moved on: read it again, then decide."""


class StaleDraft(Conflict):
    """The draft named is not the one to review now."""


class ExternalIdTaken(Conflict):
    """The external id already names another text."""


class NotAllowed(ReplydeskError):
    """Known, but not permitted to do this."""


class NotSignedIn(ReplydeskError):
    """Not known."""


class Retryable(ReplydeskError):
    """The same call may succeed later."""

    def __init__(self, what: Text, *, kept: Text = NOTHING_CHANGED, next_step: Text = TRY_AGAIN) -> None:
        super().__init__(what, kept=kept, next_step=next_step)


class DataDirBusy(Retryable):
    """Another process owns the data directory."""


class ModelUnavailable(Retryable):
    """The language model did not answer usefully."""


class DeliveryRefused(Retryable):
    """The channel did not take the reply."""
