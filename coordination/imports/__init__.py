"""Tables on their way in: read, shown row by row as what they would change, mended, and saved all or nothing."""
