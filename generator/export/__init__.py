"""An issue as something to send, post, keep or print: one file per format."""
