"""繁简: a text and the same text in the other script differ in script, and in nothing else."""

from __future__ import annotations

import opencc
import pytest
from support.paths import BUNDLED, STATUTES, bundled, statute

from policydiff.comparison import compare
from policydiff.formal import FormalClass, class_of
from policydiff.model import ChangeKind, EditTag
from policydiff.normalization import Script, script_of
from policydiff.outline import parse

pytestmark = pytest.mark.checkout

#: What makes the other script: the usage of the mainland, of Taiwan, of Hong Kong.
TO_TRADITIONAL, TO_SIMPLIFIED = ("s2t", "s2tw", "s2hk"), ("t2s", "tw2s")


@pytest.mark.parametrize("name", [*BUNDLED, *STATUTES])
def test_the_same_text_in_the_other_script_differs_in_script_only(name: str) -> None:
    """Every difference is one of form and of its class, no row is reworded, and none has moved."""
    text = bundled(name) if name in BUNDLED else statute(name)
    configs = TO_SIMPLIFIED if script_of(text) is Script.TRADITIONAL else TO_TRADITIONAL
    config = configs[len(name) % len(configs)]
    comparison = compare(parse(text), parse(opencc.OpenCC(config).convert(text)), profile=("revision", "reprint")[len(name) % 2])
    edits = [edit for row in comparison.rows for edit in row.edits if edit.tag is not EditTag.EQUAL]

    assert {class_of(edit, comparison.old.text, comparison.new.text) for edit in edits} == {FormalClass.SCRIPT}
    assert {kind for row in comparison.rows for kind in row.kinds} == {ChangeKind.FORMAL}


#: 一地所写之字: 卫生、化妆、麻痹; the other side keeps what OpenCC leaves.
REGIONAL = [("公共衞生", "公共卫生"), ("化粧品", "化妆品"), ("小兒麻痺", "小儿麻痹"), ("顯著", "显著"), ("隨著", "随着")]


@pytest.mark.parametrize(("old", "new"), REGIONAL)
def test_what_one_region_writes_is_script(old: str, new: str) -> None:
    """Whichever region the rest of the text is from."""
    before, after = parse(f"第一條　國家發展{old}事業，產業隊伍建設。"), parse(f"第一条　国家发展{new}事业，产业队伍建设。")
    (row,) = compare(before, after).rows

    assert row.kinds == (ChangeKind.FORMAL,)


def test_another_word_is_told_between_scripts() -> None:
    """發展 → 支持 is a difference of words, and the only one."""
    (row,) = compare(parse("第一條　國家發展產業隊伍建設。"), parse("第一条　国家支持产业队伍建设。")).rows
    worded = [edit for edit in row.edits if edit.tag is EditTag.REPLACE]

    assert [(edit.old.of("第一條　國家發展產業隊伍建設。"), edit.new.of("第一条　国家支持产业队伍建设。")) for edit in worded] == [
        ("發展", "支持")
    ]
