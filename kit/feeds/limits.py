"""What reading one calendar may cost."""

SECONDS = 10.0
"""For all that it asks of the network."""
READING = 20.0
"""Seconds on the wall clock from the last byte to the answer."""
CPU_SECONDS, MEMORY = 10, 400_000_000
TOGETHER = 8
"""So many are read at once: one that waits for its server keeps nobody else waiting."""
MAX_BYTES = 2_000_000
"""Of all answers together, unpacked."""
MAX_EVENTS = 20_000
MAX_TIMES = 20_000
"""Of one calendar, before they are merged."""
REDIRECTS = 3
