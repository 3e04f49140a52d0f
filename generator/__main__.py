"""``python -m generator`` is ``jianbao``."""

from generator.cli import main

main(prog_name="jianbao")
