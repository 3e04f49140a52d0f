"""An editor's pictures: found, looked at, made fit for pages of any width."""
