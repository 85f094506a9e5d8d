"""Names that a stranger chose are shown without what would steer the terminal."""

from __future__ import annotations


def test_an_error_shows_no_control_characters(frkit, tmp_path):
    odd = tmp_path / "\x1b]0;evil\x07\u202eexe"
    odd.mkdir()
    (odd / "campaign.yaml").write_text("format: [\n")
    said = frkit(f"status --campaign '{odd}'", expect=1).err
    assert "\x1b" not in said and "\x07" not in said and "\u202e" not in said
    assert "]0;evil" in said, "the rest of the name is shown"
