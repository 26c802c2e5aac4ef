"""A comparison as one readable string, and the laws that every comparison must keep.

国家[-鼓励-]{+支持+}企业        other words
坚持{~,|，~}完善               the same words, written otherwise: old form, new form
产业工{~⏎⏎|~}人               a page break on the old side
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from policydiff.edits import diff
from policydiff.model import Collation, Document, Edit, EditTag, Span
from policydiff.normalization import STANDARD, normalize
from policydiff.offsets import NormalizedText, apply

_MIRRORED = {EditTag.INSERT: EditTag.DELETE, EditTag.DELETE: EditTag.INSERT}


def normalized(text: str) -> NormalizedText:
    """Return a whole text, normalised by the standard steps."""
    return normalize(text, Span(0, len(text)))


def clauses(text: str) -> list[NormalizedText]:
    """Return the lines of a text as clauses of one row, normalised."""
    out, start = [], 0
    for line in text.split("\n"):
        clause = NormalizedText.of(text, Span(start, start + len(line)))
        for step in STANDARD.values():
            clause = apply(clause, step(clause.text))
        out.append(clause)
        start += len(line) + 1
    return out


def marked(old: str, new: str, edits: Iterable[Edit]) -> str:
    """Return edits as one string, in their order."""
    return "".join(_mark(edit, edit.old.of(old), edit.new.of(new)) for edit in edits)


def _mark(edit: Edit, old: str, new: str) -> str:
    before, after = (text.replace("\r\n", "⏎").replace("\n", "⏎") for text in (old, new))
    if edit.tag is EditTag.EQUAL:
        return after
    if edit.tag is EditTag.FORMAL:
        return f"{{~{before}|{after}~}}"
    return (f"[-{before}-]" if before else "") + (f"{{+{after}+}}" if after else "")


def compared(old: str, new: str) -> str:
    """Return the difference of two passages as one string."""
    return marked(old, new, diff([normalized(old)], [normalized(new)]))


def mirror(edits: Iterable[Edit]) -> set[Edit]:
    """Return edits as they are when the sides are swapped; their order differs, their places do not."""
    return {Edit(_MIRRORED.get(edit.tag, edit.tag), edit.new, edit.old) for edit in edits}


def one_newline(text: str) -> str:
    """Return a text with line feeds for all line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def tiled(spans: Iterable[Span]) -> list[int]:
    """Return every code point that spans cover, in order; twice if two do."""
    return sorted(place for span in spans for place in range(*span))


def untrue_edits(old: str, new: str, edits: Sequence[Edit]) -> list[str]:
    """Return what is wrong with the tags of edits, in words; nothing if all is well."""
    faults = []
    for edit in edits:
        a, b = edit.old.of(old), edit.new.of(new)
        if edit.tag is EditTag.EQUAL and one_newline(a) != one_newline(b):
            faults.append(f"equal, and yet {a!r} is not {b!r}")
        if edit.tag is EditTag.FORMAL and a == b:
            faults.append(f"formal, and yet {a!r} on both sides")
        if edit.tag is EditTag.INSERT and (a or not b):
            faults.append(f"an insertion of {b!r} with {a!r} on the old side")
        if edit.tag is EditTag.DELETE and (b or not a):
            faults.append(f"a deletion of {a!r} with {b!r} on the new side")
        if edit.tag is EditTag.REPLACE and not (a and b):
            faults.append(f"a replacement of {a!r} by {b!r}")
    return faults


def lost(collation: Collation) -> list[str]:
    """Return which side of a record cannot be rebuilt from its edits, in words, and which tags are untrue; nothing if all is well."""
    faults = [fault for pair in collation.pairs for fault in untrue_edits(collation.old.text, collation.new.text, pair.edits)]
    for side in ("old", "new"):
        clauses = _merged(clause.span for clause in getattr(collation, side).clauses)
        edits = _merged(getattr(edit, side) for pair in collation.pairs for edit in pair.edits)
        if clauses != edits:
            faults.append(f"the {side} side cannot be rebuilt")
    return faults


def _merged(spans: Iterable[Span]) -> list[tuple[int, int]]:
    """Passages in order, those that touch as one; one that overlaps another stays by itself, and so is seen."""
    out: list[tuple[int, int]] = []
    for span in sorted(span for span in spans if span.size):
        if out and out[-1][1] == span.start:
            out[-1] = out[-1][0], span.end
        else:
            out.append((span.start, span.end))
    return out


def uncovered(document: Document) -> str:
    """Return what lies in no clause and is not outside either."""
    covered = set(tiled([clause.span for clause in document.clauses])) | set(tiled(document.outside))
    return "".join(c for place, c in enumerate(document.text) if place not in covered)


def rows(collation: Collation) -> list[tuple[str, str, str]]:
    """Return the rows in which something happened: old ids, new ids, kinds, each in one string."""
    return [(" ".join(p.old), " ".join(p.new), " ".join(map(str, p.kinds))) for p in collation.pairs if p.kinds]


def listing(document: Document) -> str:
    """Return an outline as indented lines: id, level, marker (- if there is none but a heading), heading."""
    depth: dict[str | None, int] = {None: -1}
    lines = []
    for clause in document.clauses:
        depth[clause.id] = depth[clause.parent] + 1
        fields = [clause.id, str(clause.level), clause.marker or ("-" if clause.heading else ""), clause.heading or ""]
        lines.append("  " * depth[clause.id] + "  ".join(fields).rstrip())
    return "\n".join(lines)


def listed_notices(document: Document) -> str:
    """Return the notices as lines: code, and the passage concerned where it can be seen; invisible characters by their numbers."""
    return "\n".join(f"{notice.code}  {_visible(notice.span.of(document.text))}".rstrip() for notice in document.notices)


def _visible(passage: str) -> str:
    if passage.isspace():
        return "⏎" * passage.count("\n")
    line = passage.split("\n")[0]
    return line if line.isprintable() else " ".join(f"U+{ord(c):04X}" for c in line)
