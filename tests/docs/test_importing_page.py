"""docs/importing.md says how what comes from elsewhere is mapped, as the program maps it."""

from pathlib import Path

import pytest

from frkit.exchange import import_muckrock, import_wdtk
from frkit.exchange.csv_events import REQUEST_COLUMNS, SHARED_COLUMNS
from frkit.exchange.exporting import LEFT_ALONE, OUTCOMES, summary_columns
from frkit.exchange.import_csv import FILES

PAGE = (Path(__file__).parents[2] / "docs" / "importing.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("read", [import_muckrock.TO_READ, import_wdtk.TO_READ], ids=["muckrock", "wdtk"])
def test_every_status_stands_beside_what_it_suggests(read):
    rows = [line for line in PAGE.splitlines() if line.startswith("| `")]
    for status, command in read.items():
        assert any(f"`{status}`" in row and f"`{command}`" in row for row in rows), status


def test_every_column_is_explained():
    counted = {f"items_{name}" for name in OUTCOMES[2:]}
    columns = {*summary_columns("team"), *REQUEST_COLUMNS, *SHARED_COLUMNS, *FILES, *LEFT_ALONE} - counted
    assert [name for name in sorted(columns) if f"`{name}`" not in PAGE and name != "file"] == []
