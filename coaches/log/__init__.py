"""Help that was never booked and other work of the role: writing it down, mending it, and what those named may say."""
