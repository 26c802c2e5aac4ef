"""Every sentence of the report of a tracing that is put together from parts. What never changes stands in the templates."""

from __future__ import annotations

from typing import Final

from policydiff.model import Quotation, QuotationKind, Tracing
from policydiff.reports.html.phrases import number

ATTRIBUTED: Final = "注明"
TRUE: Final = "属实"
FALSE: Final = "不实"
HEADING: Final = "标题"
COMMENTARY: Final = "引文所在"
SOURCE: Final = "来源"
ELLIPSIS: Final = "…"
NOT_FOUND: Final = "注明出自来源，来源中未见这样的文字。"
WORDS_BETWEEN: Final = "所引各段都在来源中，其间夹有来源没有的字句。"
RETOLD: Final = "转述，不逐字标出"


def page_title(commentary: str, sources: str) -> str:
    """Return the title of the page."""
    return f"引文核对：{commentary} ← {sources}"


def headline(tracing: Tracing, counts: dict[QuotationKind, int]) -> tuple[str, ...]:
    """Return the verdict in clauses."""
    total = len(tracing.quotations)
    if not total:
        return ("没有引文。",)
    told = [
        f"{count}处{words}"
        for kind, words in (
            (QuotationKind.ALTERED, "改动了字句"),
            (QuotationKind.PARAPHRASE, "只是转述"),
            (QuotationKind.NOT_FOUND, "来源中未见"),
        )
        if (count := counts[kind])
    ]
    clauses = [f"引文{total}处", *(told or ["都与来源相符"])]
    return (*(f"{clause}，" for clause in clauses[:-1]), f"{clauses[-1]}。")


def detail(tracing: Tracing, closer: int, slips: int, covered: list[tuple[str, int, int]]) -> str:
    """Return what else is to be told in numbers; of every source its name, how many provisions are quoted, and how many there are."""
    quoted = sum(quotation.attributed for quotation in tracing.quotations)
    told = [f"注明出处{quoted}处"] if tracing.quotations else []
    told += [f"与另一来源更接近{closer}处"] if closer else []
    told += [f"疑为误字{slips}处"] if slips else []
    if tracing.claims:
        told.append(f"可核对的说法{len(tracing.claims)}处，不实{sum(not claim.true for claim in tracing.claims)}处")
    told += [f"{name}{total}条中引到{times}条" for name, times, total in covered if total]
    return "；".join(told) + "。"


def inserted(word: str) -> str:
    """Return a word that the commentary has beyond the source."""
    return f"多“{word}”"


def left_out(word: str) -> str:
    """Return a word of the source that the commentary left out."""
    return f"略“{word}”"


def slip(letters: str) -> str:
    """Return that letters are probably slips."""
    return f"疑为误字：{letters}。"


def cited_elsewhere(cited: str) -> str:
    """Return that the commentary names another clause than the one the words are in."""
    return f"文中称出自{cited}。"


def closer(source: str, named: str) -> str:
    """Return that another source than the one that is named has more of the words."""
    return f"注明出自{named}，与{source}更接近。"


def attributed_elsewhere(named: str) -> str:
    """Return that the words are given out as those of a source that does not have them."""
    return f"文中注明出自{named}。"


def said(kind: str, where: str, quotation: Quotation) -> str:
    """Return what a quotation is, for a listener."""
    return f"{kind}{f'，{ATTRIBUTED}' if quotation.attributed else ''}{f'：{where}' if where else ''}"


def said_claim(claim: str, *, true: bool) -> str:
    """Return what was found about a statement, for a listener."""
    return f"{claim}：{TRUE if true else FALSE}"


def folded(paragraphs: int, characters: int) -> str:
    """Return the line that stands for paragraphs which quote nothing."""
    return f"{paragraphs}段未引来源，{number(characters)}字"


def covered(quoted: int, total: int) -> str:
    """Return how many provisions of a source are quoted."""
    return f"共{total}条，引到{quoted}条，未引{total - quoted}条。"


def citation(commentary: str, quotation: str, where: str, digest: str, place: tuple[int, int]) -> str:
    """Return how to cite a quotation."""
    return f"《{commentary.strip('《》')}》：“{quotation}”{f'（{where}）' if where else ''}｜sha256 {digest}｜字符 {place[0]}–{place[1]}"


def report_citation(commentary: str, sources: str, version: str, digest: str) -> str:
    """Return how to cite the report."""
    made = f"policydiff {version}" if version else "policydiff"
    return f"引用本报告：《{commentary.strip('《》')}》引文核对（来源：{sources}），{made}，sha256 {digest}。"


def method() -> str:
    """Return how quotations are found and judged, in words."""
    return (
        "引文按文字本身查找，标点不计；越是来源中少见的字句，越能作为引用的证据，各处通用的套语不作引文。"
        "注明出处的，从宽收录；未注明的，须有足够多的独特文字。改换、添加字词为改引，只有删略为节引。"
    )


def more(count: int) -> str:
    """Return the line below a table that does not hold every quotation."""
    return f"另有 {number(count)} 处引文未列。"
