"""Which terms a report names, and how many it does not."""

from __future__ import annotations

from typing import Final, NamedTuple

from policydiff.model import Collation
from policydiff.terms import LEAST_LIKELIHOOD, Term, TermKind, keyness


class Shown(NamedTuple):
    """Terms of one kind in a report."""

    word: str
    """What the kind is called."""
    terms: tuple[Term, ...]
    """The most telling ones."""
    more: int
    """How many further ones are in the table."""


#: What became of terms, in a word.
KIND_WORDS: Final = {TermKind.CAME: "新见", TermKind.WENT: "不再见", TermKind.ROSE: "更常见", TermKind.FELL: "更少见"}


def shown(collation: Collation, most: int) -> list[Shown]:
    """Return up to so many terms of each kind, those that chance explains least; kinds without any are left out.

    A reprint has no vocabulary of its own: nothing is shown of it.
    """
    if collation.profile == "reprint":
        return []
    terms = keyness(collation.old, collation.new)
    lines = []
    for kind, word in KIND_WORDS.items():
        of_kind = [term for term in terms if term.kind is kind]
        telling = [term for term in of_kind if term.log_likelihood >= LEAST_LIKELIHOOD][:most]
        if of_kind:
            lines.append(Shown(word, tuple(telling), len(of_kind) - len(telling)))
    return lines
