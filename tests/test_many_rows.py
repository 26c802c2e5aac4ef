"""Reports of many rows: what is done for each row does not grow with their number."""

from __future__ import annotations

from itertools import pairwise

import pytest
from support.effort import lines

import policydiff
from policydiff.comparison import Comparison
from policydiff.model import ChangeKind, Collation, Edit, EditTag, Finding, Link, Pair, Span, Tier
from policydiff.reports.html import to_fragment, to_html
from policydiff.reports.json import to_json
from policydiff.reports.links import to_links
from policydiff.reports.terminal import to_text


def many(rows: int) -> Collation:
    """A record of so many articles, each with a link, a remark and one word replaced."""
    lines = [f"第{n}条　第{n}类企业应当登记。" for n in range(1, rows + 1)]
    old, new = policydiff.parse("\n".join(lines)), policydiff.parse("\n".join(lines).replace("登记", "备案"))
    links, pairs = [], []
    for a, b in zip(old.clauses, new.clauses, strict=True):
        cuts = 0, a.span.size - 3, a.span.size - 1, a.span.size
        tags = EditTag.EQUAL, EditTag.REPLACE, EditTag.EQUAL
        places = [(Span(a.span.start + i, a.span.start + j), Span(b.span.start + i, b.span.start + j)) for i, j in pairwise(cuts)]
        edits = tuple(Edit(tag, *place) for tag, place in zip(tags, places, strict=True))
        pairs.append(Pair((a.id,), (b.id,), (ChangeKind.SUBSTITUTION,), edits, (Finding("term", *places[1], "登记→备案"),)))
        links.append(Link(a.id, b.id, 0.9, Tier.STRONG))
    return Collation(old, new, "revision", tuple(links), tuple(pairs), (), {})


SHOWN = {
    "JSON": to_json,
    "terminal": lambda record: to_text(record, unchanged=True),
    "links": to_links,
    "page": to_html,
    "list of changes": lambda record: to_html(record, kind="changes"),
    "notebook": to_fragment,
    "changes as text": lambda record: [str(change) for change in Comparison(record).changes],
    "origins": lambda record: [change.old for change in Comparison(record).changes],
}


@pytest.mark.parametrize("name", SHOWN)
def test_twice_the_rows_are_no_more_than_twice_the_work(name: str):
    """Counted in lines of Python that are run, so that a report of fifty thousand rows is written as one of fifty is."""
    SHOWN[name](many(40))
    few, twice = (lines(lambda record=record: SHOWN[name](record)) for record in (many(150), many(300)))

    assert twice <= 2.2 * few
