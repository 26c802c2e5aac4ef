"""What to call things: a clause (二（二）5, 第十二条第三项, 序, 一、第2段), a kind of change (改), a document.

What is printed stays as it is printed, and a provision is cited as lawyers cite it in its own language (第一款第二项, 后段), whatever the
language of the report. What is made up here, since nothing is printed, is worded: 序, 第2段, 标题.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

from policydiff.model import PART_LEVELS, Clause, Collation, Document, Level, Pair, Span
from policydiff.numerals import format_numeral
from policydiff.reports.catalogue import ZH_HANS, Catalogue
from policydiff.words import sentence_ends

#: The kinds of rows, in the order in which they are told; each has a sign (改) and a word (改写) in the catalogues.
KINDS: Final = ("equal", "substitution", "insertion", "repeal", "move", "split", "join", "renumbering", "formal", "outside")

#: What a clause is, where nothing is printed to call it by.
_ROLES: Final = frozenset(
    {
        *(Level.TITLE, Level.SUBTITLE, Level.DATE, Level.CONTENTS, Level.MASTHEAD),
        *(Level.NOTE, Level.AUTHOR, Level.BYLINE, Level.SIGNATURE, Level.DATELINE),
    }
)
_PARAGRAPHS: Final = frozenset({Level.TEXT, Level.GOAL})
_WORDED: Final = _ROLES | _PARAGRAPHS | {Level.PREAMBLE}
#: Labels that end without a bracket: 一、 and 3.
_OPEN: Final = frozenset("、.．")
_DIVISIONS: Final = frozenset({Level.PART, Level.SUBPART, Level.CHAPTER, Level.SECTION, Level.SUBSECTION})


def label(document: Document, clause: Clause, words: Catalogue = ZH_HANS) -> str:
    r"""Return what a clause is called below its heading: its marker, or what it is.

    >>> from policydiff.outline import parse
    >>> d = parse("为了……，制定本办法。\n一、总体要求\n坚持……。\n二、重点任务\n（一）完善制度。健全……。")
    >>> [label(d, c) for c in d.clauses]
    ['序', '一', '第1段', '二', '（一）']
    """
    if clause.level in _ROLES:
        return words[f"label.{clause.level}"]
    if clause.level is Level.PREAMBLE:
        is_whole = clause.id == "p1" and not _has_sibling(document, clause)
        return words["label.preamble"] if is_whole else words.say("label.preamble_paragraph", number=_ordinal(clause))
    if clause.level in _PARAGRAPHS:
        return words.say("label.paragraph", number=_ordinal(clause))
    if clause.level is Level.PARAGRAPH:
        return _part(document, Level.PARAGRAPH, _ordinal(clause))
    if clause.level is Level.BULLET or not clause.marker:
        ordinal = _ordinal(clause)
        return chr(0x2460 + ordinal - 1) if clause.level is Level.BULLET and 1 <= ordinal <= 20 else clause.heading or clause.id
    if clause.level in PART_LEVELS and clause.number is not None:
        return _part(document, clause.level, clause.number)
    return clause.marker.rstrip("、.．") if clause.level in (Level.LAYER_1, Level.LAYER_3) else clause.marker


#: What the parts of a provision are called: 款、项、目 in the mainland, 項、款、目 in Taiwan.
_PARTS: Final = {Level.PARAGRAPH: "款項", Level.ITEM: "项款", Level.SUBITEM: "目目"}


def _part(document: Document, level: Level, number: int) -> str:
    """第二款, or 第二項 where articles are 條."""
    return f"第{format_numeral(number)}{_PARTS[level][document.articles_are_traditional]}"


def place_label(document: Document, span: Span, words: Catalogue = ZH_HANS) -> str:
    r"""Return where in its clause a passage stands: 第一款第二项, 后段 (the last of several sentences); empty if there is nothing to tell.

    >>> from policydiff.outline import parse
    >>> d = parse("第一条　行政机关应当：\n（一）公开信息；\n（二）保护隐私。隐私包括通信。\n第二条　本法自公布之日起施行。")
    >>> [place_label(d, Span(d.text.index(words), d.text.index(words) + 4)) for words in ("公开信息", "保护隐私", "隐私包括", "公布之日")]
    ['第一项', '第二项前段', '第二项后段', '']
    """
    clause = document.clause_at(span.start)
    if clause is None:
        return ""
    parts, above = "", clause
    while above.is_part and above.parent is not None:
        parts = label(document, above) + parts
        above = document.clause(above.parent)
    if clause is above and any(other.parent == clause.id and other.level is Level.PARAGRAPH for other in document.clauses):
        parts = _part(document, Level.PARAGRAPH, 1)
    return parts + _sentence_label(document, clause, span, words)


def _sentence_label(document: Document, clause: Clause, span: Span, words: Catalogue) -> str:
    """前段, 中段 or 后段 for one of several sentences of an article; 第2句 elsewhere."""
    begin = (clause.heading_span or clause.marker_span or Span(clause.span.start, clause.span.start)).end
    ends = sentence_ends(document.text[begin : clause.span.end].strip())
    number = bisect_right(ends, max(span.start - begin, 0))
    if len(ends) < 2 or span.start < begin:
        return ""
    if clause.level is not Level.ARTICLE and not clause.is_part:
        return words.say("label.sentence", number=number + 1)
    name = "前段" if number == 0 else "后段" if number >= len(ends) - 1 else "中段"
    return name.replace("后", "後") if document.articles_are_traditional else name


def path_label(document: Document, clause: Clause, words: Catalogue = ZH_HANS) -> str:
    r"""Return what a clause is called in its document: with the numbers above it where its own are not unique.

    Articles and numbers that run through the whole document are called by themselves.

    >>> from policydiff.outline import parse
    >>> d = parse("一、总体要求\n坚持……。\n二、重点任务\n（一）完善制度。健全……。\n三、保障\n（一）加强领导。落实……。")
    >>> [path_label(d, c) for c in d.clauses]
    ['一', '一、第1段', '二', '二（一）', '三', '三（一）']
    """
    own = label(document, clause, words)
    if clause.level is Level.ARTICLE or clause.level in _DIVISIONS or _is_unique(document, clause):
        return own
    above = next(document.ancestors(clause), None)
    if above is None or above.level in _DIVISIONS:
        return own
    # 一第1段 would be read as one number.
    is_run_together = own.startswith("第") and not above.marker.startswith("第") and above.marker[-1:] in _OPEN
    joint = "、" if is_run_together else words["label.joint"] if clause.level in _WORDED else ""
    return f"{path_label(document, above, words)}{joint}{own}"


def row_label(collation: Collation, pair: Pair, words: Catalogue = ZH_HANS) -> str:
    """Return what to call a row: by its new clause, or by the old one (原……) if there is no new one."""
    if pair.new:
        return path_label(collation.new, collation.new.clause(pair.new[0]), words)
    return words.say("label.old", label=path_label(collation.old, collation.old.clause(pair.old[0]), words))


def _is_unique(document: Document, clause: Clause) -> bool:
    if not clause.marker or clause.level in PART_LEVELS or clause.level is Level.BULLET:
        return False
    return document.marker_counts[clause.level, clause.number] == 1


def _ordinal(clause: Clause) -> int:
    digits = "".join(c for c in clause.id.rsplit(".", 1)[-1].partition("_")[0] if c.isdigit())
    return int(digits) if digits else 0


def _has_sibling(document: Document, clause: Clause) -> bool:
    return any(other.level is clause.level and other is not clause and other.parent == clause.parent for other in document.clauses)


def name_of(collation: Collation, side: str) -> str:
    """Return what to call a document: the label it was given, its title, or the name of its file.

    Args:
        collation: the record.
        side: `old` or `new`.
    """
    labels = collation.settings.get("labels")
    document = collation.old if side == "old" else collation.new
    given = labels.get(side) if isinstance(labels, dict) else None
    return given or document.title or document.source.name
