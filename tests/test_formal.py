"""Formal differences have names: what was written otherwise, and how."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from support.marks import normalized
from support.strategies import strings

from policydiff.comparison import compare
from policydiff.edits import diff
from policydiff.formal import FormalClass, class_of, formal_class
from policydiff.model import EditTag
from policydiff.outline import parse

#: 旧写法、新写法、类别.
FORMS = """
，|,|width
（|(|width
２０２４|2024|width
Ａ|A|width
完|完 |blanks
、|，|punctuation
。||punctuation
；|。|punctuation
“|「|quotes
“意识”|"意识"|quotes
‘|『|quotes
――|——|dashes
2021—2025年|2021-2025年|dashes
――|--|dashes
……|......|dots
·|・|dots
产 业|产业|blanks
产　业|产业|blanks
产\\n业|产业|lines
产\\n\\n业|产业|lines
产\\f业|产业|lines
work-\\ners|workers|lines
总体|\\n### 总体|markup
总体|**总体**|markup
产业|产\\u200b业|invisible
产业|产\\u202e业|invisible
工人|⼯⼈|compatibility
凉|\\uf979|compatibility
產業|产业|script
條|条|script
百分之六十|60%|numerals
三千|3000|numerals
二〇一七|2017|numerals
十二|12|numerals
三十|30|numerals
二万|20,000|numerals
二〇二四|二○二四|numerals
二〇二四|二0二四|numerals
""".strip().splitlines()


def forms_between(old: str, new: str) -> Counter[str]:
    """The classes of the differences of two passages; `words` for differences of words."""
    edits = diff([normalized(old)], [normalized(new)])
    return Counter(str(class_of(e, old, new) or "words") for e in edits if e.tag is not EditTag.EQUAL)


def spelled(text: str) -> str:
    r"""A text in which characters are written by number, or as \n and \f."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text).replace("\\n", "\n").replace("\\f", "\f")


@pytest.mark.parametrize("line", FORMS)
def test_what_was_written_otherwise_has_a_class(line: str) -> None:
    """In the middle of a sentence, and the same class the other way round."""
    old, new, form = (spelled(part) for part in line.split("|"))
    before, after = "国家按照规定统一组织", "个方面的具体工作"
    if form == "script":  # folded only where the scripts of two documents differ
        assert formal_class(old, new) is formal_class(new, old) is FormalClass.SCRIPT
        return

    assert set(forms_between(before + old + after, before + new + after)) == {form}
    assert set(forms_between(before + new + after, before + old + after)) == {form}


#: 旧写法、新写法: 字句不同，不是格式.
WORDS = """
三千|五千
百分之六十|50%
二〇一七|2018
着|著
完善|改善
，经批准|。经批准后
十五|15.5
""".strip().splitlines()


@pytest.mark.parametrize("line", WORDS)
def test_another_value_or_word_is_no_form(line: str) -> None:
    """At least one difference of words is left."""
    old, new = line.split("|")

    assert forms_between(f"国家按照{old}个方面", f"国家按照{new}个方面")["words"]


def test_differences_that_touch_are_told_apart() -> None:
    """Each has a class of its own, however close they stand."""
    assert forms_between("坚持“四个意识”，不断\n完善", '坚持"四个意识",不断完善') == {"quotes": 2, "width": 1, "lines": 1}


def test_the_number_of_a_clause_is_a_class() -> None:
    """In a revision numbers follow from the order; their width alone is width."""
    old = parse("第一条　国家鼓励创新。\n（一）国家保护产权。\n（二）国家奖励职工。\n")
    new = parse("第二条　国家鼓励创新。\n（一)国家保护产权。\n（三）国家奖励职工。\n")
    summary = compare(old, new, profile="revision").summary()

    assert {name: count for name, count in summary.forms.items() if count} == {"width": 1, "numbering": 2}


def test_a_mark_that_became_another_is_listed_and_counted() -> None:
    """、→ ， is a difference to be read, and no difference of words."""
    comparison = compare(parse("一、总体要求\n企业、职工应当参加，依法办理。"), parse("一、总体要求\n企业，职工应当参加,依法办理。"))
    summary = comparison.summary()

    assert (summary.replaced, summary.formal) == (1, 1)
    assert {name: count for name, count in summary.forms.items() if count} == {"width": 1, "punctuation": 1}
    assert comparison.to_dict()["forms"] == {"width": 1, "punctuation": 1}


@given(strings(12), strings(12))
def test_any_two_passages_have_a_class_that_does_not_depend_on_the_side(old: str, new: str) -> None:
    """Whatever they are."""
    assert formal_class(old, new) is formal_class(new, old)
