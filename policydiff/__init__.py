"""Compare Chinese policy and legal documents clause by clause, as an expert would.

    import policydiff

    c = policydiff.compare("texts/plan-2017.txt", "texts/opinions-2024.txt")
    c                                   a 对照表 in a notebook, a line in a terminal
    c.summary()                         counts by kind, in clauses and in characters
    c.changes                           every change
    c.find(new="（六）").old              where it came from
    c.save("report.html")               .html .json .txt: the suffix chooses

The names below are promised; everything else may change. They are loaded when they are first used, so that importing the package loads
nothing but this file.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from policydiff.comparison import Change, Comparison, align, compare, read
    from policydiff.corrections import apply_corrections
    from policydiff.embeddings import Embedding
    from policydiff.errors import PolicyDiffError
    from policydiff.model import (
        Alignment,
        ChangeKind,
        Claim,
        Clause,
        Collation,
        Document,
        Edit,
        EditTag,
        Finding,
        Level,
        Link,
        Notice,
        Pair,
        Quotation,
        QuotationKind,
        QuotedPart,
        Source,
        Span,
        Tier,
        Tracing,
    )
    from policydiff.outline import parse
    from policydiff.tracing import Trace, trace

# In the order of the pipeline: read, parse, align, compare; then the nouns.
_HOMES = {
    "read": "comparison",
    "parse": "outline",
    "align": "comparison",
    "compare": "comparison",
    "apply_corrections": "corrections",
    "Embedding": "embeddings",
    "trace": "tracing",
    "Comparison": "comparison",
    "Change": "comparison",
    "Trace": "tracing",
    **dict.fromkeys(
        (
            "Document",
            "Clause",
            "Level",
            "Span",
            "Source",
            "Notice",
            "Alignment",
            "Link",
            "Tier",
            "Pair",
            "Edit",
            "EditTag",
            "ChangeKind",
            "Finding",
            "Collation",
            "Quotation",
            "QuotationKind",
            "QuotedPart",
            "Claim",
            "Tracing",
        ),
        "model",
    ),
    "PolicyDiffError": "errors",
}

__all__ = [
    "Alignment",
    "Change",
    "ChangeKind",
    "Claim",
    "Clause",
    "Collation",
    "Comparison",
    "Document",
    "Edit",
    "EditTag",
    "Embedding",
    "Finding",
    "Level",
    "Link",
    "Notice",
    "Pair",
    "PolicyDiffError",
    "Quotation",
    "QuotationKind",
    "QuotedPart",
    "Source",
    "Span",
    "Tier",
    "Trace",
    "Tracing",
    "__version__",
    "align",
    "apply_corrections",
    "compare",
    "parse",
    "read",
    "trace",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'policydiff' has no attribute {name!r}")
    value: object = getattr(import_module(f"policydiff.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
