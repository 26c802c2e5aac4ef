"""The whole newspaper page against the official text, as a reader would list it: these differences, in these words, and not one more."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Indel
from support.marks import normalized
from support.paths import OPINIONS, PAGE, PLAN, bundled
from support.strategies import excerpts

from policydiff.comparison import Comparison, compare
from policydiff.edits.tidying import minimal_hunks
from policydiff.formal import FormalClass, class_of
from policydiff.model import Edit, EditTag
from policydiff.outline import parse
from policydiff.words import boundaries, is_word

WORDING = frozenset({EditTag.INSERT, EditTag.DELETE, EditTag.REPLACE})

#: 条款、官方文本、转载. Read from the two texts, row by row; 序 to （八） are also in gold/reprint.first-part.json.
LISTED = """
序|推动|深化
一、第2段|显著|彰显
一、第2段|以|
（一）|工作|引领
（一）||网下
（二）|党员|职工
（三）|职业学校|职业院校
（四）|安排|建设
（五）|依规|依章程
（六）|和谐|和行业
（六）|创新|
（七）|文学艺术|文艺作品
（八）|、|,
（八）|职业学校|职业院校
（八）|实习实训|实训指导
（八）|职业学校|职业院校
（九）|、|,
（九）|职业教育|开展
（九）|、|,
（十）|工会|企业
（十一）|训练营|培训营
（十一）|境外|
（十二）||入
（十三）|横向发展|纵向发展
（十三）|职业资格、|
（十三）|技术岗位|工作岗位
（十三）|互相贯通|互通互转
（十四）|多劳者多得|多劳多得
（十五）|联通共享|互联互通
（十五）|事项一网通办|社会
（十五）|坚持和发展新时代“枫桥经验”，|
（十五）|纠治|纠正
（十五）|侵权|
（十七）|领域|劳动者权益保障
（十七）|劳动法律监督|法律援助
（十七）|建会|工会
（十八）|各层级|多层次
（十九）|、|,
（二十一）|产业基础|产业链
（二十一）|项目|
（二十二）|人才培育|人才培养
（二十二）|巾帼|中高级
（二十二）|在全社会大力弘扬工匠精神，|
（二十三）|引导|吸引
（二十四）|放开|开放
（二十五）|组织|
（二十六）|、|,
六、|六、维护劳动经济权益，增强产业工人成就感获得感幸福感|
""".strip().splitlines()


@pytest.fixture(scope="module")
def reprint() -> Comparison:
    return compare(parse(bundled(OPINIONS)), parse(bundled(PAGE)))


def wording(comparison: Comparison) -> list[tuple[str, Edit]]:
    """Every edit of the wording, with the label of its row."""
    return [(row.label, edit) for row in comparison.rows for edit in row.edits if edit.tag in WORDING]


@pytest.mark.checkout
def test_the_whole_page_differs_in_what_a_reader_lists(reprint: Comparison) -> None:
    """Forty-seven readings and a heading."""
    found = [("".join(e.old.of(reprint.old.text).split()), "".join(e.new.of(reprint.new.text).split())) for _, e in wording(reprint)]
    listed = [tuple(line.split("|")[1:]) for line in LISTED]

    assert sorted(found) == sorted(listed)


@pytest.mark.checkout
def test_no_mark_on_the_page_cuts_a_word(reprint: Comparison) -> None:
    """Every mark begins and ends where a word, a number or a mark of punctuation does, on both sides."""
    sides = [(edit.old, reprint.old.text) for _, edit in wording(reprint)] + [(edit.new, reprint.new.text) for _, edit in wording(reprint)]
    cut = []
    for span, text in sides:
        start = text.rfind("\n", 0, span.start) + 1
        known = boundaries(text[start : text.find("\n", span.end)])
        places = {place + start for place in known.words | known.inner}
        if span.size and not set(span) <= places and not (span.size > 1 and is_word(span.of(text))):
            cut.append(span.of(text))

    assert cut == []


@pytest.mark.checkout
def test_every_difference_of_the_page_is_in_its_class(reprint: Comparison) -> None:
    """Five marks of punctuation; the rest of what differs is words, or paper."""
    classes = [class_of(edit, reprint.old.text, reprint.new.text) for _, edit in wording(reprint)]
    forms = {name: count for name, count in reprint.summary().forms.items() if count}

    assert [form for form in classes if form is not None] == [FormalClass.PUNCTUATION] * 5
    assert forms == {"width": 182, "markup": 9, "lines": 6, "blanks": 1, "punctuation": 5}


# -- the fewest characters, by three engines ---------------------------------------------------------------------------------------------


def cost_of_dmp(old: str, new: str) -> int:
    """How many characters diff-match-patch deletes and puts in, without a limit of time and without its shortcuts for lines."""
    from diff_match_patch import diff_match_patch

    engine = diff_match_patch()
    engine.Diff_Timeout = 0
    return sum(len(text) for sign, text in engine.diff_main(old, new, checklines=False) if sign)


@st.composite
def two_excerpts(draw: st.DrawFn) -> tuple[str, str]:
    """Two passages of up to eighty characters: of one text, of two, or one with words of the other in it."""
    texts = [bundled(name).replace("\n", "") for name in (OPINIONS, PLAN)]
    a, b = (draw(st.sampled_from(texts)) for _ in range(2))
    i, j = draw(st.integers(0, len(a) - 80)), draw(st.integers(0, len(b) - 80))
    old, new = a[i : i + draw(st.integers(1, 80))], b[j : j + draw(st.integers(1, 80))]
    place = draw(st.integers(0, len(old)))
    return (
        (old, new) if draw(st.booleans()) else (old, old[:place] + new[: draw(st.integers(0, 12))] + old[place + draw(st.integers(0, 6)) :])
    )


@settings(max_examples=settings().max_examples // 2)
@given(st.lists(two_excerpts(), min_size=20, max_size=20))
def test_three_engines_agree_on_the_fewest_characters(pairs: list[tuple[str, str]]) -> None:
    """Two thousand pairs: our hunks cost what rapidfuzz says is least, and what diff-match-patch finds."""
    costs = [
        (sum(h.old_end - h.old_start + h.new_end - h.new_start for h in minimal_hunks(*pair)), Indel.distance(*pair)) for pair in pairs
    ]

    assert [ours for ours, _ in costs] == [least for _, least in costs] == [cost_of_dmp(*pair) for pair in pairs]


@given(excerpts(), excerpts())
def test_hunks_rebuild_both_sides(old: str, new: str) -> None:
    """What lies between two hunks is equal."""
    a, b = normalized(old).text, normalized(new).text
    i = j = 0
    for hunk in minimal_hunks(a, b):
        assert a[i : hunk.old_start] == b[j : hunk.new_start]
        i, j = hunk.old_end, hunk.new_end

    assert a[i:] == b[j:]


def test_a_heading_on_two_lines_of_a_page_is_form():
    """The words are the same; the second line is no clause that was split off."""
    text = "一、总体要求\n坚持改革。\n二、搭建平台，发挥作用\n（一）开展竞赛。广泛开展。"
    page = text.replace("，发挥", "，\n发挥")
    rows = compare(parse(text), parse(page), profile="reprint").rows

    assert {str(kind) for row in rows for kind in row.kinds} == {"formal"}
