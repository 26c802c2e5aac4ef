"""Rows that moved together: a chapter of six articles that went to another place is one move, not six."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from policydiff.model import ChangeKind, Collation, Document


class MovedBlock(NamedTuple):
    """整体移位: rows that stand side by side in either document, and are out of the common order together."""

    rows: tuple[int, ...]
    """Indices into `Collation.pairs`, in the order of the new text; a row that moved alone is a block of one."""


def moved_blocks(collation: Collation) -> tuple[MovedBlock, ...]:
    r"""Return what moved, in the order of the new text.

    >>> from policydiff.comparison import compare
    >>> from policydiff.outline import parse
    >>> words = "国家鼓励创新。", "企业保障安全。", "学校开设课程。", "医院配备医生。", "公园免费开放。"
    >>> texts = ["\n".join(f"第{n}条　{words[k]}" for n, k in zip("一二三四五", order)) for order in ((0, 1, 2, 3, 4), (3, 4, 0, 1, 2))]
    >>> [len(block.rows) for block in moved_blocks(compare(*map(parse, texts), profile="revision").collation)]
    [2]
    """
    olds, news = _places(collation.old), _places(collation.new)
    blocks: list[list[int]] = []
    last = None
    for row, pair in enumerate(collation.pairs):
        if ChangeKind.MOVE not in pair.kinds:
            continue
        here = _stretch(pair.old, olds), _stretch(pair.new, news)
        if last is not None and here[0] and here[1] and last[0] and last[1] and _follows(last[0], here[0]) and _follows(last[1], here[1]):
            blocks[-1].append(row)
        else:
            blocks.append([row])
        last = here
    return tuple(MovedBlock(tuple(rows)) for rows in blocks)


def _places(document: Document) -> dict[str, int]:
    """The place of each provision among the provisions."""
    in_order = (unit.head.id for unit in document.units if unit.head.id in document.provisions)
    return {id: place for place, id in enumerate(in_order)}


def _stretch(ids: Sequence[str], places: dict[str, int]) -> list[int]:
    return sorted(places[id] for id in ids if id in places)


def _follows(before: list[int], after: list[int]) -> bool:
    return after[0] == before[-1] + 1
