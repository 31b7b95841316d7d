class EngineError(Exception):
    """The servers cannot be run here; the text is a sentence for the person at the terminal."""


class AlreadyRunning(EngineError):
    """Another process already runs the servers of this data folder."""


class PortTaken(EngineError):
    """Somebody else took a port between our choosing and our using it."""
