"""From source words to safe HTML, one concern a file."""
