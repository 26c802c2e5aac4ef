"""Two documents → Alignment: which clause became which.

`align_revision` aligns two versions of a text, whose clauses may have been reordered, split, joined, renumbered, dropped
and added; `align_reprint` a text and a page that prints it, in the order of the text. `locate` finds the text on the page,
and `judge` says whether a page is a reprint at all. Both hear what a person decided (`overruling`) when all links have been found.
"""

from policydiff.alignment.location import File, Location, locate, may_be_reprint
from policydiff.alignment.overruling import Overruling, Ruling, rule
from policydiff.alignment.reprint import Judgement, align_reprint, judge
from policydiff.alignment.revision import align_revision

__all__ = [
    "File",
    "Judgement",
    "Location",
    "Overruling",
    "Ruling",
    "align_reprint",
    "align_revision",
    "judge",
    "locate",
    "may_be_reprint",
    "rule",
]
