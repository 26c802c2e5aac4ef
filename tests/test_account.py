"""What changed, in sentences: right in number and grammar, and every number one of the record."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from support.paths import EXTRACT, OPINIONS, PLAN, REVISIONS, bundled
from support.strategies import Draft, drafts, strings

import policydiff
from policydiff.errors import OptionError
from policydiff.model import FRAME_LEVELS, HEADING_LEVELS, PART_LEVELS, Span
from policydiff.normalization import normalize
from policydiff.outline import parse

HALF = settings(max_examples=settings().max_examples // 2)

# -- sentences -------------------------------------------------------------------------------------------------------------------------


def articles(*texts: str) -> str:
    return "\n".join(f"第{numeral}条　{text}" for numeral, text in zip("一二三四五六七八九", texts, strict=False))


#: Profile, old text, new text, the account in Chinese and in English.
ACCOUNTS = {
    "one number": (
        "revision",
        articles("罚款2000元。", "本法自公布之日起施行。"),
        articles("罚款3000元。", "本法自公布之日起施行。"),
        """
        新文2条中，1条沿用原文，1条由原文改写而来。
        原文2条中，1条原样保留，1条改写后保留。
        文字改动1处，为改写。
        数字改动1处：第一条“2000元”→“3000元”。
        """,
        """
        Of the 2 provisions of the new text, 1 is unchanged and 1 is reworded.
        Of the 2 provisions of the old text, 1 is unchanged and 1 lives on in other words.
        1 passage differs: 1 replaced.
        There is 1 changed number: “2000元” → “3000元” in 第一条.
        """,
    ),
    "a single provision": (
        "revision",
        articles("国家鼓励企业创新。"),
        articles("国家支持企业创新。"),
        """
        新文仅1条，由原文改写而来。
        原文仅1条，改写后保留。
        文字改动1处，为改写。
        """,
        """
        The one provision of the new text is reworded.
        The one provision of the old text lives on in other words.
        1 passage differs: 1 replaced.
        """,
    ),
    "the same everywhere": (
        "revision",
        articles("部门必须公开信息。", "机关必须接受监督。", "企业必须缴纳税款。"),
        articles("部门应当公开信息。", "机关应当接受监督。", "企业应当缴纳税款。"),
        """
        新文3条全部由原文改写而来。
        原文3条全部改写后保留。
        文字改动3处，均为改写。
        约束程度变化3处：第一条“必须”→“应当”，第二条“必须”→“应当”，第三条“必须”→“应当”。
        统一修改1项：“必须”→“应当”3处。
        """,
        """
        All 3 provisions of the new text are reworded.
        All 3 provisions of the old text live on in other words.
        3 passages differ: 3 replaced.
        There are 3 obligations made stronger or weaker: “必须” → “应当” in 第一条; “必须” → “应当” in 第二条; “必须” → “应当” in 第三条.
        1 substitution was made throughout: “必须” → “应当” (3 places).
        """,
    ),
    "a provision was put in and the next one has another number": (
        "revision",
        articles("国家鼓励企业创新。", "本法自公布之日起施行。"),
        articles("国家鼓励企业创新。", "公证机构依法独立办理公证。", "本法自公布之日起施行。"),
        """
        新文3条中，2条沿用原文，1条为新增。
        原文2条全部原样保留。
        对照表中，1行改号。
        文字改动1处，为增加。
        另有格式差异1处。
        """,
        """
        Of the 3 provisions of the new text, 2 are unchanged and 1 is new.
        All 2 provisions of the old text are unchanged.
        Rows of the comparison: 1 renumbered.
        1 passage differs: 1 inserted.
        There is 1 difference of form besides.
        """,
    ),
    "nothing in common": (
        "revision",
        articles("国家鼓励企业创新。", "农药应当登记。"),
        articles("公证当事人自愿申请。"),
        """
        未找到可靠对应：原文2条，新文1条，没有一条可以对应；可能不是同一文件的不同版本。
        文字改动3处：增加1处，删去2处。
        """,
        """
        No provision has a counterpart: 2 provisions in the old text, 1 in the new one. These may not be versions of one document.
        3 passages differ: 1 inserted and 2 deleted.
        """,
    ),
    "the same bytes": (
        "revision",
        articles("国家鼓励企业创新。"),
        articles("国家鼓励企业创新。"),
        "两份文件逐字节相同。",
        "The two files are the same, byte for byte.",
    ),
    "the same words": (
        "reprint",
        articles("国家鼓励企业创新，保护成果。"),
        articles("国家鼓励企业创新,保护成果。"),
        """
        两份文本的文字相同。
        只有格式差异1处。
        """,
        """
        The words of the two texts are the same.
        There is only 1 difference of form.
        """,
    ),
    "a reprint": (
        "reprint",
        "一、总则\n（一）坚持协调，完善制度。\n（二）加强领导，落实各项安全责任。\n二、保障\n（三）持续扩大开放。\n",
        "一、总则\n（一）坚持创新，完善制度。\n（二）加强领导，落实各项责任。\n（三）持续扩大开放。\n",
        """
        字句不同2处：改写1处，缺少1处。
        缺1个标题。
        原文3条中，1条文字相同，2条文字有出入。
        """,
        """
        2 passages differ from the original: 1 replaced and 1 missing.
        1 heading is missing.
        Of the 3 provisions of the original, 1 has the same words and 2 have other words.
        """,
    ),
}


def lines_of(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.strip().split("\n"))


@pytest.mark.parametrize(("profile", "old", "new", "chinese", "english"), ACCOUNTS.values(), ids=ACCOUNTS.keys())
def test_the_account_reads_like_this(profile: str, old: str, new: str, chinese: str, english: str) -> None:
    """Whole, in both languages."""
    comparison = policydiff.compare(parse(old), parse(new), profile=profile)

    assert comparison.account() == lines_of(chinese)
    assert comparison.account(language="en") == lines_of(english)


def test_a_language_that_is_not_spoken_is_refused() -> None:
    """With those that are."""
    comparison = policydiff.compare(parse("甲"), parse("乙"))

    with pytest.raises(OptionError, match=r"language='fr' is not known\. Use one of zh, en"):
        comparison.account(language="fr")


def test_many_examples_are_counted() -> None:
    """Four are named; the others are a number."""
    old = articles(*(f"{what}的罚款为20{n}元。" for n, what in enumerate(("排污", "超载", "逃税", "伪造", "欺诈", "侵权"))))
    comparison = policydiff.compare(parse(old), parse(old.replace("20", "30")), profile="revision")

    assert [line for line in comparison.account() if "数字" in line] == [
        "数字改动6处：第一条“200元”→“300元”，第二条“201元”→“301元”，第三条“202元”→“302元”，第四条“203元”→“303元”，另有2处。"
    ]
    assert next(line for line in comparison.account(language="en") if "number" in line).endswith("“203元” → “303元” in 第四条; and 2 more.")


def test_long_words_are_not_quoted() -> None:
    """Nor a remark of a caller's own classifier forgotten."""
    from policydiff.changes import Row
    from policydiff.model import EditTag, Finding

    def remark(row: Row) -> list[Finding]:
        return [Finding("user:any", edit.old, edit.new, "看。") for edit in row.edits if edit.tag is EditTag.REPLACE]

    shared = "企业应当依照法律、行政法规的规定公开信息，接受有关部门和社会公众的监督。"
    old, new = (articles(f"{shared}{words * 4}。") for words in ("鼓励技术创新", "保护职工权益"))
    comparison = policydiff.compare(parse(old), parse(new), profile="revision", classifiers=[remark])

    assert "其他提示1处：第一条。" in comparison.account()
    assert "There is 1 other remark: in 第一条." in comparison.account(language="en")


# -- numbers ---------------------------------------------------------------------------------------------------------------------------


PAIRS = {
    "plan and opinions": (PLAN, OPINIONS),
    "opinions and extract": (OPINIONS, EXTRACT),
    **{name: (f"{name}/old.txt", f"{name}/new.txt") for name in ("cn-invoice-2019-2023", "tw-waste-1999-2001", "cn-sciencepop-2002-2024")},
}
WORDING = ("replace", "insert", "delete")


def text_of(name: str) -> str:
    return (REVISIONS / name).read_text("utf-8") if "/" in name else bundled(name)


def is_heading(clause: dict[str, Any], clauses: list[dict[str, Any]], text: str) -> bool:
    """Whether other units stand below a clause that is nothing but label and title."""
    if clause["level"] in set(map(str, HEADING_LEVELS)):
        return True
    below = [other for other in clauses if other["parent"] == clause["id"]]
    body = text[clause["start"] : clause["end"]].replace("\n", "")
    title = (clause["marker"] + (clause["heading"] or "")).replace(" ", "")
    is_title = re.sub(r"[\s#*]", "", body) == re.sub(r"[\s#*]", "", title) and clause["heading"] is not None
    return is_title and bool(below) and not any(other["level"] in set(map(str, PART_LEVELS)) for other in below)


def recounted(record: dict[str, Any], old: str, new: str) -> dict[str, int]:
    """Every number that an account may name, counted once more in the JSON and the files."""
    counts: Counter[str] = Counter()
    texts = {"old": old, "new": new}
    lone = {"old": 0, "new": 0}
    for side, text in texts.items():
        clauses = record[side]["clauses"]
        skipped = set(map(str, FRAME_LEVELS | PART_LEVELS))
        headings = {clause["id"] for clause in clauses if is_heading(clause, clauses, text)}
        wanted = {clause["id"] for clause in clauses if clause["level"] not in skipped} - headings
        counts[f"{side} total"] = len(wanted)
        for pair in record["pairs"]:
            here = len(wanted.intersection(pair[side]))
            kinds = set(pair["kinds"])
            if kinds & {"insertion", "repeal"}:
                counts[f"{side} alone"] += here
            elif not pair["old"] or not pair["new"]:
                counts[f"{side} elsewhere"] += here
            else:
                counts[f"{side} {'reworded' if 'substitution' in kinds else 'kept'}"] += here
            other = "new" if side == "old" else "old"
            lone[side] += not pair[other] and headings.issuperset(pair[side])
    edits = Counter(edit["tag"] for pair in record["pairs"] for edit in pair["edits"])
    counts["headings lost"], counts["headings gained"] = lone["old"], lone["new"]
    reprint = record["settings"]["profile"] == "reprint"
    counts["replace"] = edits["replace"]
    counts["insert"] = edits["insert"] - (lone["new"] if reprint else 0)
    counts["delete"] = edits["delete"] - (lone["old"] if reprint else 0)
    counts["differences"] = counts["replace"] + counts["insert"] + counts["delete"]
    counts["formal"] = edits["formal"]
    counts["outside"] = sum(end - start for start, end in record["outside"])
    for pair in record["pairs"]:
        counts.update(f"rows {kind}" for kind in pair["kinds"])
    remarks = [(f["name"], str(f["old"]), str(f["new"])) for pair in record["pairs"] for f in pair["findings"]]
    counts.update(f"finding {name}" for name, _, _ in set(remarks))  # a sentence that moved is told in both rows
    changed = Counter(
        (normalize(old, Span(*edit["old"])).text, normalize(new, Span(*edit["new"])).text)
        for pair in record["pairs"]
        for edit in pair["edits"]
        if edit["tag"] == "replace"
    )
    bulk = {words: count for words, count in changed.items() if count >= 3 and any(c.isalnum() for c in "".join(words))}
    counts["bulk"] = len(bulk)
    counts.update({f"“{before}”→“{after}”": count for (before, after), count in bulk.items()})
    return counts


#: What the numbers of a sentence are; the first pattern that fits tells.
CHINESE = {
    r"新文(?:仅)?(\d+)条": "new total",
    r"原文(?:仅)?(\d+)条": "old total",
    r"(\d+)条沿用原文": "new kept",
    r"(\d+)条由原文改写而来": "new reworded",
    r"(\d+)条从原文条款析出": "new elsewhere",
    r"(\d+)条为新增": "new alone",
    r"(\d+)条(?:原样保留|文字相同)": "old kept",
    r"(\d+)条(?:改写后保留|文字有出入)": "old reworded",
    r"(\d+)条并入他条": "old elsewhere",
    r"(\d+)条(?:在新文中未见对应|未见转载)": "old alone",
    r"(\d+)行有拆分": "rows split",
    r"(\d+)行有合并": "rows join",
    r"(\d+)行移位": "rows move",
    r"(\d+)行改号": "rows renumbering",
    r"(?:文字改动|字句不同)(\d+)处": "differences",
    r"改写(\d+)处": "replace",
    r"(?:增加|多出)(\d+)处": "insert",
    r"(?:删去|缺少)(\d+)处": "delete",
    r"缺(\d+)个标题": "headings lost",
    r"数字改动(\d+)处": "finding number",
    r"约束程度变化(\d+)处": "finding modality",
    r"否定词增减(\d+)处": "finding negation",
    r"范围变化(\d+)处": "finding scope",
    r"责任主体变化(\d+)处": "finding body",
    r"名称改动(\d+)处": "finding name",
    r"列举项目变化(\d+)处": "finding enumeration",
    r"分段变化(\d+)处": "finding paragraph",
    r"条文引用待查(\d+)处": "finding reference",
    r"字词重出(\d+)处": "finding repetition",
    r"疑似误植(\d+)处": "finding transcription",
    r"语句移位(\d+)处": "finding moved-sentence",
    r"统一修改(\d+)项": "bulk",
    r"格式差异(\d+)处": "formal",
    r"文件中有(\d+)字": "outside",
}
ENGLISH = {
    r"(?<=new text, )([\d,]+) (?:are|is) unchanged": "new kept",
    r"(?<=old text, )([\d,]+) (?:are|is) unchanged": "old kept",
    r"([\d,]+) provisions of the new": "new total",
    r"([\d,]+) provisions of the (?:old|original)": "old total",
    r"([\d,]+) (?:are|is) new": "new alone",
    r"([\d,]+) (?:are|is|were|was) split off": "new elsewhere",
    r"([\d,]+) (?:are|is) reworded": "new reworded",
    r"([\d,]+) (?:live|lives|have other|has other)": "old reworded",
    r"([\d,]+) (?:were|was) merged": "old elsewhere",
    r"([\d,]+) (?:have|has) no counterpart": "old alone",
    r"([\d,]+) (?:have|has) the same words": "old kept",
    r"([\d,]+) split\b": "rows split",
    r"([\d,]+) joined": "rows join",
    r"([\d,]+) moved sentence": "finding moved-sentence",
    r"([\d,]+) moved": "rows move",
    r"([\d,]+) renumbered": "rows renumbering",
    r"([\d,]+) passages? differs?": "differences",
    r"([\d,]+) replaced": "replace",
    r"([\d,]+) (?:inserted|added)": "insert",
    r"([\d,]+) (?:deleted|missing)": "delete",
    r"([\d,]+) headings? (?:is|are) missing": "headings lost",
    r"([\d,]+) changed number": "finding number",
    r"([\d,]+) obligation": "finding modality",
    r"([\d,]+) negation": "finding negation",
    r"([\d,]+) changes? of scope": "finding scope",
    r"([\d,]+) changes? of the responsible": "finding body",
    r"([\d,]+) paragraphs? (?:joined|divided)": "finding paragraph",
    r"([\d,]+) changed name": "finding name",
    r"([\d,]+) changed enumeration": "finding enumeration",
    r"([\d,]+) cross reference": "finding reference",
    r"([\d,]+) doubled": "finding repetition",
    r"([\d,]+) possible misprint": "finding transcription",
    r"([\d,]+) substitution": "bulk",
    r"([\d,]+) differences? of form": "formal",
    r"([\d,]+) characters? of the files": "outside",
}


#: What a profile does not speak of: a reprint is told from the side of its text, headings of a revision are rows like others.
NOT_TOLD = {
    "reprint": {"new total", "new kept", "new reworded", "new elsewhere"},
    "revision": {"headings lost", "headings gained"},
}


@pytest.mark.parametrize("names", PAIRS.values(), ids=PAIRS.keys())
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_number_can_be_recounted(names: tuple[str, str], language: str) -> None:
    """From the JSON and the files; what was told of is all there was to tell."""
    old, new = map(text_of, names)
    comparison = policydiff.compare(parse(old), parse(new))
    expected = recounted(comparison.to_dict(), old, new)
    told, left = set(), " ".join(comparison.account(language=language))
    for before, after, count in re.findall(r"“([^”]+)” ?→ ?“([^”]+)” ?\(?(\d+)(?:处| places)", left):
        assert expected[f"“{before}”→“{after}”"] == int(count)
    for pattern, name in (CHINESE if language == "zh" else ENGLISH).items():
        for found in re.findall(pattern, left):
            assert (name, int(found.replace(",", ""))) == (name, expected[name])
            told.add(name)
        left = re.sub(pattern, "", left)
    kinds = {f"rows {kind}" for kind in ("insertion", "repeal", "substitution", "formal")}
    of_both = {"finding heading", "finding term", *kinds, *(name for name in expected if name.startswith("“"))}

    assert {name for name, count in expected.items() if count} - told <= of_both | NOT_TOLD[comparison.profile]


def test_numbers_of_four_digits_have_a_comma_in_english() -> None:
    """And none in Chinese."""
    comparison = policydiff.compare(parse(bundled(OPINIONS)), parse(bundled("liaoyuan-daily-2024-10-23.md")))

    assert "文件中有2572字不属于正文，未作比较。" in comparison.account()
    assert "2,572 characters of the files are not part of the texts and were not compared." in comparison.account(language="en")


# -- laws ------------------------------------------------------------------------------------------------------------------------------


@HALF
@given(strings(), strings())
def test_any_two_strings_have_an_account(old: str, new: str) -> None:
    """At least a sentence, each one line that ends like one, with nothing in it that a terminal would obey."""
    comparison = policydiff.compare(parse(old), parse(new))
    for language, stop in (("zh", "。"), ("en", ".")):
        sentences = comparison.account(language=language)
        assert sentences
        assert all(sentence.endswith(stop) and "\n" not in sentence and "\x1b" not in sentence for sentence in sentences)


@HALF
@given(drafts(), drafts())
def test_english_agrees_in_number(old: Draft, new: Draft) -> None:
    """One is, two are."""
    account = " ".join(policydiff.compare(parse(old.text), parse(new.text)).account(language="en"))
    bare = re.sub("“[^”]*”", "", account)

    assert re.findall(r"\b1 (?:are|were|have|live|provisions|passages|rows|differences|places)\b", bare) == []
    assert re.findall(r"\b(?!1\b)\d+ (?:is|was|has|lives|provision|passage|difference|place)\b", bare) == []


# -- reports ---------------------------------------------------------------------------------------------------------------------------


def test_reports_begin_with_it() -> None:
    """The terminal right below the titles; the page below its verdict."""
    comparison = policydiff.compare(parse(bundled(PLAN)), parse(bundled(OPINIONS)))
    sentences = list(comparison.account())

    assert comparison.to_text().split("\n")[1 : len(sentences) + 1] == sentences
    assert "".join(f"<p>{sentence}</p>" for sentence in sentences) in comparison.to_html()
