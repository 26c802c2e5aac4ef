"""The quotations for a terminal, a mail, a log: by section of the commentary, one block for each quotation, what differs in brackets.

〔改引·注明〕（十五） ← 第十五条中提出
    实现培训信息与就业、社会保障信息[-联通共享-]{+互联互通+}、服务事项一网通办
"""

from __future__ import annotations

from collections.abc import Iterator

from policydiff.model import Claim, Quotation, Tracing
from policydiff.quotations.coverage import by_provision, counts, sections
from policydiff.reports.labels import path_label
from policydiff.reports.plain import visible
from policydiff.reports.terminal import Line, marks, printed
from policydiff.reports.tracing.labels import KINDS, clause_name, commentary_name, section_name, source_name


def to_text(tracing: Tracing, *, color: bool = False) -> str:
    """Return the whole report.

    Args:
        tracing: the record.
        color: whether to use terminal colours.
    """
    return printed(_lines(tracing), color=color)


def summary(tracing: Tracing) -> str:
    """Return the counts in a sentence."""
    found = "，".join(f"{KINDS[kind]}{count}" for kind, count in counts(tracing).items() if count)
    attributed = sum(quotation.attributed for quotation in tracing.quotations)
    quoted = f"引文{len(tracing.quotations)}处（{found}），其中{attributed}处注明出处" if tracing.quotations else "没有引文"
    false = sum(not claim.true for claim in tracing.claims)
    claims = f"；可核对的说法{len(tracing.claims)}处，{false}处不实" if tracing.claims else ""
    return f"{quoted}{claims}。"


def _lines(tracing: Tracing) -> Iterator[Line]:
    sources = "、".join(source_name(tracing, source) for source in range(len(tracing.sources)))
    yield [(visible(f"{commentary_name(tracing)} ← {sources}"), "head")]
    yield [(summary(tracing), "plain")]
    for notice in tracing.notices:
        yield [(f"提示：{visible(notice.message)}", "muted")]
    for section in sections(tracing):
        yield [("", "plain")]
        yield [(f"# {section_name(tracing, section.clause, section.author)}", "head")]
        for number in section.quotations:
            yield from _block(tracing, tracing.quotations[number])
    if tracing.claims:
        yield [("", "plain")]
        yield [("# 可核对的说法", "head")]
        yield from (_claim(claim) for claim in tracing.claims)
    yield from _never(tracing)


def _block(tracing: Tracing, quotation: Quotation) -> Iterator[Line]:
    text = tracing.commentary.text
    sign = f"〔{KINDS[quotation.kind]}{'·注明' if quotation.attributed else ''}〕"
    where = "、".join(dict.fromkeys(clause_name(tracing, part.source, part.clause) for part in quotation.parts))
    cue = f" ← {visible(quotation.cue.of(text))}" if quotation.cue else ""
    yield [(sign + where, "head"), (cue, "muted")]
    if not quotation.parts:
        yield [(f"    {visible(quotation.span.of(text))}", "new")]
    for part in quotation.parts:
        yield [("    ", "plain"), *marks(part.edits, tracing.sources[part.source].text, text)]
        if part.slips:
            yield [(f"    ※ 疑为误字：{'、'.join(slip.of(text) for slip in part.slips)}", "muted")]
    if quotation.closer is not None:
        yield [(f"    ※ 与{source_name(tracing, quotation.closer)}更接近。", "muted")]


def _claim(claim: Claim) -> Line:
    return [
        (f"〔{'属实' if claim.true else '不实'}〕", "plain" if claim.true else "new"),
        (f"{visible(claim.claim)}：{claim.reason}", "plain"),
    ]


def _never(tracing: Tracing) -> Iterator[Line]:
    yield [("", "plain")]
    yield [("# 未被引用的条款", "head")]
    for source, document in enumerate(tracing.sources):
        provisions = by_provision(tracing, source)
        never = [path_label(document, unit.head) for unit, numbers in provisions if not numbers]
        yield [(f"{source_name(tracing, source)}：{len(never)}/{len(provisions)}　{'、'.join(never)}", "plain")]
