"""docs/tour.md is what its commands print, typed again on the days that it names."""

import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def test_the_tour_prints_what_the_page_says():
    done = subprocess.run(
        [sys.executable, PROJECT / ".ci" / "tour", "--check"], capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, f"{done.stdout[-6000:]}{done.stderr}\n.ci/tour writes the page anew"
