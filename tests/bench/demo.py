"""``frkit demo`` timed beside one cold start of WeasyPrint: python tests/bench/demo.py; ends 1 if too slow."""

from __future__ import annotations

import itertools
import sys
import tempfile
from pathlib import Path

from measuring import best_of, python, report

ONE_PAGE = "import weasyprint; weasyprint.HTML(string='<p>One page.').write_pdf()"


def main() -> int:
    """Measure, print, compare with the bound."""
    with tempfile.TemporaryDirectory() as folder:
        names = (Path(folder) / f"demo-{number}" for number in itertools.count())
        demo, page = best_of(3, lambda: python("-m", "frkit", "demo", next(names)), lambda: python("-c", ONE_PAGE))
    return 0 if report("The demo", "frkit demo", demo, "one page by WeasyPrint, cold", page, 20) else 1


if __name__ == "__main__":
    sys.exit(main())
