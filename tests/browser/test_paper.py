"""An issue as a PDF, printed by the browser that is installed."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.export.browser import NAMES
from tests.conftest import Files, SiteFolder
from tests.test_export import FILES


@pytest.mark.skipif(not any(map(shutil.which, NAMES)), reason="no browser is installed")
def test_a_pdf_is_printed(make_site: Callable[[Files], SiteFolder]) -> None:
    """On A4, with an outline, the day of the issue, the font of formulas, links that lead on."""
    make_site(FILES)
    done = CliRunner().invoke(main, ["export", "everything-more", "--format", "pdf"])
    assert done.exit_code == 0, done.output
    pdf = Path("export/everything-more.both.pdf").read_bytes()
    assert pdf.startswith(b"%PDF-")
    assert b"(D:20260301000000" in pdf
    assert re.search(rb"/MediaBox \[0 0 59[45][\d.]* 84[12]", pdf)
    assert b"/Outlines" in pdf
    assert b"STIX" in pdf
    assert b"(https://code.example/a?b=1&c=2)" in pdf
    assert "a picture is not in the PDF, there is no such file" in done.stderr
