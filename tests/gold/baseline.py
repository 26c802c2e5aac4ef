"""The plainest way to align two versions of a law, for comparison: articles that choose each other by the bigrams they share.

No idf, no order, no order of acceptance, nothing fitted: the cosine of counted character bigrams, mutual best, at least .3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from gold.truth import Case, Pair

LEAST: Final = 0.3
#: An article that was taken out keeps its number and this.
REPEALED: Final = ("（刪除）", "（删除）")


def mutual_best_bigrams(case: Case) -> frozenset[Pair]:
    """Return the pairs of articles that are more alike to each other than to any other, if they are alike enough."""
    sides = [_articles(case, side) for side in (0, 1)]
    if not all(sides):
        return frozenset()
    vocabulary: dict[str, int] = {}
    old, new = ([[vocabulary.setdefault(b, len(vocabulary)) for b in _bigrams(text)] for text in side.values()] for side in sides)
    cosines = (_unit_rows(old, len(vocabulary)) @ _unit_rows(new, len(vocabulary)).T).toarray()
    best_new, best_old = cosines.argmax(axis=1), cosines.argmax(axis=0)
    chosen = [(i, int(j)) for i, j in enumerate(best_new) if best_old[j] == i and cosines[i, j] >= LEAST]
    labels = [list(side) for side in sides]
    return frozenset((labels[0][i], labels[1][j]) for i, j in chosen)


def _articles(case: Case, side: int) -> dict[str, str]:
    """The articles by their labels, without the number and what stands under a number only for form."""
    texts = {label: case.text(side, label).removeprefix(label) for label in case.labels[side].values()}
    return {label: text for label, text in texts.items() if text not in REPEALED}


def _bigrams(text: str) -> list[str]:
    return [text[k : k + 2] for k in range(len(text) - 1) if text[k : k + 2].isalnum()]


def _unit_rows(rows: list[list[int]], width: int) -> sparse.csr_array:
    row = np.repeat(np.arange(len(rows)), [len(columns) for columns in rows])
    column = np.array([column for columns in rows for column in columns], dtype=np.int64)
    table = sparse.csr_array((np.ones(column.size), (row, column)), shape=(len(rows), width))
    table.sum_duplicates()
    length = np.sqrt(table.multiply(table).sum(axis=1))
    return sparse.diags_array(1 / np.maximum(length, 1.0)) @ table
