"""How letters look as pages: what stays together, how large the type is, what is shown apart."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import docx
import pypdfium2
import pytest
from letters.drawing import MET_REFUSAL, SENT, bare_words, letter_and_sheet
from letters.pages_of_kinds import BARE, LONG, every_kind, hard_cases
from letters.scenes.staging import write_agencies

from frkit.letters.document import document
from frkit.letters.formats import page, sizes
from frkit.letters.formats.registry import in_format
from frkit.letters.formats.runs import curled, runs_of
from frkit.letters.kinds.registry import NAMES
from frkit.letters.masking import mask
from frkit.letters.sent_file import sent_file
from frkit.tracking.types import Requester

FOOT = re.compile(r"page \d+ of \d+")
HEAD = re.compile(r"(?:.* · )?(?:\d+ )?(?:March|April|May|June|October)[\d, ]+")


@pytest.fixture(scope="module")
def all_kinds(tmp_path_factory):
    """Every kind on both papers, and the letters that are hard to set."""
    campaign = write_agencies(tmp_path_factory.mktemp("looks") / "campaign")
    return {
        one.name: one.made(campaign)
        for one in (*every_kind(list(NAMES), []), *every_kind(["neither"], ["us-tx"]), *hard_cases())
    }


@pytest.fixture(scope="module")
def as_pages(all_kinds):
    """The same as the lines of their pages."""
    return {name: lines_by_page(in_format(letter, "pdf", sheet)) for name, (letter, sheet) in all_kinds.items()}


def lines_by_page(pdf):
    """The lines of each page without its number and the line above it, which names the addressee and the day."""
    with pypdfium2.PdfDocument(pdf) as opened:
        texts = [one.get_textpage().get_text_range().strip().splitlines() for one in opened]
    kept = [[line.strip() for line in lines if not FOOT.fullmatch(line.strip())] for lines in texts]
    return [kept[0], *([line for line in lines if not HEAD.fullmatch(line)] for lines in kept[1:])]


def page_count(letter, sheet, size):
    """How many pages a letter has in a size of type, whatever its length."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page, "size_for", lambda blocks, paper: size)
        return len(lines_by_page(in_format(letter, "pdf", sheet)))


def test_the_end_of_a_letter_stays_together_with_some_of_its_words(all_kinds, as_pages):
    for name, (letter, _) in all_kinds.items():
        blocks = document(letter.marked).blocks
        end = [line for block in blocks if block.role in ("farewell", "signature", "after") for line in block.lines]
        words = [block.lines[-1] for block in blocks if block.role == "body"]
        last = joined(" ".join(as_pages[name][-1]))
        assert last.endswith(joined(" ".join(end))), name
        assert joined(words[-1]) in last, name


def joined(text):
    """The signs of a text; without hyphens, of which a reader of PDF drops those at the end of a line."""
    return bare_words(text).replace("-", "")


def test_the_type_is_the_largest_that_needs_no_page_more(all_kinds, as_pages):
    chosen, smaller = {}, []
    for name, (letter, sheet) in all_kinds.items():
        blocks = document(letter.marked, sheet.day_in_words).blocks
        size = chosen[name] = sizes.size_for(blocks, sheet.paper)
        pages = len(as_pages[name])
        assert pages == 1 or pages == page_count(letter, sheet, sizes.CLOSE), (name, size.name)
        larger = sizes.SIZES[max(0, sizes.SIZES.index(size) - 1)]
        smaller += [name] if larger is not size and pages == page_count(letter, sheet, larger) else []
    assert set(chosen.values()) == set(sizes.SIZES)
    assert chosen["correction-gb"] is sizes.AMPLE
    assert len(smaller) < len(chosen) / 8, smaller


def test_the_smallest_type_is_never_taken_for_nothing(all_kinds, as_pages):
    """Texas: a letter that just fits one page in the smallest type."""
    for name, (letter, sheet) in all_kinds.items():
        if sizes.size_for(document(letter.marked, sheet.day_in_words).blocks, sheet.paper) is sizes.CLOSE:
            assert len(as_pages[name]) < page_count(letter, sheet, sizes.AMPLE), name


def test_a_longer_letter_never_has_larger_type_until_it_needs_another_page():
    def letter(paragraphs):
        text = "| A Name\n| Street\n\n| 2 March 2026\n\n| Agency\n\n= Subject\n\n" + "Some words. " * 20
        return document(text + "\n\nSome more words." * paragraphs + "\n\nSincerely,\n\n| A Name\n").blocks

    for paper in ("Letter", "A4"):
        found = [
            (sizes.pages_needed(one, paper, sizes.CLOSE), sizes.size_for(one, paper)) for one in map(letter, range(80))
        ]
        for (pages, size), (more_pages, next_size) in pairwise(found):
            assert next_size.points <= size.points or more_pages > pages or size is sizes.CLOSE
        assert {size for _, size in found} == set(sizes.SIZES) and found[-1][0] > 1


@pytest.mark.parametrize("opening", ["These are my points:", "Please tell me"])
def test_what_introduces_a_list_never_stands_at_the_foot_of_a_page(opening, asked, someone):
    letter, sheet = letter_and_sheet("request", asked("gb-met"), someone)
    head = letter.marked.partition("\n\nDear")[0]
    gap = "\n\n" if opening.endswith(":") else "\n"
    seen = set()
    for count in range(14, 34):
        body = "\n\n".join(f"Paragraph {number}." for number in range(count))
        rest = "\n\n".join("And more of it." for _ in range(30))
        text = f"{head}\n\n{body}\n\n{opening}{gap}1. one point;\n2. another.\n\n{rest}\n\nYours,\n\n| {someone.name}\n"
        first = lines_by_page(in_format(replace(letter, marked=text), "pdf", sheet))[0]
        assert first[-1] != opening, count
        seen.add(opening in first)
    assert seen == {True, False}


def test_a_word_processor_keeps_the_same_together(asked, someone):
    letter, sheet = letter_and_sheet("appeal", asked("gb-met", SENT, MET_REFUSAL), someone, "2026-04-20")
    paragraphs = docx.Document(BytesIO(in_format(letter, "docx", sheet))).paragraphs
    kept = [one.paragraph_format.keep_with_next or one.style.paragraph_format.keep_with_next for one in paragraphs]
    closing = next(at for at, one in enumerate(paragraphs) if one.style.name == "Closing")
    assert all(kept[closing - 2 : -1]) and paragraphs[-1].style.name == "Enclosure"
    opens = [at for at, one in enumerate(paragraphs) if one.text.endswith(":")]
    assert opens and all(kept[at] for at in opens)


def test_a_word_processor_has_the_same_size_as_the_page(all_kinds):
    for name in ("correction-gb", "fee-us-ca"):
        letter, sheet = all_kinds[name]
        size = sizes.size_for(document(letter.marked, sheet.day_in_words).blocks, sheet.paper)
        xml = docx.Document(BytesIO(in_format(letter, "docx", sheet))).styles.element.xml
        assert f'<w:sz w:val="{size.word}"/>' in xml, name


def test_a_group_has_its_own_line_and_an_address_of_mail_is_not_broken(asked):
    letter, sheet = letter_and_sheet("overdue", asked("us-dea", SENT), LONG, "2026-04-20")
    first = lines_by_page(in_format(letter, "pdf", sheet))[0]
    assert LONG.organisation in first
    assert any(LONG.email in line for line in first)
    styles = [one.style.name for one in docx.Document(BytesIO(in_format(letter, "docx", sheet))).paragraphs]
    assert styles[:4] == ["Sender Name", "Sender Group", "Sender", "Date"]


def test_a_requester_who_gives_only_an_address_of_mail_has_a_head_like_others(asked):
    letter, sheet = letter_and_sheet("request", asked("us-dea"), BARE)
    first = lines_by_page(in_format(letter, "pdf", sheet))[0]
    assert first[:3] == ["Robin Requester", "robin@mail.example", "March 2, 2026"]


def test_items_begin_with_what_they_are_about(asked, someone):
    letter, sheet = letter_and_sheet("request", asked("gb-met"), someone)
    shown = re.findall(r"<strong>(.+?)</strong>", in_format(letter, "html", sheet).decode())
    assert shown == [f"{item['title']}." for item in letter.facts["items"]]
    paragraphs = docx.Document(BytesIO(in_format(letter, "docx", sheet))).paragraphs
    bold = [run.text for one in paragraphs for run in one.runs if run.bold]
    assert bold == shown


def test_grounds_begin_with_the_provision_that_was_claimed(asked, someone):
    letter, sheet = letter_and_sheet("appeal", asked("gb-met", SENT, MET_REFUSAL), someone, "2026-04-20")
    shown = re.findall(r"<strong>(.+?)</strong>", in_format(letter, "html", sheet).decode())
    plain = [re.sub("<.+?>", "", one) for one in shown]
    assert plain[0].startswith("s.23(5): ") and plain[-1].startswith("s.40(2): ")


def test_a_ground_that_is_not_on_file_begins_as_the_others_do(all_kinds):
    letter, sheet = all_kinds["appeal-us-ca-many-grounds"]
    shown = re.findall(r"<strong>(.+?)</strong>", in_format(letter, "html", sheet).decode())
    assert len(shown) == 6 and "our standing orders." in shown[-1].casefold()


def test_words_with_which_every_item_of_a_list_begins_stand_out_and_others_do_not(all_kinds):
    fee = in_format(*[all_kinds["fee-us-ca"][0], "html", all_kinds["fee-us-ca"][1]]).decode()
    assert "<strong>The breakdown.</strong> Please" in fee
    who = in_format(*[all_kinds["identity-us-ca"][0], "html", all_kinds["identity-us-ca"][1]]).decode()
    assert "<strong>" not in who


def test_a_blank_is_seen_at_once_and_what_stands_for_the_requester_is_none(all_kinds):
    letter, sheet = all_kinds["complaint-us-ca"]
    blanks = re.findall(r"\[[^\]]+\]", letter.text)
    assert "<mark>[address of this body, or its online form]</mark>" in in_format(letter, "html", sheet).decode()
    marked = [
        run.text
        for one in docx.Document(BytesIO(in_format(letter, "docx", sheet))).paragraphs
        for run in one.runs
        if run.font.highlight_color is not None
    ]
    assert len(blanks) >= 2 and [bare_words(one) for one in marked] == [bare_words(one) for one in blanks]
    masked = in_format(letter, "html", sheet, masked=True).decode()
    assert "[name of requester]" in masked and "<mark>[name" not in masked and "<mark>[address of this" in masked


def test_a_citation_and_a_date_are_never_torn_apart(asked, someone):
    letter, sheet = letter_and_sheet("overdue", asked("us-dea", SENT), someone, "2026-04-20")
    page = in_format(letter, "html", sheet).decode()
    assert '<span class="unbroken">March 2, 2026' in page
    letter, sheet = letter_and_sheet("appeal", asked("gb-met", SENT, MET_REFUSAL), someone, "2026-04-20")
    assert '<span class="unbroken">s.23(5)' in in_format(letter, "html", sheet).decode()


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("on March 2, 2026 and", "March 2, 2026"),
        ("on 2 March 2026 and", "2 March 2026"),
        ("(2000 c. 36)", "c. 36"),
        ("under SI 2004/3244, regs 3-5", "SI 2004/3244"),
        ("CRPA, art. L. 300-1 and R. 311", "art. L."),
        ("items 1, 3 and 4", "items 1,"),
    ],
)
def test_a_line_ends_neither_in_a_date_nor_between_the_parts_of_a_citation(text, together):
    assert together.replace(" ", "\N{NO-BREAK SPACE}") in page.bound(text)
    assert page.bound(text).replace("\N{NO-BREAK SPACE}", " ") == text


def test_the_line_above_further_pages_has_no_blank_that_nobody_would_fill_in(all_kinds):
    letter, sheet = all_kinds["complaint-us-ca"]
    assert document(letter.marked).lines_of("addressee")[0].startswith("[")
    section = docx.Document(BytesIO(in_format(letter, "docx", sheet))).sections[0]
    assert section.header.paragraphs[0].text == sheet.day_in_words


def test_the_subject_stays_out_of_the_window_of_an_envelope_in_a_word_processor_too(all_kinds):
    for name, lines in (("complaint-us-ca", 2), ("overdue-gb", 6)):
        letter, sheet = all_kinds[name]
        paragraphs = docx.Document(BytesIO(in_format(letter, "docx", sheet))).paragraphs
        address = next(one for one in paragraphs if one.style.name == "Address")
        under = address.paragraph_format.space_after or address.style.paragraph_format.space_after
        assert len(address.text.splitlines()) == lines and under.mm + lines * 4.8 >= 31, name
        assert under.mm >= 7, name


def test_a_tall_head_takes_from_the_space_above_the_address_in_a_word_processor_too(asked):
    above = []
    for one in (BARE, LONG):
        letter, sheet = letter_and_sheet("overdue", asked("us-dea", SENT), one, "2026-04-20")
        paragraphs = docx.Document(BytesIO(in_format(letter, "docx", sheet))).paragraphs
        address = next(one for one in paragraphs if one.style.name == "Address")
        above.append((address.paragraph_format.space_before or address.style.paragraph_format.space_before).mm)
    assert above[0] > 20 and 3 < above[1] < 8


def test_pages_have_the_quotation_marks_of_print_and_plain_text_those_of_a_keyboard(asked, someone):
    letter, sheet = letter_and_sheet("request", asked("us-dea"), someone)
    assert "“face recognition”" in in_format(letter, "html", sheet).decode()
    assert '"face recognition"' in letter.text
    french = replace(sheet, language="fr")
    assert '"' in bare_words(in_format(letter, "html", french).decode()) and b"\xe2\x80\x9c" not in in_format(
        letter, "html", french
    )


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ('He said "no records". ("None.")', "He said “no records”. (“None.”)"),
        ('a 5" pipe and a 7" pipe', 'a 5" pipe and a 7" pipe'),
        ('one " alone', 'one " alone'),
        ("the agency's and the agencies' own", "the agency’s and the agencies’ own"),
        ("'single' ones and the agency's", "'single' ones and the agency's"),
        ("write to o'brien@mail.example, says O'Brien", "write to o'brien@mail.example, says O’Brien"),
        ('two\nlines "in\none quotation" here', "two\nlines “in\none quotation” here"),
        ('"open in one\n\nand closed" in another', '"open in one\n\nand closed" in another'),
    ],
)
def test_only_pairs_of_quotation_marks_and_true_apostrophes_are_changed(text, printed):
    assert curled(text, "") == printed


@pytest.mark.parametrize(
    "text", ["N" * 100_000, "'" * 100_000, '"' * 100_000, "'a" * 50_000, '" ' * 50_000, "[" * 100_000]
)
def test_signs_without_end_are_looked_through_in_little_time(text):
    before = time.process_time()
    curled(text, "")
    assert "".join(run.text for run in runs_of(text)) == text
    assert time.process_time() - before < 2


def test_a_name_with_an_apostrophe_is_masked_in_every_format_that_is_read_back(asked, tmp_path):
    person = Requester(name="Shannon O'Brien", address=("1 King's Road",), email="s.o'brien@mail.example")
    letter, sheet = letter_and_sheet("request", asked("us-dea"), person)
    for form in ("pdf", "docx", "html", "eml"):
        path = tmp_path / f"letter.{form}"
        path.write_bytes(in_format(letter, form, sheet))
        read = mask(sent_file(path).text, person)
        assert "[name of requester]" in read and not re.search("Shannon|Brien|King", read), form


def test_runs_give_every_sign_of_the_text_in_order():
    text = "Title. Some [blank to fill] words [sic] and [name of requester]"
    made = list(runs_of(text, ["Title.", "Ti"], ["[name of requester]"]))
    assert "".join(run.text for run in made) == text
    assert [run.text for run in made if run.blank] == ["[blank to fill]", "[sic]"]
    assert [run.text for run in made if run.head] == ["Title."]
    assert [run.text for run in runs_of("")] == [""]
