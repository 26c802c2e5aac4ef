"""What texts mean, in the vectors of a model that the caller brings: an embedding (词向量、句向量).

    old  依法维护产业工人合法权益        new  切实保障职工各项权利

The two share two characters, and the measure of `policydiff.similarity` sees next to nothing. A model that has read much Chinese puts
their vectors close to each other. policydiff brings no such model; it takes any callable from a list of texts to a vector each.

`Embedding` stands between the two. It asks for each distinct text once, checks what comes back, and remembers it. Texts are asked for in
sorted order, so that a model whose last digits depend on what else is in the batch gives the same whichever document is called old.

>>> def model(texts):
...     return [[text.count("职工"), text.count("农药")] for text in texts]
>>> likeness(Embedding(model), [["职工教育。"], ["职工培训。", "职工权益。"], ["农药登记。"]]).tolist()
[[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from policydiff.errors import OptionError
from policydiff.similarity import Floats, Ints, best_passages

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

#: From texts to a vector each, all of one dimension: rows of an array, or lists of numbers.
Embed: TypeAlias = "Callable[[list[str]], ArrayLike]"
#: Half the memory of `Floats`, and as many digits as models have.
Vectors: TypeAlias = NDArray[np.float32]


class Embedding:
    """向量: a callable from texts to vectors that asks for each text once and remembers what it was told.

    It is called like the callable it is made of, and gives vectors of length one; a vector of zeros, for a text of which the model
    knows nothing, and for one without a character but blanks, which the model is never asked about, stays as it is.

    Args:
        embed: from a list of texts to a vector each. It makes batches as it likes.
        name: what to call it in records and reports; the attribute `name` of the callable if left out, or its module and name. Say
            which model it is, and which revision: a reader must be able to make the same vectors.

    Raises:
        OptionError: if `embed` is not callable.

    >>> embedding = Embedding(lambda texts: [[len(text), 1] for text in texts], name="lengths")
    >>> embedding(["企业", "", "企业"]).round(2)
    array([[0.89, 0.45],
           [0.  , 0.  ],
           [0.89, 0.45]], dtype=float32)
    >>> embedding.name, embedding.dimension
    ('lengths', 2)
    """

    def __init__(self, embed: Embed, *, name: str | None = None) -> None:
        if not callable(embed):
            remedy = "Hand in a callable from a list of texts to a vector each, such as SentenceTransformer(…).encode."
            raise OptionError(f"embed={embed!r} is not callable", remedy=remedy)
        self._embed = embed
        self._known: dict[str, Vectors] = {}
        self.name = name or _name(embed)
        self.dimension: int | None = None
        """Of the vectors; None before the first text."""

    def learn(self, texts: Iterable[str]) -> None:
        """Ask for the vectors of the texts that are not known yet, in one call.

        Raises:
            OptionError: if what comes back is not one vector of finite numbers for each text, all of one dimension.
        """
        fresh = sorted({text for text in texts if text.strip()} - self._known.keys())
        if fresh:
            vectors = self._checked(self._asked(fresh), fresh)
            self.dimension = vectors.shape[1]
            self._known.update(zip(fresh, vectors, strict=True))

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """Return the vector of each text, of length one, or all zeros."""
        self.learn(texts)
        nothing = np.zeros(self.dimension or 0, dtype=np.float32)
        rows = [self._known.get(text, nothing) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(rows), nothing.size)

    def _asked(self, texts: list[str]) -> object:
        try:
            return self._embed(list(texts))
        except Exception as error:
            error.add_note(
                f"policydiff asked the embedding {self.name} for the vectors of {len(texts)} texts, the first of them {texts[0][:40]!r}. "
                "Call it by itself with a list of these to see what it needs."
            )
            raise

    def _checked(self, found: object, texts: list[str]) -> Vectors:
        vectors = _table(found, self.name)
        if vectors.shape[0] != len(texts):
            raise OptionError(f"embed returned {vectors.shape[0]} vectors for {len(texts)} texts", where=self.name, remedy=_ONE_EACH)
        if vectors.shape[1] != (self.dimension or vectors.shape[1]):
            what = f"embed returned vectors of {vectors.shape[1]} numbers after vectors of {self.dimension}"
            raise OptionError(what, where=self.name, remedy="All vectors must have one dimension.")
        endless = ~np.isfinite(vectors).all(axis=1)
        if endless.any():
            text = texts[int(endless.argmax())]
            what = f"embed returned a vector with NaN or infinity for {text[:40]!r}"
            raise OptionError(what, where=self.name, remedy="Vectors must be finite; zeros say that nothing is known of a text.")
        # Scaled first, so that the squares of very large and of very small numbers are numbers too.
        vectors = vectors / np.maximum(np.abs(vectors).max(axis=1, keepdims=True), np.finfo(np.float64).tiny)
        lengths = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True))
        units: Vectors = np.divide(vectors, lengths, out=np.zeros(vectors.shape), where=lengths > 0).astype(np.float32)
        return units


_ONE_EACH = "It must return one vector for each text, in their order: an array of n rows, or n lists of numbers."


def _table(found: object, name: str) -> Floats:
    try:
        vectors = np.asarray(found, dtype=np.float64)
    except (TypeError, ValueError) as error:
        what = f"embed returned what is no table of numbers ({type(found).__name__}: {error})"
        raise OptionError(what, where=name, remedy=f"{_ONE_EACH} All must have one dimension.") from error
    if vectors.ndim != 2 or not vectors.shape[1]:
        raise OptionError(f"embed returned an array of the shape {vectors.shape}", where=name, remedy=_ONE_EACH)
    return vectors


def _name(embed: Any) -> str:
    """What a callable is called: by its own `name`, or by where it is defined."""
    given = getattr(embed, "name", None)
    if isinstance(given, str) and given:
        return given
    while isinstance(embed, partial):
        embed = embed.func
    named = embed if hasattr(embed, "__qualname__") else type(embed)
    return f"{named.__module__}.{named.__qualname__}"


def whole(passages: Iterable[str]) -> str:
    """Return the text that some passages make: one to a line."""
    return "\n".join(filter(None, passages))


def likeness(embedding: Embedding, texts: Sequence[Sequence[str]]) -> Floats:
    """Return how alike each text is to each text by its meaning, 0 to 1; the formula of `policydiff.similarity.likeness`.

    Args:
        embedding: gives the vectors of the texts and of their passages.
        texts: each a sequence of passages.
    """
    owner = np.repeat(np.arange(len(texts)), [len(passages) for passages in texts])
    of_texts = embedding([whole(passages) for passages in texts])
    of_passages = embedding([passage for passages in texts for passage in passages])

    def cosines(rows: Ints, columns: Ints) -> Floats:
        found: Floats = np.maximum(of_passages[rows] @ of_passages[columns].T, 0.0)
        return found

    cross = np.maximum(of_texts @ of_texts.T, 0.0)
    alike: Floats = np.sqrt(np.clip(cross * best_passages(owner, len(texts), cosines), 0, 1))
    return alike
