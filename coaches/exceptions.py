"""Why something of a coach's is refused."""


class HoursRefused(Exception):
    """Opening hours that cannot be. `sentence` is for people; `field` names the one to mend, None for the whole."""

    def __init__(self, field: str | None, sentence: str) -> None:
        super().__init__(field, sentence)
        self.field = field
        self.sentence = sentence


class LogRefused(Exception):
    """A row of the log that cannot be. `sentence` is for people; `field` names the one to mend, None for the whole."""

    def __init__(self, field: str | None, sentence: str) -> None:
        super().__init__(field, sentence)
        self.field = field
        self.sentence = sentence


class MandateRefused(LogRefused):
    """Hours that cannot be given so."""
