"""A small embedding that needs no download: latent semantic analysis of character bigrams.

It has read next to nothing, some hundred thousand characters of statutes and policy papers, and knows little of meaning. It is here to
show that an embedding takes part, and that one that knows little does little harm.

Source: S. Deerwester, S. Dumais, G. Furnas, T. Landauer and R. Harshman, "Indexing by latent semantic analysis", JASIS 1990.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import svds

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Lines of fewer characters are headings and numbers.
LEAST_LINE = 10


class Lsa:
    """From texts to vectors, by what else stands in texts that hold the same bigrams.

    Args:
        texts: what it reads; a line is a text.
        dimension: of the vectors.
    """

    def __init__(self, texts: Sequence[str], dimension: int = 200) -> None:
        lines = [line for text in texts for line in text.split("\n") if len(line) >= LEAST_LINE]
        counts = [Counter(bigrams(line)) for line in lines]
        holders = Counter(bigram for count in counts for bigram in count)
        self.name = f"LSA of {len(lines)} lines"
        self._column = {bigram: column for column, bigram in enumerate(sorted(b for b, times in holders.items() if times > 1))}
        self._idf = np.log(len(lines) / np.array([holders[bigram] for bigram in self._column]))
        table = self._rows(counts)
        # ARPACK starts from a vector of its own choice unless it is given one; a row of ones makes two runs the same.
        _, _, directions = svds(table, k=min(dimension, min(table.shape) - 1), v0=np.ones(min(table.shape)))
        self._directions = directions.T

    def __call__(self, texts: list[str]) -> NDArray[np.float64]:
        return self._rows([Counter(bigrams(text)) for text in texts]) @ self._directions

    def _rows(self, counts: Sequence[Counter[str]]) -> sparse.csr_array:
        cells = [
            (row, self._column[bigram], (1 + np.log(times)) * self._idf[self._column[bigram]])
            for row, count in enumerate(counts)
            for bigram, times in count.items()
            if bigram in self._column
        ]
        rows, columns, values = zip(*cells, strict=True) if cells else ((), (), ())
        table = sparse.csr_array((values, (rows, columns)), shape=(len(counts), len(self._column)))
        lengths = np.sqrt((table * table).sum(axis=1))
        return sparse.diags_array(1 / np.where(lengths > 0, lengths, 1)) @ table


def bigrams(text: str) -> list[str]:
    """Return the pairs of neighbouring characters."""
    return [text[place : place + 2] for place in range(len(text) - 1) if text[place : place + 2].isalnum()]
