"""A reprint that differs from its text → a patch that puts the official words back, even when the page has changed meanwhile.

    page   持续解决国有企业职工空白班组问题。…高技能人才培训和国际交流活动。
    patch  决国有企业[-职工-]{+党员+}空白班组   匠、高技能人才{+境外+}培训和国际交流

The patch is in the format of diff-match-patch, which other programs read: every correction with some words around it, by which its place
is found again after other words were put in or dropped elsewhere. That search is fuzzy, so what it did is checked: a correction is
applied only where the words it replaces, and the two characters on either side of them, stand exactly. Whatever is not applied is listed.

Places in a patch count code points, as everything here does; programs in JavaScript or Java count UTF-16 units, and find their way by the
words around when a text holds characters such as 𠮷. diff-match-patch: Neil Fraser, https://github.com/google/diff-match-patch.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from policydiff.errors import OptionError, printable
from policydiff.model import Collation, Document, Edit, EditTag, Span

if TYPE_CHECKING:
    from diff_match_patch import diff_match_patch, patch_obj


class Correction(NamedTuple):
    """更正: words of a reprint, and the official ones that belong in their place. Either may be empty."""

    printed: str
    """What the reprint has."""
    official: str
    """What the official text has."""
    before: str
    """A few characters that stand before it."""
    behind: str
    """A few characters that stand behind it."""

    def __str__(self) -> str:
        printed = f"[-{self.printed}-]" if self.printed else ""
        official = f"{{+{self.official}+}}" if self.official else ""
        return f"{self.before}{printed}{official}{self.behind}"


class Corrected(NamedTuple):
    """What `apply_corrections` made of a text."""

    text: str
    """The text with the corrections that found their place."""
    applied: tuple[Correction, ...]
    missed: tuple[Correction, ...]
    """Those that did not: their words, or the words beside them, do not stand there any more, or were corrected before."""


# -- writing a patch -------------------------------------------------------------------------------------------------------------------


#: The tags of edits in which words differ.
WORDING: Final = frozenset({EditTag.INSERT, EditTag.DELETE, EditTag.REPLACE})


def corrections(collation: Collation, edits: Iterable[Edit] | None = None, *, formal: bool = False, side: str = "new") -> str:
    """Return a patch that turns the reprint into the official wording; empty if there is nothing to correct.

    What stands at another place of the page is not moved. What is put in is printed as in the official text, its page breaks left out.

    Args:
        collation: the record of a reprint.
        edits: which differences to correct, of those in the record; all of the wording if left out.
        formal: whether to correct differences of form too: width, blanks, marks of the file format, line ends inside clauses.
        side: which side is the reprint, `old` or `new`.

    Raises:
        OptionError: if the record is of a revision, if `side` is neither of the two, if an edit is not in the record, or if half a
            character (a lone surrogate), which a patch cannot hold, stands in or beside a difference.
    """
    if collation.profile != "reprint":
        raise OptionError("corrections are made from a reprint, and this is a revision", remedy='Compare with profile="reprint".')
    if side not in ("old", "new"):
        raise OptionError(f"side={side!r} is not known", remedy="Use old or new.")
    page = _Page(collation, side)
    wanted = WORDING | {EditTag.FORMAL} if formal else WORDING
    known = {edit for pair in collation.pairs for edit in pair.edits}
    chosen = {edit for edit in known if edit.tag in wanted} if edits is None else set(edits)
    if strange := chosen - known:
        raise OptionError(f"{min(strange)} is no edit of this comparison", remedy="Take edits from its rows.")
    replacements = [page.replacement(edit) for pair in collation.pairs for edit in pair.edits if edit in chosen]
    engine = _engine()
    diffs = list(_diffs(page.text, replacements))
    try:
        text: str = engine.patch_toText(engine.patch_make(page.text, diffs)) if replacements else ""
    except UnicodeEncodeError:
        raise OptionError(
            "half a character (a lone surrogate) stands in or beside a difference",
            where=page.document.source.name,
            remedy="Read the file again in its own encoding.",
        ) from None
    return text


class _Replacement(NamedTuple):
    place: Span
    """In the page; empty where words are put in."""
    text: str


class _Page:
    """The page of a reprint, and the official text beside it."""

    def __init__(self, collation: Collation, side: str) -> None:
        self._is_old = side == "old"
        self.document, self._official = (collation.old, collation.new) if self._is_old else (collation.new, collation.old)
        self.text = self.document.text
        self._clauses, self._official_clauses = _Edges(self.document), _Edges(self._official)
        self._breaks = [notice.span for notice in self._official.notices if notice.code == "page-break"]

    def replacement(self, edit: Edit) -> _Replacement:
        """What a difference asks for."""
        place, source = (edit.old, edit.new) if self._is_old else (edit.new, edit.old)
        if edit.tag is EditTag.FORMAL:
            return _Replacement(place, source.of(self._official.text))
        words = self._without_breaks(source)
        if not place.size and self._official_clauses.bound(source):
            return self._on_a_line(place.start, words)
        if not source.size and self._clauses.bound(place):
            return _Replacement(Span(place.start, place.end + len(self._line_end(place.end))), "")
        return _Replacement(place, words)

    def _without_breaks(self, span: Span) -> str:
        text, place = "", span.start
        for found in self._breaks:
            if span.covers(found) and place <= found.start:
                text += self._official.text[place : found.start]
                place = found.end
        return text + self._official.text[place : span.end]

    def _on_a_line(self, place: int, clause: str) -> _Replacement:
        """Put in a whole clause, on a line of its own."""
        starts = self._clauses.starts
        if not place and starts:  # before the first clause, not before the masthead
            place = min(starts)
        line_end = self._line_end(place) or self.document.source.newline or "\n"
        return _Replacement(Span(place, place), clause + line_end if place in starts else line_end + clause)

    def _line_end(self, place: int) -> str:
        found = _LINE_ENDS.match(self.text, place)
        return found[0] if found else ""


_LINE_ENDS: Final = re.compile(r"[ \t\u3000]*(?:[\r\n][ \t\u3000]*)*[\r\n]")


class _Edges:
    """Where the clauses of a document begin and end."""

    def __init__(self, document: Document) -> None:
        self.starts = {clause.span.start for clause in document.clauses}
        self._ends = {clause.span.end for clause in document.clauses}

    def bound(self, span: Span) -> bool:
        """Whether a passage is a whole clause, or several."""
        return span.start in self.starts and span.end in self._ends


def _diffs(text: str, replacements: Iterable[_Replacement]) -> Iterator[tuple[int, str]]:
    """The page as diff-match-patch wants it: equal, deleted and inserted passages in order."""
    done = 0
    for place, words in sorted(replacements, key=lambda replacement: replacement.place):
        parts = (0, text[done : place.start]), (-1, place.of(text)), (1, words)
        yield from (part for part in parts if part[1])
        done = max(done, place.end)
    if text[done:]:
        yield 0, text[done:]


# -- applying it --------------------------------------------------------------------------------------------------------------------------

#: How much of what is no patch is shown.
_GLIMPSE: Final = 60
#: So many characters are kept around a correction to find it by, and more until they stand once; patches are searched for in pieces of
#: the second number.
_CONTEXT: Final = 8
_LONGEST_PATTERN: Final = 256
#: What is kept around a correction is found wherever it stands. Where it has changed, something like it is looked for: where it is
#: expected with one character in five another one, and with fewer and fewer up to a fifth of this reach away.
_LEAST_LIKENESS: Final = 0.2
_REACH: Final = 10_000
#: And so many on either side of the words must be what they were.
_NEIGHBOURS: Final = 2


def _engine() -> diff_match_patch:
    """diff-match-patch without its clock."""
    from diff_match_patch import diff_match_patch

    engine = diff_match_patch()
    engine.Diff_Timeout = 0
    engine.Patch_Margin = _CONTEXT
    engine.Match_MaxBits = _LONGEST_PATTERN
    engine.Match_Threshold = _LEAST_LIKENESS
    engine.Match_Distance = _REACH
    return engine


def apply_corrections(text: str, patch: str) -> Corrected:
    r"""Return a text with the corrections of a patch, and which of them found their place.

    Args:
        text: the page as it stands now, such as `document.text`.
        patch: what `Comparison.corrections` returned, or the content of a .patch file.

    Returns:
        The corrected text, the corrections that were applied, and those that were not; a text that has not changed since misses none.

    Raises:
        OptionError: if the patch cannot be understood.

    >>> from policydiff import compare, parse
    >>> official = parse("一、总则\n（一）企业应当公开信息。\n（二）鼓励企业创新。")
    >>> page = parse("一、总则\n（一）企业可以公开信息。\n（二）鼓励企业创新。")
    >>> patch = compare(official, page, profile="reprint").corrections()
    >>> corrected = apply_corrections("某报讯\n" + page.text, patch)
    >>> print(corrected.text)
    某报讯
    一、总则
    （一）企业应当公开信息。
    （二）鼓励企业创新。
    >>> len(corrected.applied), corrected.missed
    (1, ())
    """
    engine = _engine()
    try:
        pieces = [_Piece(piece) for piece in engine.patch_fromText(patch.removeprefix("\ufeff").replace("\r\n", "\n"))]
    except (ValueError, IndexError) as error:
        raise OptionError(f"this is no patch: {printable(str(error)[:_GLIMPSE])}", remedy='Write one with save("page.patch").') from None
    applied, missed = list[Correction](), list[Correction]()
    drift = next((place - piece.start for piece in pieces if (place := piece.exact_place(text, piece.start)) >= 0), 0)
    for piece in pieces:
        found = piece.applied_to(text, piece.start + drift, engine)
        if found is None:
            missed.append(piece.correction)
            drift -= piece.growth
        else:
            applied.append(piece.correction)
            text, drift = found.text, found.place - piece.start
    return Corrected(text, tuple(applied), tuple(missed))


class _Found(NamedTuple):
    text: str
    """The text, corrected."""
    place: int
    """Where the piece begins in it."""


class _Piece:
    """One piece of a patch: words, what stands in their place, and the words around both."""

    def __init__(self, patch: patch_obj) -> None:
        self._patch = patch
        self.start: int = patch.start2
        """Where it is expected, once the pieces before it have been applied."""
        self.growth: int = patch.length2 - patch.length1
        """How many characters it adds."""
        equal = [not operation for operation, _ in patch.diffs]
        first = equal.index(False) if False in equal else len(equal)
        last = len(equal) - equal[::-1].index(False) if False in equal else 0
        before, behind = (_joined(part, -1) for part in (patch.diffs[:first], patch.diffs[last:]))
        printed, official = (_joined(patch.diffs[first:last], side) for side in (-1, 1))
        self._offset = len(before)
        self._whole = before + printed + behind
        self.correction = Correction(printed, official, before[-_CONTEXT:], behind[:_CONTEXT])

    def exact_place(self, text: str, expected: int) -> int:
        """Where the piece stands as it was, nearest to where it is expected; -1 if it does not."""
        expected = max(0, expected)
        behind, before = text.find(self._whole, expected), text.rfind(self._whole, 0, expected + len(self._whole))
        return min((place for place in (before, behind) if place >= 0), key=lambda place: abs(place - expected), default=-1)

    def applied_to(self, text: str, expected: int, engine: diff_match_patch) -> _Found | None:
        """The text with this piece in its place; None if there is none, if it was there before, or if another thing was done."""
        exact = self.exact_place(text, expected)
        self._patch.start1 = self._patch.start2 = exact if exact >= 0 else expected
        after, done = engine.patch_apply([self._patch], text)
        if not all(done):
            return None
        before, behind = self.correction.before[-_NEIGHBOURS:], self.correction.behind[:_NEIGHBOURS]
        here, wanted = (before + words + behind for words in (self.correction.printed, self.correction.official))
        place = text.find(here)
        while place >= 0:
            was_there = len(wanted) > len(here) and text.startswith(wanted, place)
            is_all = after[:place] == text[:place] and after[place + len(wanted) :] == text[place + len(here) :]
            if is_all and after.startswith(wanted, place) and not was_there:
                return _Found(after, place + len(before) - self._offset)
            place = text.find(here, place + 1)
        return None


def _joined(diffs: Iterable[tuple[int, str]], side: int) -> str:
    """One side of a piece: -1 what is printed, 1 what is official."""
    return "".join(words for operation, words in diffs if operation in (0, side))
