"""``frkit --help`` timed beside ``python -c "import click"``: python tests/bench/start_up.py; ends 1 if too slow."""

from __future__ import annotations

import sys

from measuring import best_of, python, report


def main() -> int:
    """Measure, print, compare with the bound."""
    helped, imported = best_of(15, lambda: python("-m", "frkit", "--help"), lambda: python("-c", "import click"))
    return 0 if report("Starting", "frkit --help", helped, 'python -c "import click"', imported, 3) else 1


if __name__ == "__main__":
    sys.exit(main())
