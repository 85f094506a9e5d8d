"""The charts that ``frkit stats --svg`` can draw."""

from __future__ import annotations

CHARTS = ("first-answers", "outcomes", "punctuality")
