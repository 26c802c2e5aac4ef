"""Align two made codes of so many articles in a process of its own: seconds, seconds for their bigram vectors alone, share found, peak MB.

python -m tests.benchmarks.size 10000
"""

from __future__ import annotations

import random
import re
import sys
import time
from pathlib import Path

from policydiff.alignment.residual import Provision
from policydiff.alignment.sections import correspond_at_any_size
from policydiff.model import COUNTED_TIERS
from policydiff.similarity import analyse

STATUTES = sorted((Path(__file__).parent.parent / "gold" / "revisions").glob("*/new.txt"))
#: The vectors of more articles than this are not timed: the table of all pairs would not fit into memory.
MOST_VECTORS = 10_000


def codes(articles: int, chance: random.Random) -> tuple[list[Provision], list[Provision], dict[int, int]]:
    """An old and a new version, and which new article came from which old one."""
    sentences = [s for path in STATUTES for s in re.findall(r"[^。\s]{16,60}。", path.read_text("utf-8"))]
    characters = "".join(sentences)
    old = [[*chance.sample(sentences, 2), "".join(chance.choices(characters, k=24)) + "。"] for _ in range(articles)]
    order = list(range(articles))
    for _ in range(articles // 50):
        order.insert(chance.randrange(articles), order.pop(chance.randrange(articles)))
    new = [[_reworded(s, characters, chance) for s in old[i]] for i in order]
    return _provisions(old), _provisions(new), {i: j for j, i in enumerate(order)}


def _reworded(sentence: str, characters: str, chance: random.Random) -> str:
    if chance.random() > 1 / 3:
        return sentence
    place = chance.randrange(len(sentence) - 2)
    return sentence[:place] + chance.choice(characters) + chance.choice(characters) + sentence[place + 2 :]


def _provisions(texts: list[list[str]]) -> list[Provision]:
    return [Provision(str(k), "article", (k + 1, 0), "", tuple(sentences)) for k, sentences in enumerate(texts)]


def main(articles: int) -> None:
    old, new, partner = codes(articles, random.Random(articles))
    start = time.perf_counter()
    found = correspond_at_any_size(old, new)
    seconds = time.perf_counter() - start
    peak = int(re.search(r"VmHWM:\s*([0-9]+)", Path("/proc/self/status").read_text())[1]) / 1024  # type: ignore[index]
    right = {(link.old, link.new) for link in found.links if link.tier in COUNTED_TIERS} & partner.items()
    start = time.perf_counter()
    if articles <= MOST_VECTORS:
        analyse([p.sentences for p in (*old, *new)])
    vectors = time.perf_counter() - start if articles <= MOST_VECTORS else 0.0
    print(seconds, vectors, len(right) / articles, peak)


if __name__ == "__main__":
    main(int(sys.argv[1]))
