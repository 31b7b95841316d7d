"""Topics as a library: their guidelines, who can help, and the search."""
