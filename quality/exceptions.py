"""Why something is refused here."""


class AlreadyDecided(Exception):
    """Somebody has accepted or declined the action meanwhile; nothing was changed."""


class WrittenMeanwhile(Exception):
    """It is not any more as the page showed it; nothing was changed."""


class EvaluationClosed(Exception):
    """The self-evaluation was closed before the answer came."""
