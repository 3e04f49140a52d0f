"""``python -m generator`` is ``jianbao``."""

import os
import signal

INTERRUPTED = 130
"""The exit status of a command that Ctrl-C has ended."""


def run() -> None:
    """Run the command line; Ctrl-C ends it at once and without a word, whatever it is doing.

    Nothing has to be unwound: a build that is cut off anywhere leaves the old site or the new one.
    """
    signal.signal(signal.SIGINT, _leave)
    from generator.cli import main  # takes its time, and may be interrupted as well

    main(prog_name="jianbao")


def _leave(*_: object) -> None:
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    run()
