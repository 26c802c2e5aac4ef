"""Words and phrases that came, went, rose and fell: what is found as one, what is counted, and what the figures are."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
from itertools import pairwise
from math import log2
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from scipy.stats import chi2_contingency
from support.effort import lines
from support.paths import EXTRACT, OPINIONS, PLAN, REVISIONS, TEXTS, bundled
from support.strategies import drafts, strings

import policydiff
from policydiff.errors import OptionError, OutputError
from policydiff.model import FRAME_LEVELS, Document, Span
from policydiff.normalization import STANDARD, normalize, to_script
from policydiff.outline import parse
from policydiff.reports.terms import COLUMNS
from policydiff.terms import LEAST_LIKELIHOOD, Term, TermKind, keyness

HALF = settings(max_examples=settings().max_examples // 2)
MIRRORED = {TermKind.CAME: TermKind.WENT, TermKind.WENT: TermKind.CAME, TermKind.ROSE: TermKind.FELL, TermKind.FELL: TermKind.ROSE}


def document(text: str) -> Document:
    """Lines of a text, each a measure of its own."""
    return parse("\n".join(f"（{numeral}）{line}" for numeral, line in zip("一二三四五六七八九十", text.split("｜"), strict=False)))


def told(old: str, new: str, **options: object) -> list[str]:
    return [f"{term.kind} {term}" for term in keyness(document(old), document(new), **options)]


# -- what is a term ------------------------------------------------------------------------------------------------------------------

#: Old lines, new lines, and all that is told of them.
FOUND = {
    "a phrase that the word list would cut": (
        "发展传统产业。｜关心职工。",
        "发展新质生产力。｜关心新质生产力，壮大新质生产力。",
        ["came 新质生产力 0 → 3"],
    ),
    "a compound of words": (
        "加强工作。｜关心职工。",
        "加强产教融合。｜推进产教融合。｜关心产教融合。",
        ["came 产教融合 0 → 3"],
    ),
    "a name with 的 inside": (
        "关心职工。",
        "加强党的领导。｜坚持党的领导，改善党的领导。",
        ["came 党的领导 0 → 3"],
    ),
    "no part of a phrase that stands nowhere else": (
        "关心职工。",
        "设立碳排放权交易所。｜管理碳排放权交易所。｜监督碳排放权交易所。",
        ["came 碳排放权交易所 0 → 3"],
    ),
    "a part that stands by itself too": (
        "关心职工。",
        "尊重工匠。｜爱护工匠。｜宣传工匠。｜培养大国工匠。｜表彰大国工匠。｜关心大国工匠。",
        ["came 工匠 0 → 6", "came 大国工匠 0 → 3"],
    ),
    "a part of a compound is counted in it": (
        "召开职工代表大会。",
        "召开教师代表大会，尊重教师。",
        ["came 教师 0 → 2"],
    ),
    "no phrase across a mark": ("关心职工。", "组织宣传、教育。｜开展宣传、教育。", ["came 宣传 0 → 2", "came 教育 0 → 2"]),
    "no phrase that begins or ends with a binding word": (
        "关心职工。",
        "对于农药的登记。｜对于农药的使用。｜对于农药的销售。",
        ["came 农药 0 → 3"],
    ),
    "no measure word behind a number": (
        "关心职工。",
        "培养2000名工匠。｜表彰300名工匠。｜选出50名工匠。",
        ["came 工匠 0 → 3"],
    ),
    "no number": ("关心职工。", "处三万元罚款。｜处三万元罚款。｜依照第十二条，处三万元罚款。", ["came 罚款 0 → 3"]),
    "no printed label": ("关心职工。", "关心职工。｜关心职工。｜关心职工。", []),
    "neither came nor went what stands in other words": (
        "发展智能。｜推广智能。",
        "发展智能化。｜推广智能化。",
        ["came 智能化 0 → 2"],
    ),
    "the same vocabulary": ("关心职工，培养工匠。", "培养工匠，关心职工。", []),
}


@pytest.mark.parametrize(("old", "new", "expected"), FOUND.values(), ids=FOUND.keys())
def test_what_is_a_term(old: str, new: str, expected: list[str]) -> None:
    """Words that came, without those that went: 职工 and the like are there to be compared with."""
    assert [line for line in told(old, new) if "went" not in line] == expected


def test_phrases_are_mined_from_the_documents_themselves() -> None:
    """Given nothing but single characters, the new term is still one, and no part of it is told."""
    old = "发展传统产业。｜壮大实体经济。｜依靠科技进步。"
    new = "发展新质生产力。｜壮大新质生产力，依靠新质生产力。｜布局新质生产力。"

    assert "came 新质生产力 0 → 4" in told(old, new, tokenize=list)
    assert not [line for line in told(old, new, tokenize=list) if re.search("新质|质生|生产|产力", line.replace("新质生产力", ""))]


def test_the_term_everybody_looks_for() -> None:
    """It stands in the opinions once, and is one word."""
    terms = {term.text: term for term in keyness(parse(bundled(PLAN)), parse(bundled(OPINIONS)), least=1)}

    assert terms["新质生产力"].kind is TermKind.CAME
    assert [span.of(bundled(OPINIONS)) for span in terms["新质生产力"].new] == ["新质生产力"]
    assert not terms.keys() & {"生产力", "新质", "质生产力"}


def test_least_is_how_often_a_term_stands() -> None:
    """Two by default; less than one is no number of places."""
    assert told("关心职工。", "表彰工匠。") == []
    assert set(told("关心职工。", "关心工匠。", least=1)) == {"came 工匠 0 → 1", "went 职工 1 → 0"}
    with pytest.raises(OptionError, match="least=0"):
        keyness(document("关心职工。"), document("关心职工。"), least=0)


def test_one_empty_side_says_nothing() -> None:
    """There is no rate to compare with."""
    assert keyness(parse(""), document("关心职工，关心职工。")) == ()


def test_what_stands_around_the_text_is_not_looked_at() -> None:
    """A title or a signature has no vocabulary."""
    frame = "某某部关于印发《办法》的通知\n\n（一）关心职工。\n\n某某部\n2024年10月12日"
    terms = keyness(document("关心职工。"), parse(frame), least=1)

    assert {clause.level for clause in parse(frame).clauses} & FRAME_LEVELS
    assert terms == ()


# -- scripts and forms ---------------------------------------------------------------------------------------------------------------


def test_traditional_and_simplified_are_one() -> None:
    """The same text in the other script has the same vocabulary."""
    text = bundled(OPINIONS)

    assert keyness(parse(text), parse(to_script(text, "s2t"))) == ()


def test_a_term_is_shown_as_it_is_printed() -> None:
    """In the new text, or in the old one if it went."""
    old, new = document("关心劳动者，保护劳动者。"), document("關心職工代表，選舉職工代表。")

    assert [f"{term.kind} {term}" for term in keyness(old, new)] == ["went 劳动者 2 → 0", "came 職工代表 0 → 2"]


def test_what_differs_on_paper_only_is_one() -> None:
    """A blank in a word, a radical for a character, letters of full width."""
    terms = keyness(document("关心职工。"), document("推广ＡＰＰ。｜使用APP，保护产业⼯人。｜尊重产业 工人。"))

    assert {str(term) for term in terms} >= {"APP 0 → 2", "产业工人 0 → 2"}


# -- figures -------------------------------------------------------------------------------------------------------------------------


PAIRS = {
    "plan and opinions": (TEXTS / PLAN, TEXTS / OPINIONS),
    **{p.name: (p / "old.txt", p / "new.txt") for p in sorted(REVISIONS.iterdir()) if p.is_dir() and "civilprocedure" not in p.name},
}


def folded(text: str, span: Span) -> str:
    """A passage as it is compared."""
    return to_script(normalize(text, span, list(STANDARD.values())).text, "tw2s")


def size_of(document: Document) -> int:
    """How many characters are looked at, counted once more."""
    total = 0
    for clause in document.clauses:
        if clause.level not in FRAME_LEVELS:
            start = clause.marker_span.end if clause.marker_span else clause.span.start
            total += sum(map(str.isalnum, folded(document.text, Span(start, clause.span.end))))
    return total


def untrue(term: Term, old: Document, new: Document, sizes: tuple[int, int]) -> list[str]:
    """What is wrong with a term, in words."""
    faults = []
    printed = {folded(side.text, span) for side, spans in ((old, term.old), (new, term.new)) for span in spans}
    if printed != {to_script(term.text, "tw2s")}:
        faults.append(f"{term} is printed as {printed}")
    for spans in (term.old, term.new):
        faults += [f"{term}: places overlap" for a, b in pairwise(spans) if a.end > b.start]
    o, n = term.old_count, term.new_count
    rose = n * sizes[0] > o * sizes[1]
    wanted = {TermKind.CAME: not o, TermKind.WENT: not n, TermKind.ROSE: rose, TermKind.FELL: not rose}[term.kind]
    if not wanted:
        faults.append(f"{term} is not {term.kind}")
    if (term.old_rate, term.new_rate) != pytest.approx((1000 * o / sizes[0], 1000 * n / sizes[1])):
        faults.append(f"{term}: rates {term.old_rate}, {term.new_rate}")
    if term.log_ratio != pytest.approx(log2(max(n, 0.5) / sizes[1]) - log2(max(o, 0.5) / sizes[0])):
        faults.append(f"{term}: log ratio {term.log_ratio}")
    table = [[o, n], [sizes[0] - o, sizes[1] - n]]
    if term.log_likelihood != pytest.approx(chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic, abs=1e-6):
        faults.append(f"{term}: log-likelihood {term.log_likelihood}")
    if term.kind in (TermKind.ROSE, TermKind.FELL) and term.log_likelihood < LEAST_LIKELIHOOD:
        faults.append(f"{term} may be chance")
    return faults


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS.keys())
def test_the_figures_of_real_documents_can_be_recomputed(pair: tuple[Path, Path]) -> None:
    """Places are the term, counts are places, rates are counts by characters, and scipy finds the same log-likelihood."""
    old, new = map(policydiff.read, pair)
    sizes = size_of(old), size_of(new)
    terms = keyness(old, new)

    assert [fault for term in terms for fault in untrue(term, old, new, sizes)] == []
    assert [term.log_likelihood for term in terms] == sorted((term.log_likelihood for term in terms), reverse=True)


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS.keys())
def test_what_came_stands_nowhere_in_the_old_text(pair: tuple[Path, Path]) -> None:
    """A reader who searches the other file for the word finds nothing; numbers and frame are not looked at."""
    old, new = map(policydiff.read, pair)
    texts = {
        kind: "\n".join(folded(other.text, clause.span) for clause in other.clauses if clause.level not in FRAME_LEVELS)
        for kind, other in ((TermKind.CAME, old), (TermKind.WENT, new))
    }

    assert [term for term in keyness(old, new) if to_script(term.text, "tw2s") in texts.get(term.kind, "")] == []


#: What experts say of these revisions, in one word each: the term that was given up, or the one that was brought in.
KNOWN = {
    "cn-invoice-2019-2023": ({"纸质发票"}, {"领购"}),
    "tw-civilprocedure-2000-2003": ({"司法事務官"}, {"當事人發見"}),
    "tw-personaldata-1995-2010": ({"告知", "國際傳輸"}, {"電腦處理", "國際傳遞"}),
    "cn-sciencepop-2002-2024": ({"依法给予处分"}, {"依法给予行政处分"}),
    "tw-mentalhealth-2002-2007": ({"強制社區治療", "照護"}, {"左列"}),
}


@pytest.mark.parametrize(("name", "came", "went"), [(name, *terms) for name, terms in KNOWN.items()], ids=KNOWN.keys())
def test_the_known_terms_of_revisions_are_found(name: str, came: set[str], went: set[str]) -> None:
    """Whole, and under their kind."""
    terms = keyness(policydiff.read(REVISIONS / name / "old.txt"), policydiff.read(REVISIONS / name / "new.txt"))

    assert came <= {term.text for term in terms if term.kind is TermKind.CAME}
    assert went <= {term.text for term in terms if term.kind is TermKind.WENT}


# -- laws ----------------------------------------------------------------------------------------------------------------------------


@HALF
@given(drafts(), drafts())
def test_swapping_the_sides_mirrors_the_terms(old, new) -> None:
    """Came is went, rose is fell, and the log ratio changes its sign."""
    there, back = keyness(parse(old.text), parse(new.text)), keyness(parse(new.text), parse(old.text))

    assert {(t.text, t.kind, t.old, t.new, round(t.log_ratio, 9)) for t in there} == {
        (t.text, MIRRORED[t.kind], t.new, t.old, round(-t.log_ratio, 9)) for t in back
    }


@given(strings(), strings())
@example("甲乙" * 40, "甲乙" * 20)
@example("\ud800", "工匠工匠")
def test_any_two_strings_have_terms(old: str, new: str) -> None:
    """Nothing stops the counting, and every figure holds."""
    documents = parse(f"（一）{old}"), parse(f"（一）{new}")
    for term in keyness(*documents):
        assert term.log_likelihood >= 0
        assert term.text
        assert all(side.text[span.start : span.end] for side, spans in zip(documents, (term.old, term.new), strict=True) for span in spans)


@HALF
@given(drafts())
def test_a_document_has_the_vocabulary_of_itself(draft) -> None:
    """Nothing came and nothing went."""
    assert keyness(parse(draft.text), parse(draft.text)) == ()


def test_effort_grows_with_the_length() -> None:
    """Four times the text is at most four times the work, once everything is repeated: what stands once only is soon laid aside."""
    two, eight = ([parse("\n".join([bundled(name)] * copies)) for name in (PLAN, OPINIONS)] for copies in (2, 8))
    keyness(*two)

    assert lines(lambda: keyness(*eight)) < 4 * lines(lambda: keyness(*two))


def test_two_processes_say_the_same() -> None:
    """Whatever the seed of Python's hashes."""
    code = "import policydiff, sys; from policydiff.terms import keyness; print(ascii(keyness(*map(policydiff.read, sys.argv[1:]))))"
    runs = [
        subprocess.run(
            [sys.executable, "-c", code, str(TEXTS / PLAN), str(TEXTS / OPINIONS)],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]

    assert runs[0] == runs[1] != b"()\n"


# -- reports -------------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def revision() -> policydiff.Comparison:
    return policydiff.compare(TEXTS / PLAN, TEXTS / OPINIONS)


def test_the_table_has_every_term(revision: policydiff.Comparison) -> None:
    """A line for each, with the counts; the places are clauses that hold the term."""
    text = revision.to_terms()
    header, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))

    assert text.startswith("\ufeff")
    assert tuple(header) == COLUMNS
    assert [(row[0], row[1], int(row[2]), int(row[3])) for row in rows] == [
        (term.kind, term.text, term.old_count, term.new_count) for term in revision.terms()
    ]
    (row,) = [row for row in rows if row[1] == "新就业形态劳动者"]
    assert row[-2:] == ["", "（十一）；（十七）"]


def test_a_place_is_no_number() -> None:
    """A spreadsheet would make 4.1 of 4.10, and a date of 1-2."""
    new = parse("4 总则\n" + "".join(f"4.{number} 表彰工匠。\n" for number in range(1, 11)))
    rows = list(csv.reader(io.StringIO(policydiff.compare(document("关心职工。"), new).to_terms().removeprefix("\ufeff"))))

    assert not [cell for row in rows[1:] for cell in row[-2:] if re.fullmatch("[0-9]+[.-][0-9]+", cell)]


#: What a file is called, and what is in it.
NAMES = {
    "terms.csv": "kind,term",
    "对照.terms.csv": "kind,term",
    "2.0版.TERMS.CSV": "kind,term",
    "links.csv": "decision,old id",
    "myterms.csv": "decision,old id",
    "terms.2024.csv": "decision,old id",
}


@pytest.mark.parametrize(("name", "begins"), NAMES.items())
def test_the_name_chooses_the_table(revision: policydiff.Comparison, tmp_path: Path, name: str, begins: str) -> None:
    """`.terms.csv` is a suffix of its own; any other table is the one of the links."""
    assert revision.save(tmp_path / name).read_text("utf-8-sig").startswith(begins)


@pytest.mark.parametrize("name", ["terms", "csv", ".csv", "html", "terms.csv.bak"])
def test_a_name_without_a_known_suffix_is_refused(revision: policydiff.Comparison, tmp_path: Path, name: str) -> None:
    """Nothing is written under it."""
    with pytest.raises(OutputError, match="no report has the suffix"):
        revision.save(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_the_terminal_names_the_most_telling_terms(revision: policydiff.Comparison) -> None:
    """And says how many more there are; together they are all."""
    report = revision.to_text()
    (came,) = re.findall("用语新见：(.*)", report)
    named, _, more = came.partition("，另有")

    assert named.split("、")[0] == "劳模工匠 0→9"
    assert len(named.split("、")) + int(more.rstrip("个")) == sum(term.kind is TermKind.CAME for term in revision.terms())


def test_the_page_has_a_section_for_them(revision: policydiff.Comparison) -> None:
    """Each term leads to the row of its first place; what is named and what is not adds up."""
    page = revision.to_html()
    (section,) = re.findall('<section class="block axes terms".*?</section>', page, re.DOTALL)
    links = re.findall('href="#([^"]+)">([^<]+)</a> <span class="number">(\\d+)→(\\d+)', section)
    more = sum(int(count) for count in re.findall("另有 (\\d+) 个", section))
    terms = {(term.text, term.old_count, term.new_count) for term in revision.terms()}

    assert {(text, int(old), int(new)) for _, text, old, new in links} <= terms
    assert len(links) + more == len(terms)
    assert all(f'id="{anchor}"' in page for anchor, *_ in links)


def test_a_reprint_has_no_such_section() -> None:
    """Its words are those of the text, or differences that are listed one by one; who wants the terms can ask for them."""
    reprint = policydiff.compare(TEXTS / OPINIONS, TEXTS / EXTRACT)

    assert "来去的用语" not in reprint.to_html()
    assert "用语新见" not in reprint.to_text()
    assert "境外" in {term.text for term in reprint.terms(least=1)}
