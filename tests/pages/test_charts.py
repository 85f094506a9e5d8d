"""The charts: every figure is in them as text, they look the same everywhere, and they touch nobody's home."""

import hashlib
import json
import os
import re
import stat
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from frkit.pages.charts import OUTCOMES, PUNCTUALITY, Bar, Dot, DotRow, first_answers, stacked
from frkit.pages.drawing import is_chart_of_frkit

PROJECT = Path(__file__).resolve().parents[2]
SVG = "{http://www.w3.org/2000/svg}"
LONG = "Metropolitan Police Department of the District of Columbia and the Office of Unified Communications"
ROWS = [
    DotRow("Los Angeles Police Department", (Dot(23, "in_time"), Dot(40, "late"), Dot(23, "in_time")), (24,), (10,)),
    DotRow(LONG, (Dot(124, "overdue"),), (20,)),
    DotRow("Orlando Police Department", (Dot(12, "waiting_no_limit"),)),
]
BARS = [
    Bar("Contracts", {"granted": 12, "denied": 3, "pending": 1}),
    Bar("Policies", {"partial": 1, "glomar": 2, "transferred": 4, "no_records": 1, "not_custodian": 1}),
]


def dots(rows=ROWS, title="Days to the first answer, by agency", note="As of 2026-06-15. 5 requests."):
    return first_answers(rows, title=title, note=note)


def bars(made=BARS, looks=OUTCOMES):
    return stacked(made, looks, title="What came of the items", note="As of 2026-06-15.", axis="Items asked for")


def texts(svg):
    return ["".join(one.itertext()) for one in ET.fromstring(svg).iter(f"{SVG}text")]


def words(svg):
    return " ".join(" ".join(texts(svg)).split())


def box(svg):
    return [float(number) for number in ET.fromstring(svg).get("viewBox").split()]


def test_title_day_names_numbers_and_legend_are_text():
    shown = words(dots())
    for part in (
        "Days to the first answer, by agency",
        "As of 2026-06-15. 5 requests.",
        "Los Angeles Police Department (n = 3)",
        "Orlando Police Department (n = 1)",
        "answered within the limit",
        "no answer yet, limit passed",
        "limit of the law as it stands",
        "before it was extended",
        "Days since the agency had the request",
    ):
        assert part in shown
    assert "12" in texts(bars()) and "came in full" in words(bars())


def test_the_legend_names_only_what_is_drawn():
    assert "no dated limit" not in words(dots(ROWS[:2])) and "before it was extended" not in words(dots(ROWS[1:]))
    assert "refused" not in words(bars([Bar("Contracts", {"granted": 1})]))


def test_no_name_is_cut_however_long():
    assert LONG in words(dots()).replace(" (n = 1)", "")
    endless = "Donaudampfschifffahrtspolizeipräsidium" * 3
    assert endless in "".join(texts(dots([DotRow(endless, (Dot(1, "late"),))])))


def test_a_screen_reader_gets_every_figure():
    root = ET.fromstring(dots())
    assert root.get("role") == "img" and root.get("aria-labelledby") == "title desc"
    told = {one.get("id"): one.text for one in root if one.tag in (f"{SVG}title", f"{SVG}desc")}
    assert told["title"] == "Days to the first answer, by agency"
    assert "answered within the limit: 23, 23 days; answered after the limit: 40 days; limit: 24 days" in told["desc"]
    assert "before it was extended: 10 days" in told["desc"]
    described = next(one.text for one in ET.fromstring(bars()) if one.tag == f"{SVG}desc")
    assert "Contracts (n = 16): came in full: 12; refused: 3; not answered: 1." in described


def test_every_dot_is_drawn_and_equal_ones_lie_side_by_side():
    svg = dots([DotRow("One", tuple(Dot(30, "in_time") for _ in range(5)))]).decode()
    drawn = re.findall(r'<use xlink:href="#[^"]+" x="([0-9.]+)" y="([0-9.]+)" style="fill: #0072b2', svg)
    in_the_row = [at for at in drawn if float(at[0]) > 180]
    assert len(in_the_row) == 5 and len(set(in_the_row)) == 5
    assert len({x for x, _ in in_the_row}) == 1


def test_many_limits_of_one_row_are_a_span_and_a_few_are_strokes():
    few, many = (dots([DotRow("One", (Dot(30, "in_time"),), limits)]) for limits in ((10, 20, 30), (10, 14, 20, 30)))
    assert b"PolyCollection" in many and b"PolyCollection" not in few
    assert "limit: 10, 14, 20, 30 days" in ET.fromstring(many)[1].text


def test_a_row_grows_with_the_dots_that_lie_over_each_other():
    low, high = (box(dots([DotRow("One", tuple(Dot(30, "late") for _ in range(n)))]))[3] for n in (2, 12))
    assert high > low + 30


def test_kinds_differ_in_form_and_not_in_colour_alone():
    from frkit.pages.charts import _DOTS

    forms = [(marker, fill == "white") for _, marker, fill, _ in _DOTS.values()]
    assert len(set(forms)) == len(forms)
    for looks in (OUTCOMES, PUNCTUALITY):
        seen = [(look.hatch, _grey(look.fill) // 40) for look in looks.values()]
        assert len(set(seen)) == len(seen), seen


def _grey(color):
    if color == "white":
        return 255
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return round(0.299 * red + 0.587 * green + 0.114 * blue)


@pytest.mark.parametrize("rows", [1, 6, 60])
def test_one_to_sixty_rows_fit_in_the_picture(rows):
    made = [DotRow(LONG if number % 4 == 0 else f"Agency {number}", ROWS[0].dots, (24,)) for number in range(rows)]
    svg = dots(made)
    _, _, wide, high = box(svg)
    for one in ET.fromstring(svg).iter(f"{SVG}text"):
        x, y = _place(one)
        assert 0 <= x <= wide and 0 <= y <= high, "".join(one.itertext())
    assert wide == pytest.approx(518.4)


def _place(text):
    if text.get("x"):
        return float(text.get("x")), float(text.get("y"))
    found = re.search(r"translate\(([-0-9.]+) ([-0-9.]+)\)", text.get("transform"))
    return float(found[1]), float(found[2])


def test_an_empty_row_and_no_rows_are_drawn_too():
    assert "(n = 0)" in words(dots([DotRow("Nobody", ())]))
    assert "As of" in words(dots([])) and "As of" in words(bars([]))


def test_hostile_names_stay_text():
    name = '<script>alert(1)</script> $x^2_{$ & "quoted" ]]> \x00\x1b\u202e\ud800'
    svg = dots([DotRow(name, (Dot(3, "late"),))], title=name, note=name)
    root = ET.fromstring(svg)
    assert not [one for one in root.iter() if one.tag.endswith("script")]
    assert "<script>alert(1)</script> $x^2_{$" in words(svg)
    assert b"\x00" not in svg and b"\x1b" not in svg


def test_nothing_is_fetched_from_anywhere():
    text = (dots() + bars()).decode()
    assert set(re.findall(r'(?:href|src)="([^"#][^"]*)"', text)) == set() and "url(http" not in text


def test_what_frkit_drew_is_known_again():
    assert is_chart_of_frkit(dots()) and is_chart_of_frkit(bars())
    assert not is_chart_of_frkit(b'<svg xmlns="http://www.w3.org/2000/svg"/>') and not is_chart_of_frkit(b"")


DRAW = """
import hashlib, json, sys
sys.path.insert(0, sys.argv[1])
from frkit.pages.charts import Bar, Dot, DotRow, OUTCOMES, first_answers, stacked
rows = [DotRow(name, tuple(Dot(*dot) for dot in dots), tuple(limits)) for name, dots, limits in json.loads(sys.argv[2])]
bars = [Bar("B", {"partial": 2})]
made = first_answers(rows, title="T", note="N") + stacked(bars, OUTCOMES, title="T", note="N", axis="A")
print(hashlib.sha256(made).hexdigest())
"""


def drawn_by_another(folder, **settings):
    """The hash of two charts drawn in a process of its own, and what it said on stderr."""
    rows = [(row.name, [(dot.days, dot.state) for dot in row.dots], row.limits) for row in ROWS]
    kept = {key: value for key, value in os.environ.items() if key not in ("MPLCONFIGDIR", "MATPLOTLIBRC")}
    done = subprocess.run(
        [sys.executable, "-c", DRAW, str(PROJECT), json.dumps(rows)],
        cwd=folder,
        env=kept | settings,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip(), done.stderr


def test_the_same_figures_give_the_same_bytes_whatever_the_machine_is_set_to(tmp_path):
    home, odd = tmp_path / "home", tmp_path / "odd"
    home.mkdir()
    (odd / "config" / "matplotlib").mkdir(parents=True)
    rc = "font.size: 30\naxes.facecolor: red\nsvg.fonttype: path\nbackend: tkagg\nno.such: key\n"
    (odd / "matplotlibrc").write_text(rc)
    (odd / "config" / "matplotlib" / "matplotlibrc").write_text(rc)
    plain = drawn_by_another(tmp_path, HOME=str(home), TMPDIR=str(tmp_path), PYTHONHASHSEED="1")
    other = drawn_by_another(
        odd,
        HOME=str(odd),
        XDG_CONFIG_HOME=str(odd / "config"),
        TMPDIR=str(tmp_path),
        PYTHONHASHSEED="2",
        LC_ALL="C",
        TZ="Asia/Tokyo",
        SOURCE_DATE_EPOCH="1",
        MPLBACKEND="tkagg",
    )
    assert plain == other and plain[1] == "" and re.fullmatch("[0-9a-f]{64}", plain[0])
    assert list(home.iterdir()) == [], "something was written to the home"


def test_it_draws_where_the_home_cannot_be_written_or_is_not_there(tmp_path):
    for home in (str(tmp_path / "gone"), "/dev/null"):
        hashed, said = drawn_by_another(tmp_path, HOME=home, XDG_CACHE_HOME=home, TMPDIR=str(tmp_path))
        assert said == "" and len(hashed) == 64


def test_a_folder_that_somebody_else_laid_out_is_not_used(tmp_path):
    taken = tmp_path / f"frkit-drawing-{os.getuid()}"
    taken.mkdir(mode=0o777)
    taken.chmod(0o777)
    hashed, said = drawn_by_another(tmp_path, HOME=str(tmp_path / "gone"), TMPDIR=str(tmp_path))
    assert said == "" and len(hashed) == 64
    assert list(taken.iterdir()) == [] and stat.S_IMODE(taken.stat().st_mode) == 0o777
    assert [path.name for path in tmp_path.iterdir()] == [taken.name], "its own folder is gone again"


def test_in_a_pdf_the_text_of_a_chart_can_be_searched(tmp_path):
    import pypdfium2
    import weasyprint

    (tmp_path / "chart.svg").write_bytes(bars())
    page = weasyprint.HTML(string='<img src="chart.svg" style="width: 100%">', base_url=str(tmp_path) + "/")
    (tmp_path / "chart.pdf").write_bytes(page.write_pdf())
    found = pypdfium2.PdfDocument(tmp_path / "chart.pdf")[0].get_textpage().get_text_range()
    assert "What came of the items" in found and "neither confirmed nor denied" in found


def test_a_hash_is_a_hash():
    assert hashlib.sha256(dots()).digest() == hashlib.sha256(dots()).digest() != hashlib.sha256(bars()).digest()
