"""What stops a command; everything wrong with content is a Diagnostic instead.

GeneratorError
├── ConfigError    the configuration or the command line cannot be used
├── ThemeError     a theme is missing, broken, or asks for an undefined name
├── OutputError    the output folder cannot be written
├── BusyError      another build holds the output folder
├── PublishError   the site cannot be brought to its branch
├── SiteError      a new site or issue cannot be made
└── MachineError   the machine gives no memory, or ended a process of ours

Each carries one plain sentence for the person at the keyboard, and a way out.
"""


class GeneratorError(Exception):
    """Something outside the content keeps the command from going on."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ConfigError(GeneratorError):
    """The configuration or the command line cannot be used."""


class ThemeError(GeneratorError):
    """A theme is missing, broken, or asks for an undefined name."""


class OutputError(GeneratorError):
    """The output folder cannot be written."""


class BusyError(GeneratorError):
    """Another build holds the output folder."""


class PublishError(GeneratorError):
    """The site cannot be brought to its branch; nothing was changed there."""


class SiteError(GeneratorError):
    """A new site or a new issue cannot be made."""


class MachineError(GeneratorError):
    """The machine gives no memory, or ended a process of ours."""
