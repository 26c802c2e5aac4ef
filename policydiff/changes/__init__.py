"""A row and its edits → what happened, in the words of drafting, and what to look at first.

    原第五条 → 第六条，“可以”→“应当”        号 改       finding: modality
    （二）基本原则 → ∅                      删

Kinds (`kinds`) follow from the links and the edits alone. Findings are remarks of classifiers, one module for each subject: `numbers`,
`obligations` (modality and negation), `names`, `bodies`, `enumerations`, `scope`, `paragraphs`, `transcription`, `headings`. They describe
the text and never guess why it was changed. What was changed throughout is told once (`bulk`).

A classifier is any callable from a `Row` to remarks:

>>> from policydiff.model import Finding
>>> def shouting(row):
...     for old, new in row.differences:
...         if "！" in row.news.of(new):
...             yield row.finding("user:shouting", None, new, "感叹。")
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from policydiff.changes.bodies import changed_bodies
from policydiff.changes.bulk import BulkSubstitution, Folding, bulk_substitutions, folding, with_terms
from policydiff.changes.enumerations import changed_enumerations
from policydiff.changes.headings import lone_headings
from policydiff.changes.kinds import is_renumbered, kinds_of, scheme
from policydiff.changes.names import changed_names
from policydiff.changes.numbers import changed_numbers
from policydiff.changes.obligations import changed_obligations
from policydiff.changes.paragraphs import changed_paragraphs
from policydiff.changes.row import Context, Difference, Passage, Reading, Row
from policydiff.changes.scope import changed_scope
from policydiff.changes.transcription import probable_slips, repeated_characters
from policydiff.model import Bead, Edit, Finding, Pair

__all__ = [
    "CLASSIFIERS",
    "FINDINGS",
    "BulkSubstitution",
    "Classifier",
    "Context",
    "Difference",
    "Folding",
    "Passage",
    "Reading",
    "Row",
    "bulk_substitutions",
    "classify",
    "folding",
    "is_renumbered",
    "scheme",
    "with_terms",
]

#: From a row with all its edits to remarks on it.
Classifier = Callable[[Row], Iterable[Finding]]

#: What each finding means; the weightiest first.
FINDINGS: Final = {
    "heading": "A heading is on one side only, and what stood below it is not.",
    "number": "A number, an amount or a date became another one, and both count the same.",
    "modality": "A word of obligation before a predicate that stayed became a stronger or a weaker one, came or went.",
    "negation": "A negation before a predicate that stayed came or went.",
    "reference": "A cross reference does not name what it named before, or names an article that does not exist.",
    "scope": "A word of scope became a wider or a narrower one, came or went (全体, 各级, 以上, 等), or an exception.",
    "body": "The body that is charged with something became another one.",
    "name": "A name or title in 《》 or “” became another one.",
    "enumeration": "Items of an enumeration came, went, or changed places.",
    "paragraph": "A provision begins a new paragraph where the other text goes on.",
    "repetition": "Characters stand twice in succession on one side, and once on the other.",
    "transcription": "A reprint departs from its text by what may be a slip: alike in look or sound, out of order, no word. Never certain.",
    "term": "A term gave way to another wherever it stood; remarked on at its first place.",
}

CLASSIFIERS: Final[tuple[Classifier, ...]] = (
    lone_headings,
    changed_numbers,
    changed_obligations,
    changed_scope,
    changed_bodies,
    changed_names,
    changed_enumerations,
    changed_paragraphs,
    repeated_characters,
    probable_slips,
)


def classify(bead: Bead, edits: Sequence[Edit], context: Context, classifiers: Iterable[Classifier] | None = None) -> Pair:
    """Return the row with its kinds and findings.

    Args:
        bead: which clauses stand side by side.
        edits: what differs between them.
        context: the documents, and how many partners every provision has.
        classifiers: what remarks on the row; `CLASSIFIERS` if left out.
    """
    row = Row(bead, edits, context)
    remarks = [finding for classifier in (CLASSIFIERS if classifiers is None else classifiers) for finding in classifier(row)]
    return Pair(bead.old, bead.new, kinds_of(bead, edits, context), tuple(edits), tuple(remarks))
