"""Make the example campaign from nothing: ``python tests/example/make_specimens.py DIR``.

Everything is drawn and told anew: the specimen documents, the requester's letters by frkit's own templates, the events
by frkit's own API, with fixed times. To refresh the bundled example, make it in a new folder, look at it, and put it in
the place of ``examples/pledge-check``.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
BUNDLED = REPOSITORY / "examples" / "pledge-check"


def main() -> None:
    """Read the command line and tell the story."""
    parser = argparse.ArgumentParser(description="Make the example campaign from nothing.")
    parser.add_argument("folder", metavar="DIR", type=Path, help="a new or empty folder")
    parser.add_argument(
        "--keep",
        action="store_true",
        help="take documents, letters and frozen law from the bundled example as they are",
    )
    arguments = parser.parse_args()
    folder: Path = arguments.folder
    if folder.exists() and any(folder.iterdir()):
        parser.error(f"the folder {folder} is not empty")
    earlier = BUNDLED if (BUNDLED / "campaign.yaml").is_file() else None
    if arguments.keep and earlier is None:
        parser.error("there is no bundled example to keep anything of")

    from specimens.telling import tell

    campaign = tell(folder, earlier=earlier, keep=arguments.keep)
    print(f"Made {len(campaign.request_ids())} requests in {folder}.")


if __name__ == "__main__":
    sys.path.insert(0, str(REPOSITORY))
    main()
