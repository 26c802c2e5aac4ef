"""The rows of a comparison: an alignment and two normalised documents → what differs in each row, what happened, and remarks on it.

    a bead      第五条 ↔ 第七条
    its edits   企业[-可以-]{+应当+}依照[~第三条|第四条~]申请。        the reference follows the renumbering: form, no change of words
    the row     改 号, with the remark that an obligation became stronger

Here meet the stages that do not know one another: `edits` says what differs, `references` which of it only follows the renumbering,
`changes` what happened, and `edits.moves` which sentences went to another row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, Literal

from policydiff import changes
from policydiff.edits import diff, moved_sentences
from policydiff.model import COUNTED_TIERS, Bead, Document, Finding, Link, Pair, Span, saying
from policydiff.normalization import normalize, to_script
from policydiff.profiles import Choice, Steps
from policydiff.progress import Tell, nobody
from policydiff.references import Followed, Row, follow
from policydiff.reports.labels import path_label
from policydiff.words import Tokenizer, boundaries, remembering, through


def compared_rows(
    choice: Choice,
    steps: Steps,
    tokenize: Tokenizer | None = None,
    classifiers: Iterable[changes.Classifier] | None = None,
    comparing: Tell = nobody,
    judging: Tell = nobody,
) -> tuple[Pair, ...]:
    r"""Return the rows of a comparison, each with what differs in it, what happened and what to look at first.

    Args:
        choice: the profile, the documents as they are read for it, and their alignment.
        steps: how the documents are normalised.
        tokenize: from a run of Chinese characters to its words; jieba if left out.
        classifiers: what remarks on the rows; `policydiff.changes.CLASSIFIERS` if left out.
        comparing, judging: are told how many rows are compared, and judged, and how many there are.

    >>> from policydiff.alignment import rule
    >>> from policydiff.normalization import STANDARD
    >>> from policydiff.outline import parse
    >>> from policydiff.profiles import choose, steps_for
    >>> old, new = parse("第一条　企业可以申请。\n第二条　罚款五元。"), parse("第一条　企业应当申请。\n第二条　罚款五元。")
    >>> steps = steps_for(old, new, STANDARD)
    >>> choice = choose(old, new, steps, "revision", partial(rule, pins=(), bans=()), None)
    >>> for row in compared_rows(choice, steps):
    ...     print(*row.old, *row.new, *row.kinds, *(finding.note for finding in row.findings))
    a1 a1 substitution 约束程度加强：“可以申请” → “应当申请”。
    a2 a2
    """
    fold = partial(to_script, config=steps.fold) if steps.fold else None
    cut = remembering(tokenize or (through(fold) if fold else None))
    find_boundaries = partial(boundaries, tokenize=cut, fold=fold)
    old, new = choice.old.document, choice.new.document
    partners = _partners(choice.alignment.links, old, new)
    page: Literal["old", "new"] = "old" if choice.page == "old" else "new"
    context = changes.Context(choice.old, choice.new, choice.alignment.profile, *partners, page, cut)
    places = _places(choice.alignment.beads, old, new)
    rows = list[Row]()
    for bead, at in zip(choice.alignment.beads, places, strict=True):
        edits = diff(choice.old.of(bead.old), choice.new.of(bead.new), boundaries=find_boundaries, at=at)
        rows.append(Row(bead.old, bead.new, edits))
        comparing(len(rows), len(places))
    pairs = list[Pair]()
    for bead, row in zip(choice.alignment.beads, _followed(choice, rows), strict=True):
        pairs.append(_with_references(changes.classify(bead, row.edits, context, classifiers), row))
        judging(len(pairs), len(rows))
    if classifiers is None and context.profile == "revision":
        pairs = list(changes.with_terms(old, new, pairs))
    return _with_moves(pairs, old, new, steps)


def _followed(choice: Choice, rows: Sequence[Row]) -> list[Followed]:
    """In a revision, what only follows the renumbering is formal; in a reprint every number counts."""
    if choice.alignment.profile == "revision":
        return follow(choice.old, choice.new, choice.alignment.links, rows)
    return [Followed(row.edits, (), frozenset()) for row in rows]


def _with_references(pair: Pair, row: Followed) -> Pair:
    """The number of an article is no quantity: a reference to another one is told as that."""
    findings = [f for f in pair.findings if f.name != "number" or (f.old, f.new) not in row.counting_nothing]
    return replace(pair, findings=(*findings, *row.findings))


def _with_moves(pairs: Sequence[Pair], old: Document, new: Document, steps: Steps) -> tuple[Pair, ...]:
    """Add to every row a remark for each sentence that moved: inside of it, away from it, or to it."""
    found: dict[int, list[Finding]] = {}
    seen = (lambda raw, span: normalize(raw, span, steps.old).text), (lambda raw, span: normalize(raw, span, steps.new).text)
    for move in moved_sentences(old.text, new.text, [pair.edits for pair in pairs], *seen):
        words = _shortened(seen[1](new.text, move.new).lstrip("，、；"))
        if move.old_row == move.new_row:
            told = {move.new_row: (f"条内移位：“{words}”", saying("moved-sentence.within", words=words))}
        else:
            (origin, old_id), (target, new_id) = _provision_at(old, move.old), _provision_at(new, move.new)
            told = {
                move.old_row: (f"移至{target}：“{words}”", saying("moved-sentence.to", new_clause=new_id, words=words)),
                move.new_row: (f"移自原{origin}：“{words}”", saying("moved-sentence.from", old_clause=old_id, words=words)),
            }
        for row, (note, said) in told.items():
            found.setdefault(row, []).append(Finding("moved-sentence", move.old, move.new, note, said))
    return tuple(replace(pair, findings=(*pair.findings, *found[row])) if row in found else pair for row, pair in enumerate(pairs))


def _provision_at(document: Document, span: Span) -> tuple[str, str]:
    """What the provision is called that holds a passage, and its id."""
    unit = document.unit_at(span.start)
    return (path_label(document, unit), unit.id) if unit is not None else ("", "")


#: Of a sentence that moved, its beginning is quoted.
_QUOTED: Final = 20


def _shortened(text: str) -> str:
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}……"


def _partners(links: Iterable[Link], old: Document, new: Document) -> tuple[dict[str, int], dict[str, int]]:
    of_old, of_new = dict.fromkeys(old.provisions, 0), dict.fromkeys(new.provisions, 0)
    for link in links:
        if link.tier in COUNTED_TIERS and link.old in of_old and link.new in of_new:
            of_old[link.old] += 1
            of_new[link.new] += 1
    return of_old, of_new


def _places(beads: Sequence[Bead], old: Document, new: Document) -> list[tuple[int, int]]:
    """Where the empty side of a row stands: behind the counterpart of the clause before it. The same whichever side is called old."""
    rows = [(bead.old, bead.new) for bead in beads]
    behind_old = _behind(old, new, rows)
    behind_new = _behind(new, old, [(b, a) for a, b in rows])
    return [
        (behind_new.get(bead.new[0], 0) if not bead.old else 0, behind_old.get(bead.old[0], 0) if not bead.new else 0) for bead in beads
    ]


def _behind(here: Document, there: Document, rows: Iterable[tuple[tuple[str, ...], tuple[str, ...]]]) -> dict[str, int]:
    """For every clause, where the counterpart of the last clause before it that has one ends."""
    ends = dict[str, int]()
    for ids, others in rows:
        if others:
            ends |= dict.fromkeys(ids, max(there.clause(other).span.end for other in others))
    place, behind = 0, dict[str, int]()
    for clause in here.clauses:
        place = ends.get(clause.id, place)
        behind[clause.id] = place
    return behind
