"""A template from somebody else can neither run code nor read files, nor keep the computer busy, nor fill memory."""

from __future__ import annotations

import resource
import time

import pytest

from frkit.base.errors import FrkitError
from frkit.pages.environment import environment, render

FACTS = {
    "name": "Robin",
    "items": [{"number": 1, "ask": "all"}, {"number": 2, "ask": "some"}],
    "none": None,
    "x": "xyz" * 300,
}
CODE = {
    "class": "{{ ''.__class__ }}",
    "subclasses": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "globals of a function": "{{ range.__globals__ }}",
    "globals by a filter": "{{ items | map('__class__') | list | first }}",
    "attribute by name": "{{ name['__class__'] }}",
    "format string": "{{ '{0.__class__}'.format(name) }}",
    "format by map": "{{ '{a.__class__}'.format_map({'a': name}) }}",
    "percent": "{{ '%s' % name }}",
    "self": "{{ self._TemplateReference__context }}",
    "cycler": "{{ cycler.__init__.__globals__ }}",
    "namespace": "{{ namespace.__init__ }}",
    "undefined": "{{ nothing.__class__ }}",
    "environment": "{{ environment.loader }}",
    "frame": "{% set f = (items | map('upper')) %}{{ f.gi_frame }}",
    "changing a fact": "{{ items.append(1) }}",
    "changing a mapping": "{{ items[0].update({'a': 1}) }}",
}
FILES = {
    "above": "{% include '../../etc/passwd' %}",
    "absolute": "{% include '/etc/passwd' %}",
    "import": "{% import '../campaign.yaml' as c %}{{ c }}",
    "extends": "{% extends '../private/requesters/me.yaml' %}",
    "a fact's name": "{% include name %}",
    "link out of the folder": "{% include 'letters/linked.txt' %}",
    "linked folder": "{% include 'linked/secret.txt' %}",
    "data as template": "{% include 'file:///etc/passwd' %}",
}
LONG, TIMES = "{% for b in range(999) %}", "{% for i in range(99) %}"
NESTED = "{% set n = namespace(a=[1]) %}" + TIMES + "{% set n.a = [n.a, n.a] %}{% endfor %}"
DOUBLED = "{% set n = namespace(a='x') %}" + TIMES + "{% set n.a = DOUBLE %}{% endfor %}{{ n.a }}"
ENDLESS = {
    "huge range": "{% for i in range(10**9) %}x{% endfor %}",
    "long range": "{% for i in range(99999999) %}x{% endfor %}",
    "loops in loops": LONG + LONG.replace("b", "c", 1) + LONG.replace("b", "d", 1) + "{% endfor %}" * 3,
    "loops over a fact": "{% for a in x %}{% for b in x %}{% for c in x %}{{ a }}{% endfor %}{% endfor %}{% endfor %}",
    "macro that calls itself": "{% macro f(n) %}{{ f(n) }}{% endmacro %}{{ f(1) }}",
    "macro that doubles": "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(60) }}",
    "include of itself": "{% include 'letters/en/own.txt.j2' %}",
    "import of itself": "{% import 'letters/en/own.txt.j2' as own %}",
    "extends itself": "{% extends 'letters/en/own.txt.j2' %}",
    "block of itself": "{% block a %}{{ self.a() }}{% endblock %}",
    "include in a loop": "{% for a in range(9999) %}{% include 'letters/en/long.txt.j2' %}{% endfor %}",
    "recursive loop": "{% for a in items recursive %}{{ loop(items) }}{% endfor %}",
}
MEMORY = {
    "times": "{{ 'x' * 10**10 }}",
    "times a number": "{{ 'x' * 9999999999 }}",
    "list times": "{{ [1] * 999999999 }}",
    "power": "{{ 9 ** 9 ** 9 }}",
    "doubling": DOUBLED.replace("DOUBLE", "n.a ~ n.a"),
    "adding": DOUBLED.replace("DOUBLE", "n.a + n.a"),
    "adding lists": DOUBLED.replace("'x'", "[1]").replace("DOUBLE", "n.a + n.a"),
    "nested lists": NESTED + "{{ n.a }}",
    "nested lists as text": NESTED + "{{ n.a ~ '' }}",
    "nested lists by a filter": NESTED + "{{ n.a | string }}",
    "nested lists joined": NESTED + "{{ n.a | join }}",
    "replacing": DOUBLED.replace("DOUBLE", "n.a | replace('x', 'xx')"),
    "replacing by a method": "{{ ('x' * 9999).replace('x', 'x' * 9999) }}",
    "joining": "{{ range(9999) | join('x' * 99999) }}",
    "joining by a method": "{{ ('x' * 99999).join(['a'] * 9999) }}",
    "centring": "{{ 'x'.center(9999999999) }}",
    "centring by a filter": "{{ 'x' | center(9999999999) }}",
    "width of a format": "{{ '%999999999d' | format(1) }}",
    "width of a percent": "{{ '%999999999d' % 1 }}",
    "filling": "{{ 'x'.zfill(999999999) }}",
    "tabs": "{{ '\\t'.expandtabs(999999999) }}",
    "bytes of a number": "{{ (1).to_bytes(999999999, 'big') }}",
    "words without sense": "{{ lipsum(n=99999) }}",
    "indent": "{{ 'a\\nb' | indent(999999999) }}",
    "batches": "{{ items | batch(999999999, 'x') | list }}",
    "long text in a loop": "{% for i in range(9999) %}{{ 'x' * 99999 }}{% endfor %}",
    "caught text in a loop": "{% for i in range(9999) %}{% set a %}"
    + "text " * 999
    + "{% endset %}{{ a }}{% endfor %}",
    "macro caught": "{% macro m() %}{% for i in range(9999) %}"
    + "text " * 999
    + "{% endfor %}{% endmacro %}{% set a = m() %}",
}


@pytest.fixture
def campaign(tmp_path):
    """A campaign with secrets beside its templates, and links that lead to them."""
    folder = tmp_path / "campaign"
    (folder / "private" / "requesters").mkdir(parents=True)
    (folder / "private" / "requesters" / "me.yaml").write_text("name: SECRET\n")
    (folder / "campaign.yaml").write_text("name: SECRET\n")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("SECRET")
    letters = folder / "templates" / "letters" / "en"
    letters.mkdir(parents=True)
    (folder / "templates" / "letters" / "linked.txt").symlink_to(outside / "secret.txt")
    (folder / "templates" / "linked").symlink_to(outside)
    (letters / "long.txt.j2").write_text("text " * 20_000)
    return folder


def filled(campaign, text, html=False):
    (campaign / "templates" / "letters" / "en" / "own.txt.j2").write_text(text)
    return render(environment(campaign, html=html), "letters/en/own.txt.j2", dict(FACTS))


@pytest.mark.parametrize("text", [*CODE.values(), *FILES.values()], ids=[*CODE, *FILES])
def test_a_template_reads_no_file_and_runs_no_code(text, campaign):
    with pytest.raises(FrkitError) as caught:
        filled(campaign, text)
    assert "SECRET" not in str(caught.value) and "root:" not in str(caught.value)
    assert caught.value.remedy and len(str(caught.value)) < 700


@pytest.mark.parametrize("text", [*ENDLESS.values(), *MEMORY.values()], ids=[*ENDLESS, *MEMORY])
def test_a_template_ends_soon_and_in_little_memory(text, campaign):
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(FrkitError) as caught:
        filled(campaign, text)
    assert time.process_time() - began < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000
    assert "own.txt.j2" in str(caught.value.place) and caught.value.remedy


@pytest.mark.parametrize(
    "text", ["{{ x * 3 }}", "{% for i in items %}{{ i.ask }}{% endfor %}", "{{ range(5) | join }}"]
)
def test_honest_templates_go_on(text, campaign):
    assert filled(campaign, text) in ("xyz" * 900, "allsome", "01234")


def test_many_letters_after_each_other_have_each_their_own_allowance(campaign):
    made = environment(campaign, html=False)
    (campaign / "templates" / "letters" / "en" / "own.txt.j2").write_text(
        "{% for a in range(99) %}{% for b in range(99) %}{{ name }}{% endfor %}{% endfor %}"
    )
    assert {len(render(made, "letters/en/own.txt.j2", dict(FACTS))) for _ in range(8)} == {99 * 99 * len("Robin")}


def test_a_page_may_show_a_table_of_many_thousand_lines(campaign):
    text = "{% for a in range(9999) %}{% for item in items %}<td>{{ item.ask }}</td>{% endfor %}{% endfor %}"
    assert filled(campaign, text, html=True).count("<td>") == 2 * 9999
